import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { changePartner } from '../sql/change-partner.ts'
import { SqlError } from '../sql/sql-error.ts'
import { applyFullBackup } from '../state/apply-backup.ts'
import { newDatabase } from '../state/database.ts'
import type { Database } from '../state/database.ts'
import { placeOnDisk } from '../state/estate-state.ts'
import { findDatabase, nextDatabaseId, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { recordBackupSet, recordRestore } from '../state/msdb.ts'
import { writeFullBackup } from '../state/write-log.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { CmdletCall } from './cmdlet.ts'

/** Whose mirror is where, after the topology. */
const MIRROR_OF: Record<string, string> = { PRI: 'PRIM', SEC: 'SECM' }
const ENDPOINT_PORT = 5022

/** Install-CsMirrorDatabase: back up on the primary, restore on its mirror without recovery, make them partners. */
export async function installMirror(call: CmdletCall): Promise<void> {
  const { state } = call
  if (textOf(call, 'DatabaseType') !== 'PersistentChat')
    throw refused(`No store of type ${textOf(call, 'DatabaseType')!} is mirrored in this topology.`, 'StoreNotFound')
  const primary = primaryOf(call)
  const mirror = state.instances.find((instance) => instance.name === MIRROR_OF[primary.name])
  if (mirror === undefined) throw refused(`The topology has no mirror for ${serverName(primary)}.`, 'MirrorNotDefined')
  const database = judge(primary, mirror, call)
  const share = textOf(call, 'FileShare')!
  const place = placeOnDisk(state, primary.host, share)
  if (place === undefined || !share.startsWith('\\\\') || !existsSync(place))
    throw refused(`The file share "${share}" cannot be reached from ${serverName(primary)}.`, 'FileShareNotFound')
  const held = { spid: 0, what: 'Install-CsMirrorDatabase' }
  database.heldBy = held
  try {
    await seed(primary, mirror, database, { share, place }, call)
  } finally {
    if (database.heldBy === held) database.heldBy = undefined
  }
}

function primaryOf(call: CmdletCall): InstanceState {
  const [host, name] = [textOf(call, 'SqlServerFqdn')!, textOf(call, 'SqlInstanceName') ?? '']
  const found = call.state.instances.find(
    (instance) => instance.host === host.toLowerCase() && instance.instanceName.toLowerCase() === name.toLowerCase(),
  )
  const written = name === '' ? host : `${host}\\${name}`
  if (found === undefined) throw refused(`The SQL Server "${written}" is no Persistent Chat store of the topology.`, 'StoreNotFound')
  if (!found.up) throw refused(`Cannot connect to the SQL Server "${written}".`, 'SqlConnectionFailed')
  return found
}

function judge(primary: InstanceState, mirror: InstanceState, call: CmdletCall): Database {
  const database = findDatabase(primary, 'mgc')
  if (database === undefined) throw refused(`There is no database mgc on ${serverName(primary)}.`, 'DatabaseNotFound')
  if (database.mirroring !== undefined)
    throw refused(`The database mgc on ${serverName(primary)} is mirrored already, with ${database.mirroring.partner}.`, 'AlreadyMirrored')
  if (database.status !== 'ONLINE')
    throw refused(
      `The database mgc on ${serverName(primary)} is ${database.status}: it must be ONLINE to be mirrored.`,
      'DatabaseNotOnline',
    )
  if (database.heldBy !== undefined)
    throw refused(`The database mgc on ${serverName(primary)} is in use by ${database.heldBy.what}.`, 'DatabaseInUse')
  if (!mirror.up) throw refused(`Cannot connect to the SQL Server "${serverName(mirror)}".`, 'SqlConnectionFailed')
  if (findDatabase(mirror, 'mgc') !== undefined && !isSet(call, 'DropExistingDatabasesOnMirror')) {
    throw refused(
      `There is a database mgc on the mirror ${serverName(mirror)} already: use -DropExistingDatabasesOnMirror after you have made sure that nobody needs it.`,
      'DatabaseExistsOnMirror',
    )
  }
  return database
}

async function seed(
  primary: InstanceState,
  mirror: InstanceState,
  database: Database,
  at: { share: string; place: string },
  call: CmdletCall,
): Promise<void> {
  const { state } = call
  const name = `mgc_mirror_${new Date(state.clock.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14)}.bak`
  const path = `${at.share}\\${name}`
  call.verbose(`Backing up database mgc on ${serverName(primary)} to ${path}.`)
  await state.clock.sleep(state.times.backup)
  const header = writeFullBackup(primary, database, join(at.place, name), state.clock.now(), 'Install-CsMirrorDatabase', true)
  recordBackupSet(primary.msdb, header, path, 65_536)
  call.verbose(`Restoring database mgc on ${serverName(mirror)} with NORECOVERY.`)
  await state.clock.sleep(state.times.restoreFull)
  mirror.databases = mirror.databases.filter((each) => each.name !== 'mgc')
  const copy = newDatabase(nextDatabaseId(mirror), 'mgc', state.clock.now(), { status: 'RESTORING' })
  applyFullBackup(copy, header)
  mirror.databases.push(copy)
  const set = recordBackupSet(mirror.msdb, header, path, 65_536)
  recordRestore(mirror.msdb, set, 'mgc', 'D', state.clock.now(), { recovery: false, replace: false })
  call.verbose(`Setting the partners: ${mirror.host} mirrors ${primary.host}.`)
  try {
    changePartner(state, mirror, copy, { address: `TCP://${primary.host}:${ENDPOINT_PORT}` })
    changePartner(state, primary, database, { address: `TCP://${mirror.host}:${ENDPOINT_PORT}` })
  } catch (error) {
    if (error instanceof SqlError) throw refused(error.message, `SqlError${error.number}`)
    throw error
  }
}

function refused(text: string, id: string): CmdletFailure {
  return new CmdletFailure(text, id, 'InvalidOperation')
}
