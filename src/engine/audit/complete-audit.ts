import { readdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EngineAdmin } from '../server/admin.ts'
import type { EngineClient } from '../client.ts'
import { openFiles } from '../lost/lost-runs.ts'
import type { AuditFiles, Behind } from './audit-file.ts'
import { activeOf } from '../run/runs-object.ts'

const EVERY_MS = 10_000

export interface CompleteAuditOptions {
  auditDir: string
  behind: Behind
  audit: Pick<AuditFiles, 'complete'>
  admin: Pick<EngineAdmin, 'runs'>
  client: Pick<EngineClient, 'runs' | 'history'>
  log: Logger
  signal: AbortSignal
}

/**
 * Completes audit files from their runs: that a crash left without the last entry, or that could not be written, as on a full disk, as soon as they can; also of runs
 * that have ended, which no further entry will complete, and, after a start, of what an earlier bot left behind.
 */
export async function completeAudit(options: CompleteAuditOptions): Promise<void> {
  const { behind, audit, client, log, signal } = options
  let left: string[] | undefined
  while (!signal.aborted) {
    // What comes in during the round is not overlooked.
    const another = behind.another()
    try {
      left ??= await leftBehind(options)
      for (const run of left) behind.add(run)
      left = []
      for (const run of behind.all()) await audit.complete(run, () => client.history(run))
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the audit files could not be looked over; tried again')
    }
    const waiting = new AbortController()
    const late = pause(EVERY_MS, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => undefined)
    await Promise.race([another, late])
    waiting.abort()
  }
}

/** Ended runs that the engine knows and whose file has no end, or which have none. */
async function leftBehind({ auditDir, admin, client }: CompleteAuditOptions): Promise<string[]> {
  const active = new Set(activeOf(await client.runs()).map(({ run }) => run))
  const files = new Set(await readdir(auditDir))
  const known = await admin.runs()
  const open = new Set(await openFiles(auditDir))
  return known.filter((run) => !active.has(run) && (open.has(run) || !files.has(`${run}.jsonl`)))
}
