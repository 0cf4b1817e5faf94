/** What blocks need to be run from the command line: every target of the configuration, and a folder for what is too long to print. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlockContext } from '../../worker/context.ts'
import { maskOf, secretsOf } from '../../worker/mask.ts'
import { openShells } from '../../worker/powershell/shells.ts'
import { SessionPool } from '../../worker/sql/session-pool.ts'
import { readersOf } from '../../config/readers.ts'
import type { Configuration } from '../../config/schema.ts'
import { workerSecrets, workerTargets } from '../worker/worker-targets.ts'

export interface LiveContext extends BlockContext {
  /** Ends its sessions and its PowerShell processes. */
  close(): Promise<void>
}

export function openLiveContext(configuration: Configuration): LiveContext {
  const targets = Object.assign({}, ...Object.keys(configuration.sites).map((site) => workerTargets(configuration, site)))
  const secrets = workerSecrets(configuration)
  const files = mkdtempSync(join(tmpdir(), 'countersign-check-'))
  const sessions = new SessionPool(`countersign/${configuration.installation}/check`.slice(0, 128))
  const mask = maskOf(secretsOf(Object.values(targets), '', secrets))
  const shells = openShells(mask, readersOf(configuration.readers))
  return {
    options: { name: 'of this check', targets, files, secrets },
    mask,
    sessions,
    shells,
    close: async () => {
      await Promise.all([sessions.close(), shells.close()])
      rmSync(files, { recursive: true, force: true })
    },
  }
}
