/** What a look costs on a session that the server has made clean, and on one that is simply kept, as it was before: side by side, on one estate. */
import type { Configuration } from '../src/config/schema.ts'
import { workerTargets } from '../src/cli/worker/worker-targets.ts'
import { openSession, type SqlSession } from '../src/worker/sql/session.ts'
import { SessionPool } from '../src/worker/sql/session-pool.ts'

export interface LookTimes {
  cleanMs: number[]
  keptMs: number[]
}

const LOOK = 'SELECT done = CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END FROM msdb.dbo.sysjobs'
const BOUND = { ms: 60_000 }

const IN_A_ROW = 10

/**
 * Some in a row of each, in turn, so that both see the same machine, and each look waits for whatever the one before it has left to do. The first of each row
 * is not counted.
 */
export async function measureLook(configuration: Configuration, rows: number): Promise<LookTimes> {
  const target = workerTargets(configuration, 'dc2')['SEC']
  if (target?.kind !== 'sql-server') throw new Error('the practice house has no SEC')
  const { signal } = new AbortController()
  const shelf = new SessionPool('countersign/bench/look')
  const opened = await openSession(target, { database: 'master', appName: 'countersign/bench/kept', purpose: 'act' })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  const kept = opened.session
  const ask = (session: SqlSession): Promise<unknown[]> => session.ask(LOOK, BOUND)
  const onClean = async (): Promise<void> => {
    const lent = await shelf.with(target, 'master', ask, signal, () => false)
    if ('refusal' in lent) throw new Error(lent.refusal.code)
  }
  // As a session was taken from the shelf before: asked whether it still answers, and used.
  const onKept = async (): Promise<void> => {
    if (!(await kept.isSame())) throw new Error('the kept session was lost')
    await ask(kept)
  }
  const times: LookTimes = { cleanMs: [], keptMs: [] }
  for (let row = 0; row < rows; row++) {
    times.cleanMs.push(...(await inARow(onClean)))
    times.keptMs.push(...(await inARow(onKept)))
  }
  await Promise.all([shelf.close(), kept.close()])
  return times
}

async function inARow(work: () => Promise<void>): Promise<number[]> {
  await work()
  const times: number[] = []
  for (let index = 0; index < IN_A_ROW; index++) times.push(await timed(work))
  return times
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
