import { readdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineAdmin } from '../server/admin.ts'
import type { EngineClient } from '../client.ts'
import { openFiles } from '../lost/lost-runs.ts'
import { activeOf } from './runs-object.ts'

const EVERY_MS = 10_000

export interface CompleteAuditOptions {
  auditDir: string
  /** Runs whose file lacks something, by id: filled by whoever could not write, emptied by whoever could. */
  behind: ReadonlySet<string>
  admin: Pick<EngineAdmin, 'runs'>
  client: Pick<EngineClient, 'runs' | 'view' | 'redrive'>
  log: Logger
  signal: AbortSignal
}

/**
 * Completes audit files that could not be written, as on a full disk, as soon as they can: also of runs that have ended, which no further entry will complete,
 * and, after a start, of what an earlier bot left behind.
 */
export async function completeAudit(options: CompleteAuditOptions): Promise<void> {
  const { behind, log, signal } = options
  let left: Set<string> | undefined
  while (!signal.aborted) {
    try {
      left ??= await leftBehind(options)
      for (const run of new Set([...left, ...behind])) {
        await complete(options, run)
        left.delete(run)
      }
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the audit files could not be looked over; tried again')
    }
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** Ended runs that the engine knows and whose file has no end, or which have none. */
async function leftBehind({ auditDir, admin, client }: CompleteAuditOptions): Promise<Set<string>> {
  const active = new Set(activeOf(await client.runs()).map(({ run }) => run))
  const files = new Set(await readdir(auditDir))
  const without = (await admin.runs()).filter((run) => !files.has(`${run}.jsonl`))
  return new Set([...(await openFiles(auditDir)), ...without].filter((run) => !active.has(run)))
}

/** The run itself writes what its file lacks; one that the engine does not know is lost, which is another matter. */
async function complete({ client }: CompleteAuditOptions, run: string): Promise<void> {
  const view = await client.view(run)
  if (view !== null) await client.redrive(run, { noted: view.phase })
}
