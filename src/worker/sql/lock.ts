/** The lock that proves that nothing of an attempt can still be acting: owned by one session, gone when that session is gone. */
import { createHash } from 'node:crypto'
import type { Told } from '../../run/facts/worker-fault.ts'
import { SessionEnded } from './session-ended.ts'
import type { SqlSession } from './session.ts'
import { TYPES } from './tedious.ts'
import type { Bound } from '../within.ts'

/** `sp_getapplock` takes 255 characters. */
const LONGEST = 255

/** One name for every attempt of an item: two attempts of it must never act at the same time. */
export function lockName(of: { installation: string; run: string; step: number; item: number }): string {
  const name = `${of.installation}/${of.run}/${of.step}/${of.item}`
  return name.length <= LONGEST ? name : createHash('sha256').update(name).digest('hex')
}

const TAKE = `DECLARE @got int;
EXEC @got = sys.sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = @wait, @DbPrincipal = 'public';
SELECT got = @got;`

const ASK = `SELECT mode = APPLOCK_MODE('public', @name, 'Session'), spid = CAST(@@SPID AS int);`

/** Waits up to `waitMs` for somebody else's lock to go, and for a server that is silent not much longer. */
export async function takeLock(
  session: SqlSession,
  name: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<{ held: true } | { held: false; why: Told }> {
  try {
    const [got] = await askInMaster(session, TAKE, { name, wait: waitMs }, { ms: waitMs + session.limits.answerMs, signal })
    return got === 0 || got === 1 ? { held: true } : { held: false, why: { is: 'applock-answer', got: String(got) } }
  } catch (error) {
    return { held: false, why: error instanceof SessionEnded ? error.fault : (error as Error).message }
  }
}

/** Whether this very session, and no later one, holds the lock now. A server that does not say so in time does not say yes. */
export async function stillHolds(session: SqlSession, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    const [mode, spid] = await askInMaster(session, ASK, { name, wait: 0 }, { ms: session.limits.answerMs, signal })
    return mode === 'Exclusive' && spid === session.spid
  } catch {
    return false
  }
}

/** Application locks belong to a database: all of ours stand in `master`, whatever the session's own is. A procedure named with its database runs there. */
function askInMaster(session: SqlSession, text: string, values: { name: string; wait: number }, bound: Bound): Promise<unknown[]> {
  return session.ask(session.database.toLowerCase() === 'master' ? text : inMaster(text), bound, [
    { name: 'name', type: TYPES.NVarChar, length: LONGEST, value: values.name },
    { name: 'wait', type: TYPES.Int, value: values.wait },
  ])
}

function inMaster(text: string): string {
  return `EXEC master.sys.sp_executesql N'${text.replaceAll("'", "''")}', N'@name nvarchar(${LONGEST}), @wait int', @name = @name, @wait = @wait;`
}
