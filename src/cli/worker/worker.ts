/** `countersign worker NAME`: one worker, as the configuration describes it. */
import { join } from 'node:path'
import { loadConfiguration, targetsOf } from '../../config.ts'
import { name as nameSchema, type Configuration } from '../../config/schema.ts'
import { EngineFault } from '../../engine/engine-fault.ts'
import { makeKeyFile, publicPem, readKeyFile } from '../../engine/keys/keys.ts'
import { refuseSharedDirectory } from '../../engine/server/private-directory.ts'
import { formatFault } from '../../text/fault.ts'
import { startWorker } from '../../worker/start-worker.ts'
import { readBotFile } from '../bot-file.ts'
import { openLog } from '../open-log.ts'
import { readersOf } from '../../config/readers.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { sayNoReader } from '../say-no-reader.ts'
import { untilToldToEnd } from '../until-told-to-end.ts'
import { lineOf } from './worker-entries.ts'
import { workerTargets } from './worker-targets.ts'
import { AGAIN, missingOf } from '../../worker/missing-secrets.ts'
import type { WorkerTarget } from '../../worker/options.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('worker', args)
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Refused('name one worker, e.g. "countersign worker dc2-a".', 2)
  const good = nameSchema.safeParse(name)
  if (!good.success) throw new Refused(`"${name}" ${good.error.issues[0]?.message ?? 'is no name'}.`, 2)
  if (values.init) return init(values.state ?? stateOf(values.config), name)
  const loaded = loadConfiguration(values.config)
  if ('faults' in loaded) throw new Refused(loaded.faults.map(formatFault), 2)
  await work(loaded.configuration, name)
  return 0
}

async function work(configuration: Configuration, name: string): Promise<void> {
  const [site, entry] = siteOf(configuration, name)
  refuseSharedDirectory(configuration.state)
  const key = privateKey(configuration.state, name)
  if (lineOf(key.public) !== entry.key) {
    throw new Refused(
      `the key of worker ${name} in ${configuration.state} is not the one that the configuration lists: put "${lineOf(key.public)}" there, or bring the right key file.`,
    )
  }
  const bot = readBotFile(configuration.state)
  const [host = '', port = ''] = entry.address.split(/:(?=\d+$)/)
  const log = openLog()
  const toldToEnd = untilToldToEnd()
  const targets = workerTargets(configuration, site)
  const worker = await startWorker({
    name,
    site,
    installation: configuration.installation,
    listen: { host, port: Number(port) },
    ingress: bot.ingress,
    privateKey: key.private,
    publicKeys: bot.publicKeys,
    identityKeys: [bot.identity],
    documents: configuration.commands,
    readers: readersOf(configuration.readers),
    state: join(configuration.state, `worker-${name}`),
    files: join(configuration.state, 'files'),
    targets,
    logger: log,
  }).catch((cause: unknown) => {
    throw cause instanceof Error ? new Refused(cause.message) : cause
  })
  process.stdout.write(`Worker ${name} of site ${site} is ready on ${worker.url}.\n`)
  const own = Object.entries(targetsOf(configuration)).filter(([, target]) => target.site === site)
  for (const sentence of [...sayMissingSecrets(targets), ...sayNoReader(Object.fromEntries(own))]) process.stdout.write(`${sentence}\n`)
  try {
    await toldToEnd
  } finally {
    await worker.close()
  }
}

/** Makes the key if there is none, and prints what the configuration must list. */
function init(state: string, name: string): number {
  const key = privateKey(state, name, makeKeyFile)
  process.stdout.write(`${name}: { address: "127.0.0.1:9181", key: "${lineOf(key.public)}" }\n`)
  return 0
}

/** A worker at work never makes its key: under a new one nobody would believe it, and the old one may be all that is wrong with the disk. */
function privateKey(state: string, name: string, before: (file: string) => void = () => undefined): { private: string; public: string } {
  const file = join(state, 'keys', `worker-${name}.pem`)
  try {
    before(file)
    const key = readKeyFile(
      file,
      `put the file back from a copy, or make a new key with "countersign worker ${name} --init" and put the line that it prints into the configuration`,
    )
    return { private: key.export({ type: 'pkcs8', format: 'pem' }).toString(), public: publicPem(key) }
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}

/** The state folder, from a configuration that may still lack this worker. */
function stateOf(path: string): string {
  const loaded = loadConfiguration(path)
  if ('faults' in loaded) throw new Refused([...loaded.faults.map(formatFault), 'or say where the key goes: --init --state FOLDER.'], 2)
  return loaded.configuration.state
}

function siteOf(configuration: Configuration, name: string): [string, Configuration['sites'][string]['workers'][string]] {
  for (const [site, { workers }] of Object.entries(configuration.sites)) {
    const entry = workers[name]
    if (entry) return [site, entry]
  }
  const known = Object.values(configuration.sites).flatMap(({ workers }) => Object.keys(workers))
  throw new Refused(
    `there is no worker ${name} in the configuration; it lists ${known.join(', ') || 'none'}. Run "countersign worker ${name} --init" and add it.`,
  )
}

/** One sentence for each secret that leads to nothing. Secrets are read once, so it needs another start when they are there. */
function sayMissingSecrets(targets: Record<string, WorkerTarget>): string[] {
  return Object.values(targets)
    .flatMap(missingOf)
    .map((fault) => `${fault} ${AGAIN}`)
}
