/** Asks the server how far a long statement is, over a session of its own: `percent_complete` moves where no INFO message comes. */
import { pause } from '../pause.ts'
import { openSession, type SqlSession } from './session.ts'
import { TYPES } from './tedious.ts'

const FIRST_MS = 2_000
const EVERY_MS = 2_000
const ASK = 'SELECT CAST(percent_complete AS float) FROM sys.dm_exec_requests WHERE session_id = @spid'

type Watched = Pick<SqlSession, 'target' | 'spid' | 'limits'>

/** Reports until `stop` is called. Needs VIEW SERVER STATE; without it, or when the server refuses, nothing is reported and nothing else happens. */
export function watchPercent(
  { target, spid, limits }: Watched,
  appName: string,
  report: (percent: number) => void,
): { stop(): Promise<void> } {
  const done = new AbortController()
  const watching = watch({ target, spid, limits }, appName, report, done.signal).catch(() => {})
  return {
    stop: async () => {
      done.abort()
      await watching
    },
  }
}

async function watch(
  { target, spid, limits }: Watched,
  appName: string,
  report: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await pause(FIRST_MS, signal)
  if (signal.aborted) return
  const opened = await openSession(target, { database: 'master', appName, purpose: 'act', limits }, signal)
  if ('refusal' in opened) return
  try {
    while (!signal.aborted) {
      const [percent] = await opened.session.ask(ASK, { ms: limits.answerMs, signal }, [{ name: 'spid', type: TYPES.Int, value: spid }])
      if (typeof percent === 'number' && percent > 0) report(Math.min(100, Math.round(percent)))
      await pause(EVERY_MS, signal)
    }
  } finally {
    await opened.session.close()
  }
}
