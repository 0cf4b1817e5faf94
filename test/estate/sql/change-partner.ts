import { newGuid } from '../state/database.ts'
import type { Database } from '../state/database.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { mirroringState, otherSide, partnerOf, witnessState } from '../state/mirroring.ts'
import type { Mirroring } from '../state/mirroring.ts'
import { SqlError } from './sql-error.ts'
import type { DatabaseChange } from './statement.ts'

type PartnerChange = Extract<DatabaseChange, { kind: 'partner' }>['to']

/** ALTER DATABASE … SET PARTNER. Throws 1412, 1416, 1418, 1422, 1447, 1452, 1455, 1464, 1470, 1477. */
export function changePartner(state: EstateState, instance: InstanceState, database: Database, to: PartnerChange): void {
  if (typeof to === 'object' && 'address' in to) return setPartner(state, instance, database, to.address)
  const mirroring = requireMirrored(database)
  const other = otherSide(state, database)
  const both = [mirroring, other?.mirroring].filter((each) => each !== undefined)
  if (typeof to === 'object') {
    requirePrincipal(database, mirroring)
    for (const each of both) each.timeoutSeconds = Math.max(5, to.timeoutSeconds)
    return
  }
  switch (to) {
    case 'OFF':
      database.mirroring = undefined
      if (other !== undefined) other.mirroring = undefined
      return
    case 'SAFETY FULL':
    case 'SAFETY OFF':
      requirePrincipal(database, mirroring)
      for (const each of both) each.safety = to === 'SAFETY FULL' ? 'FULL' : 'OFF'
      return
    case 'SUSPEND':
      for (const each of both) each.suspended = true
      return
    case 'RESUME':
      if (other?.mirroring === undefined) throw notConnected(database)
      for (const each of both) {
        delete each.suspended
        each.synchronizedAt = state.clock.now() + state.times.synchronize
      }
      return
    case 'FAILOVER':
      failOver(state, database, other)
      return
    case 'FORCE_SERVICE_ALLOW_DATA_LOSS':
      forceService(state, database, mirroring)
  }
}

/** ALTER DATABASE … SET WITNESS. Throws 1416, 1418, 1429, 1447, 1470. */
export function changeWitness(state: EstateState, database: Database, to: 'OFF' | { address: string }): void {
  const mirroring = requireMirrored(database)
  const other = otherSide(state, database)
  const both = [mirroring, other?.mirroring].filter((each) => each !== undefined)
  if (to === 'OFF') {
    for (const each of both) delete each.witness
    return
  }
  requirePrincipal(database, mirroring)
  if (other === undefined) throw notConnected(database)
  const witness = partnerOf(state, to.address)
  if (witness?.up !== true) throw notReachable(to.address)
  if (findDatabase(witness, database.name)?.mirroring !== undefined)
    throw new SqlError(1429, 'The witness server name must be distinct from both of the server instances that manage the database.')
  for (const each of both) each.witness = to.address
}

function requireMirrored(database: Database): Mirroring {
  if (database.mirroring !== undefined) return database.mirroring
  throw new SqlError(1416, `Database "${database.name}" is not configured for database mirroring.`, 16, 31)
}

function requirePrincipal(database: Database, mirroring: Mirroring): void {
  if (mirroring.role === 'PRINCIPAL') return
  throw new SqlError(
    1470,
    `The alter database for this partner config values may only be initiated on the current principal server for database "${database.name}".`,
  )
}

function notReachable(address: string): SqlError {
  return new SqlError(
    1418,
    `The server network address "${address}" can not be reached or does not exist. Check the network address name and that the ports for the local and remote endpoints are operational.`,
  )
}

function notConnected(database: Database): SqlError {
  return new SqlError(
    1447,
    `ALTER DATABASE "${database.name}" command cannot be executed until both partner server instances are up, running, and connected. Start the partner and reissue the command.`,
  )
}

