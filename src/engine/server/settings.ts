import { join } from 'node:path'
import { NODE_NAME } from './directory.ts'

export interface EngineSettings {
  directory: string
  /** File of the private key with which the engine signs its calls to our handlers (PKCS8 PEM, Ed25519). */
  identityKey: string
}

/**
 * The engine's settings file. Why each value is not the default:
 * - retries never end in `paused`, because a paused call blocks its run for good;
 * - memory and partitions suit one machine (the defaults take 2 GiB and 24 partitions);
 * - journals of ended calls are not kept: our audit log is the history;
 * - what it writes down of calls stands with the rest, not in the machine's folder for temporary files, where each start would leave a folder;
 * - `octocrab` is the client of the version look-up, which is logged as failed even when telemetry is off.
 */
export function settingsFile({ directory, identityKey }: EngineSettings): string {
  return `cluster-name = "countersign"
node-name = "${NODE_NAME}"
base-dir = ${JSON.stringify(directory)}
listen-mode = "unix"
default-num-partitions = 4
rocksdb-total-memory-size = "128 MiB"
disable-telemetry = true
default-journal-retention = "0s"
log-filter = "warn,restate=info,octocrab=off"
log-disable-ansi-codes = true
shutdown-timeout = "10s"

[default-retry-policy]
initial-interval = "50ms"
exponentiation-factor = 2.0
max-interval = "2s"
max-attempts = "unlimited"

[worker.invoker]
tmp-dir = ${JSON.stringify(join(directory, 'calls'))}
request-identity-private-key-pem-file = ${JSON.stringify(identityKey)}

[admin]
disable-web-ui = true
`
}
