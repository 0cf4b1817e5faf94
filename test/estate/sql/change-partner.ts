import { mirroringState, newGuid } from '../state/database.ts'
import type { Database } from '../state/database.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { SqlError } from './sql-error.ts'
import type { DatabaseChange } from './statement.ts'

type PartnerChange = Extract<DatabaseChange, { kind: 'partner' }>['to']

/** ALTER DATABASE … SET PARTNER. Throws 1412, 1416, 1418, 1422, 1452, 1464. */
export function changePartner(state: EstateState, instance: InstanceState, database: Database, to: PartnerChange): void {
  if (typeof to === 'object') return setPartner(state, instance, database, to.address)
  const { mirroring } = database
  if (mirroring === undefined) throw new SqlError(1416, `Database "${database.name}" is not configured for database mirroring.`, 16, 31)
  const partner = partnerOf(state, mirroring.partner)
  const other = partner === undefined ? undefined : findDatabase(partner, database.name)
  switch (to) {
    case 'OFF':
      database.mirroring = undefined
      if (other !== undefined) other.mirroring = undefined
      return
    case 'SAFETY FULL':
    case 'SAFETY OFF':
      for (const each of [mirroring, other?.mirroring]) if (each !== undefined) each.safety = to === 'SAFETY FULL' ? 'FULL' : 'OFF'
      return
    case 'FAILOVER':
      failOver(state, database, other)
  }
}

function setPartner(state: EstateState, instance: InstanceState, database: Database, address: string): void {
  if (database.mirroring !== undefined)
    throw new SqlError(
      1468,
      `The operation cannot be performed on database "${database.name}" because it is involved in a database mirroring session.`,
    )
  const partner = partnerOf(state, address)
  if (partner === undefined || !partner.up) {
    throw new SqlError(
      1418,
      `The server network address "${address}" can not be reached or does not exist. Check the network address name and that the ports for the local and remote endpoints are operational.`,
    )
  }
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
  const { mirroring } = database
  if (mirroring?.role !== 'PRINCIPAL')
    throw new SqlError(
      1470,
      `The alter database for this partner config values may only be initiated on the current principal server for database "${database.name}".`,
    )
  if (other?.mirroring === undefined || mirroringState(mirroring, state.clock.now()) !== 'SYNCHRONIZED') {
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

/** `TCP://sqlb2.contoso.com:5022` → the instance on that host. */
export function partnerOf(state: EstateState, address: string): InstanceState | undefined {
  const host = /^TCP:\/\/([^:/]+):\d+$/i.exec(address)?.[1]?.toLowerCase()
  return state.instances.find((instance) => instance.host === host)
}