function setPartner(state: EstateState, instance: InstanceState, database: Database, address: string): void {
  if (database.mirroring !== undefined)
    throw new SqlError(
      1468,
      `The operation cannot be performed on database "${database.name}" because it is involved in a database mirroring session.`,
    )
  const partner = partnerOf(state, address)
  if (partner?.up !== true) throw notReachable(address)
  if (partner === instance) throw new SqlError(1449, 'ALTER DATABASE command failed due to an invalid server connection string.')
  if (database.recoveryModel !== 'FULL')
    throw new SqlError(
      1465,
      `Database "${database.name}" database is not in full recovery mode on each of the server instances. The full recovery model is required for you to use database mirroring.`,
    )
  const other = findDatabase(partner, database.name)
  // The mirror is told first: it waits with its partner's name until the principal speaks.
  if (database.status === 'RESTORING') return void (database.mirroring = newMirroring('MIRROR', address, partner, Number.POSITIVE_INFINITY))
  if (other === undefined)
    throw new SqlError(1452, `The partner server instance name must be distinct, and database "${database.name}" must exist on it.`)
  if (other.mirroring === undefined)
    throw new SqlError(1416, `Database "${database.name}" is not configured for database mirroring.`, 16, 31)
  if (other.familyId !== database.familyId || other.redoLsn < (database.logBackupLsn ?? database.redoLsn)) {
    other.mirroring = undefined
    throw new SqlError(
      1412,
      `The remote copy of database "${database.name}" has not been rolled forward to a point in time that is encompassed in the local copy of the database log.`,
    )
  }
  const at = state.clock.now() + state.times.synchronize
  database.mirroring = newMirroring('PRINCIPAL', address, partner, at)
  other.mirroring = { ...other.mirroring, guid: database.mirroring.guid, partnerInstance: serverName(instance), synchronizedAt: at }
}

function newMirroring(role: 'PRINCIPAL' | 'MIRROR', partner: string, instance: InstanceState, synchronizedAt: number) {
  return { guid: newGuid(), role, partner, partnerInstance: serverName(instance), safety: 'FULL' as const, synchronizedAt }
}

function failOver(state: EstateState, database: Database, other: Database | undefined): void {
  const mirroring = requireMirrored(database)
  requirePrincipal(database, mirroring)
  if (mirroring.safety !== 'FULL') {
    throw new SqlError(
      1477,
      `The database mirroring safety level must be FULL to manually failover database "${database.name}". Set safety level to FULL and retry.`,
    )
  }
  if (other?.mirroring === undefined || mirroringState(state, mirroring) !== 'SYNCHRONIZED') {
    throw new SqlError(
      1422,
      `The mirror server instance is not caught up to the recent changes to database "${database.name}". Unable to fail over.`,
    )
  }
  Object.assign(other, {
    status: 'ONLINE',
    redoLsn: database.redoLsn,
    content: { ...database.content },
    forkId: database.forkId,
    logBackupLsn: database.logBackupLsn,
  })
  database.status = 'RESTORING'
  mirroring.role = 'MIRROR'
  other.mirroring.role = 'PRINCIPAL'
}

/** The mirror serves without its principal, which will find itself a paused mirror when it comes back. */
function forceService(state: EstateState, database: Database, mirroring: Mirroring): void {
  const lost = mirroringState(state, mirroring) === 'DISCONNECTED' && witnessState(state, mirroring) !== 'DISCONNECTED'
  if (mirroring.role !== 'MIRROR' || !lost) {
    throw new SqlError(
      1455,
      `The database mirroring service cannot be forced for database "${database.name}" because the database is not in the correct state to become the principal database.`,
    )
  }
  const partner = partnerOf(state, mirroring.partner)
  const other = partner && findDatabase(partner, database.name)
  database.status = 'ONLINE'
  database.forkId = newGuid()
  Object.assign(mirroring, { role: 'PRINCIPAL', suspended: true })
  if (other?.mirroring === undefined) return
  other.status = 'RESTORING'
  Object.assign(other.mirroring, { role: 'MIRROR', suspended: true })
}
