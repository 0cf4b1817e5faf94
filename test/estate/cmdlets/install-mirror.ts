import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { changePartner, changeWitness } from '../sql/change-partner.ts'
import { SqlError } from '../sql/sql-error.ts'
import { applyFullBackup } from '../state/apply-backup.ts'
import { newDatabase } from '../state/database.ts'
import type { Database } from '../state/database.ts'
import { instanceNamed, placeOnDisk } from '../state/estate-state.ts'
import { findDatabase, nextDatabaseId, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { recordBackupSet, recordRestore } from '../state/msdb.ts'
import { partnersOf } from '../state/sql-store.ts'
import type { SqlStore } from '../state/sql-store.ts'
import { writeFullBackup } from '../state/write-log.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { CmdletCall } from './cmdlet.ts'

const ENDPOINT_PORT = 5022
const WITNESS_PORT = 7022

/** Install-CsMirrorDatabase: back up on the primary, restore on its mirror without recovery, make them partners; mirror and witness are the topology's. */
export async function installMirror(call: CmdletCall): Promise<void> {
  const { state } = call
  const { instance: primary, stores } = storesOn(call, instanceAsked(call))
  const excluded = listOf(call, 'ExcludeDatabaseList')
  const work = stores.flatMap((store) => {
    const mirror = partnersOf(state, store)[1]
    if (mirror === undefined) throw refused(`The topology has no mirror for ${serverName(primary)}.`, 'MirrorNotDefined')
    const names = store.databases.filter((name) => !excluded.includes(name.toLowerCase()))
    return names.map((name) => ({ store, mirror, database: judge(name, primary, mirror, call) }))
  })
  const share = textOf(call, 'FileShare')!
  const place = placeOnDisk(state, primary.host, share)
  if (place === undefined || !share.startsWith('\\\\') || !existsSync(place))
    throw refused(`The file share "${share}" cannot be reached from ${serverName(primary)}.`, 'FileShareNotFound')
  for (const { store, mirror, database } of work) {
    const held = { spid: 0, what: 'Install-CsMirrorDatabase' }
    database.heldBy = held
    try {
      await seed({ primary, mirror, database, store }, { share, place }, call)
    } finally {
      if (database.heldBy === held) database.heldBy = undefined
    }
  }
}

/** `-ConfiguredDatabases` with -ForInstance or -ForDefaultInstance, or `-DatabaseType` with -SqlInstanceName: nothing of the other set. */
function instanceAsked(call: CmdletCall): string | undefined {
  const all = isSet(call, 'ConfiguredDatabases')
  const wrong = all ? ['DatabaseType', 'SqlInstanceName', 'ExcludeDatabaseList'] : ['ForInstance', 'ForDefaultInstance']
  if (all === call.given.has('DatabaseType') || wrong.some((name) => call.given.has(name))) {
    const text = 'Parameter set cannot be resolved using the specified named parameters.'
    throw new CmdletFailure(text, 'AmbiguousParameterSet', 'InvalidArgument')
  }
  return textOf(call, all ? 'ForInstance' : 'SqlInstanceName')
}

/** The server that is asked for and its stores, of the type that is asked for; refuses one that is no store, or is lost. */
export function storesOn(call: CmdletCall, instanceName = ''): { instance: InstanceState; stores: SqlStore[] } {
  const { state } = call
  const [host, type] = [textOf(call, 'SqlServerFqdn')!, textOf(call, 'DatabaseType')]
  const written = instanceName === '' ? host : `${host}\\${instanceName}`
  const instance = state.instances.find(
    (each) => each.host === host.toLowerCase() && each.instanceName.toLowerCase() === instanceName.toLowerCase(),
  )
  const stores = state.stores.filter(({ primary }) => primary === instance?.name)
  if (instance === undefined || stores.length === 0)
    throw refused(`The SQL Server "${written}" is no SQL store of the topology.`, 'StoreNotFound')
  const wanted = stores.filter((store) => type === undefined || store.type === type)
  if (wanted.length === 0) throw refused(`The SQL Server "${written}" is no store of type ${type!} in this topology.`, 'StoreNotFound')
  if (!instance.up) throw refused(`Cannot connect to the SQL Server "${written}".`, 'SqlConnectionFailed')
  return { instance, stores: wanted }
}

function judge(name: string, primary: InstanceState, mirror: InstanceState, call: CmdletCall): Database {
  const database = findDatabase(primary, name)
  const on = `The database ${name} on ${serverName(primary)}`
  if (database === undefined) throw refused(`There is no database ${name} on ${serverName(primary)}.`, 'DatabaseNotFound')
  if (database.mirroring !== undefined) throw refused(`${on} is mirrored already, with ${database.mirroring.partner}.`, 'AlreadyMirrored')
  if (database.status !== 'ONLINE') throw refused(`${on} is ${database.status}: it must be ONLINE to be mirrored.`, 'DatabaseNotOnline')
  if (database.heldBy !== undefined) throw refused(`${on} is in use by ${database.heldBy.what}.`, 'DatabaseInUse')
  if (!mirror.up) throw refused(`Cannot connect to the SQL Server "${serverName(mirror)}".`, 'SqlConnectionFailed')
  if (findDatabase(mirror, name) !== undefined && !isSet(call, 'DropExistingDatabasesOnMirror')) {
    throw refused(
      `There is a database ${name} on the mirror ${serverName(mirror)} already: use -DropExistingDatabasesOnMirror after you have made sure that nobody needs it.`,
      'DatabaseExistsOnMirror',
    )
  }
  return database
}

interface Pair {
  primary: InstanceState
  mirror: InstanceState
  database: Database
  store: SqlStore
}

async function seed({ primary, mirror, database, store }: Pair, at: { share: string; place: string }, call: CmdletCall): Promise<void> {
  const { state } = call
  const { name } = database
  const file = `${name}_mirror_${new Date(state.clock.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14)}.bak`
  const path = `${at.share}\\${file}`
  call.verbose(`Backing up database ${name} on ${serverName(primary)} to ${path}.`)
  database.recoveryModel = 'FULL'
  await state.clock.sleep(state.times.backup)
  const header = writeFullBackup(primary, database, join(at.place, file), state.clock.now(), 'Install-CsMirrorDatabase', true)
  recordBackupSet(primary.msdb, header, path, 65_536)
  call.verbose(`Restoring database ${name} on ${serverName(mirror)} with NORECOVERY.`)
  await state.clock.sleep(state.times.restoreFull)
  mirror.databases = mirror.databases.filter((each) => each.name !== name)
  const copy = newDatabase(nextDatabaseId(mirror), name, state.clock.now(), { status: 'RESTORING' })
  applyFullBackup(copy, header)
  mirror.databases.push(copy)
  const set = recordBackupSet(mirror.msdb, header, path, 65_536)
  recordRestore(mirror.msdb, set, name, 'D', state.clock.now(), { recovery: false, replace: false })
  call.verbose(`Setting the partners: ${mirror.host} mirrors ${primary.host}.`)
  try {
    changePartner(state, mirror, copy, { address: `TCP://${primary.host}:${ENDPOINT_PORT}` })
    changePartner(state, primary, database, { address: `TCP://${mirror.host}:${ENDPOINT_PORT}` })
    if (store.witness === undefined) return
    changeWitness(state, database, { address: `TCP://${instanceNamed(state, store.witness).host}:${WITNESS_PORT}` })
  } catch (error) {
    if (error instanceof SqlError) throw refused(error.message, `SqlError${error.number}`)
    throw error
  }
}

/** A parameter that takes one name or several, in small letters. */
export function listOf(call: CmdletCall, name: string): string[] {
  const value = call.given.get(name)
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string').map((each) => each.toLowerCase())
}

export function refused(text: string, id: string): CmdletFailure {
  return new CmdletFailure(text, id, 'InvalidOperation')
}
