/** The lock that proves that nothing of an attempt can still be acting: owned by one session, gone when that session is gone. */
import { createHash } from 'node:crypto'
import sql from 'mssql'
import type { SqlSession } from './sql-session.ts'

/** `sp_getapplock` takes 255 characters. */
const LONGEST = 255

/** One name for every attempt of an item: two attempts of it must never act at the same time. */
export function lockName(of: { installation: string; run: string; step: number; item: number }): string {
  const name = `${of.installation}/${of.run}/${of.step}/${of.item}`
  return name.length <= LONGEST ? name : createHash('sha256').update(name).digest('hex')
}

/** Waits up to `waitMs` for somebody else's lock to go. Application locks belong to a database; all of ours stand in `master`, whatever the session's own is. */
export async function takeLock(session: SqlSession, name: string, waitMs: number): Promise<{ held: true } | { held: false; why: string }> {
  try {
    const request = plain(session).input('name', sql.NVarChar(LONGEST), name).input('wait', sql.Int(), waitMs)
    const answer = await request.query(`DECLARE @got int;
EXEC @got = master.sys.sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = @wait, @DbPrincipal = 'public';
SELECT got = @got;`)
    const got = firstCell(answer)
    return got === 0 || got === 1 ? { held: true } : { held: false, why: `sp_getapplock answered ${String(got)}` }
  } catch (error) {
    return { held: false, why: (error as Error).message }
  }
}

const ASK_MODE = "SELECT mode = APPLOCK_MODE('public', @name, 'Session'), spid = CAST(@@SPID AS int)"
const ASK_MODE_IN_MASTER = `EXEC master.sys.sp_executesql N'${ASK_MODE.replaceAll("'", "''")}', N'@name nvarchar(255)', @name = @name`

/** Whether this very session, and no later one, holds the lock now. */
export async function stillHolds(session: SqlSession, name: string): Promise<boolean> {
  try {
    const request = plain(session).input('name', sql.NVarChar(LONGEST), name)
    const answer = await request.query(session.database.toLowerCase() === 'master' ? ASK_MODE : ASK_MODE_IN_MASTER)
    const [mode, spid] = (answer.recordset as unknown as unknown[][])[0] ?? []
    return mode === 'Exclusive' && spid === session.spid
  } catch {
    return false
  }
}

function plain(session: SqlSession): sql.Request {
  const request = session.request()
  request.stream = false
  return request
}

function firstCell(answer: sql.IResult<unknown>): unknown {
  return (answer.recordset as unknown as unknown[][])[0]?.[0]
}
