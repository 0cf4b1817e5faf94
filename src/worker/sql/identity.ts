/** Whose instance a session has come to. An address that leads to another server, or a port to another instance, is found before anything is asked of it. */
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { SqlTarget } from '../options.ts'
import { placeOf } from './not-opened.ts'

export const ASK_IDENTITY = `SELECT spid = CAST(@@SPID AS int), server = CAST(SERVERPROPERTY('ServerName') AS nvarchar(300))`

export interface SqlIdentity {
  spid: number
  /** `MACHINE` or `MACHINE\\INSTANCE`, as the server calls itself. */
  server: string
}

/** @throws when the answer is none. */
export function readIdentity([spid, server]: unknown[]): SqlIdentity {
  if (typeof spid !== 'number' || typeof server !== 'string' || server === '') throw new Error('it does not say who it is')
  return { spid, server }
}

/** The default instance has a name for services, and none for the server itself. */
const DEFAULT_INSTANCE = 'MSSQLSERVER'
/** NetBIOS: what is longer is cut by Windows. */
const LONGEST_MACHINE = 15

/** Why it is not the server of the target, if it is not. */
export function otherServer(target: SqlTarget, { server }: SqlIdentity): WorkerRefusal | undefined {
  if (target.serverName === undefined ? isNamed(target, server) : target.serverName.some((name) => same(name, server))) return undefined
  const { host, instance, serverName: names } = target
  const wanted = { host, ...(instance !== undefined && { instance }), ...(names && { names }) }
  return { code: 'other-server', why: { is: 'other-server', at: placeOf(target), calls: server, ...wanted } }
}

function isNamed({ host, instance = '' }: SqlTarget, server: string): boolean {
  const [machine = '', own = ''] = server.split('\\')
  const wanted = same(instance, DEFAULT_INSTANCE) ? '' : instance
  const [short = ''] = host.split('.')
  return same(wanted, own) && (same(machine, host) || same(machine, short) || same(machine, short.slice(0, LONGEST_MACHINE)))
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
