/** Asks the server how far a long statement is, over a session of its own: `percent_complete` moves where no INFO message comes. */
import sql from 'mssql'
import type { SqlTarget } from './options.ts'
import { pause } from './pause.ts'
import { openSession } from './sql-session.ts'

const FIRST_MS = 2_000
const EVERY_MS = 2_000

/** Reports until `stop` is called. Needs VIEW SERVER STATE; without it, or when the server refuses, nothing is reported and nothing else happens. */
export function watchPercent(
  target: SqlTarget,
  spid: number,
  appName: string,
  report: (percent: number) => void,
): { stop(): Promise<void> } {
  const done = new AbortController()
  const watching = watch(target, spid, appName, report, done.signal).catch(() => {})
  return {
    stop: async () => {
      done.abort()
      await watching
    },
  }
}

async function watch(
  target: SqlTarget,
  spid: number,
  appName: string,
  report: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await pause(FIRST_MS, signal)
  if (signal.aborted) return
  const opened = await openSession(target, { database: 'master', appName })
  if ('refusal' in opened) return
  try {
    while (!signal.aborted) {
      const request = opened.session.request().input('spid', sql.Int(), spid)
      request.stream = false
      const answer = await request.query('SELECT CAST(percent_complete AS float) FROM sys.dm_exec_requests WHERE session_id = @spid')
      const percent = (answer.recordset as unknown as unknown[][])[0]?.[0]
      if (typeof percent === 'number' && percent > 0) report(Math.min(100, Math.round(percent)))
      await pause(EVERY_MS, signal)
    }
  } finally {
    await opened.session.close()
  }
}
