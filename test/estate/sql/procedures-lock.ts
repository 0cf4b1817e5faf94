import { lockResource, readLockMode } from './app-lock.ts'
import type { BoundCall } from './bind-arguments.ts'
import { needed, numberOf, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { Cancelled, SqlError } from './sql-error.ts'
import { SYSNAME, nvarchar } from './sql-type.ts'
import type { Work } from './work.ts'

/** Application locks: return codes 0 granted, 1 granted after waiting, -1 timed out, -2 cancelled, -999 wrong call. */
export const lockProcedures: Record<string, Procedure> = {
  sp_getapplock: {
    home: 'master',
    effect: false,
    parameters: [
      needed('@resource', nvarchar(255)),
      needed('@lockmode', nvarchar(32)),
      optional('@lockowner', nvarchar(32), 'Transaction'),
      optional('@locktimeout', { name: 'int' }, -1),
      optional('@dbprincipal', SYSNAME, 'public'),
    ],
    run: getAppLock,
  },
  sp_releaseapplock: {
    home: 'master',
    effect: false,
    parameters: [
      needed('@resource', nvarchar(255)),
      optional('@lockowner', nvarchar(32), 'Transaction'),
      optional('@dbprincipal', SYSNAME, 'public'),
    ],
    run: releaseAppLock,
  },
}

async function getAppLock(call: BoundCall, work: Work): Promise<number> {
  const { session, signal } = work
  const mode = readLockMode(textOf(call, '@lockmode') ?? '')
  if (mode === undefined)
    return refuse(
      work,
      `The lock mode '${textOf(call, '@lockmode') ?? ''}' is not one of IntentShared, IntentExclusive, Shared, Update, Exclusive.`,
    )
  const timeout = numberOf(call, '@locktimeout') ?? -1
  if (timeout < -1) return refuse(work, `The lock timeout ${timeout} is below -1.`)
  const wrong = wrongOwner(call, work)
  if (wrong !== undefined) return wrong
  const resource = lockResource(session, textOf(call, '@dbprincipal') ?? 'public', textOf(call, '@resource') ?? '')
  const { request } = session.row
  if (request !== undefined) request.waitType = session.instance.locks.free(resource, session.row.spid, mode) ? null : 'LCK_M_X'
  const answer = await session.instance.locks.take(resource, session.row.spid, mode, timeout, signal)
  if (request !== undefined) request.waitType = null
  if (signal.aborted) throw new Cancelled()
  return answer
}

function releaseAppLock(call: BoundCall, work: Work): Promise<number> {
  const { session } = work
  const wrong = wrongOwner(call, work)
  if (wrong !== undefined) return Promise.resolve(wrong)
  const name = textOf(call, '@resource') ?? ''
  const principal = textOf(call, '@dbprincipal') ?? 'public'
  if (session.instance.locks.release(lockResource(session, principal, name), session.row.spid)) return Promise.resolve(0)
  throw new SqlError(
    1223,
    `Cannot release the application lock (Database Principal: '${principal}', Resource: '${name}') because it is not currently held.`,
  )
}

/** Only sessions own locks here; a transaction's would need transactions that hold something. */
function wrongOwner(call: BoundCall, work: Work): number | undefined {
  const owner = (textOf(call, '@lockowner') ?? '').toLowerCase()
  if (owner === 'session') return undefined
  if (owner === 'transaction' && work.session.transactions === 0) {
    return refuse(work, 'You attempted to acquire a transactional application lock without an active transaction.')
  }
  throw new SqlError(
    50_000,
    `The practice SQL Server does not understand application locks of owner '${owner}': use @LockOwner = 'Session'.`,
  )
}

function refuse({ sink }: Work, text: string): number {
  sink.message({ number: 50_000, severity: 10, state: 1, text, line: 1, procedure: 'sp_getapplock' })
  return -999
}
