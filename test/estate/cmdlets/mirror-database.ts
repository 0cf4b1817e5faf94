import { changePartner } from '../sql/change-partner.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { mirroringState } from '../state/mirroring.ts'
import { partnersOf, storesOf } from '../state/sql-store.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { failDatabasesOver } from './database-failover.ts'
import { installMirror, listOf, refused, storesOn } from './install-mirror.ts'

const TYPES = [
  'ActiveMonitoring',
  'Application',
  'Archiving',
  'CentralMgmt',
  'Edge',
  'Lyss',
  'Monitoring',
  'PersistentChat',
  'PersistentChatCompliance',
  'Provision',
  'Registrar',
  'SigninTelemetry',
  'User',
]

/** Mirroring of the databases behind a pool. */
export const mirrorCmdlets: readonly Cmdlet[] = [
  {
    name: 'Install-CsMirrorDatabase',
    parameters: [
      { name: 'ConfiguredDatabases', flag: true },
      { name: 'DatabaseType', choices: TYPES },
      { name: 'FileShare', mandatory: true },
      { name: 'SqlServerFqdn', mandatory: true },
      { name: 'SqlInstanceName' },
      { name: 'ForInstance' },
      { name: 'ForDefaultInstance', flag: true },
      { name: 'ExcludeDatabaseList' },
      { name: 'DropExistingDatabasesOnMirror', flag: true },
      { name: 'Force', flag: true },
    ],
    effect: true,
    run: async (call) => {
      await installMirror(call)
      return []
    },
  },
  {
    name: 'Uninstall-CsMirrorDatabase',
    parameters: [
      { name: 'DatabaseType', mandatory: true, choices: TYPES },
      { name: 'SqlServerFqdn', mandatory: true },
      { name: 'SqlInstanceName' },
      { name: 'ExcludeDatabaseList' },
      { name: 'DropExistingDatabasesOnMirror', flag: true },
      { name: 'Force', flag: true },
    ],
    effect: true,
    run: uninstallMirror,
  },
  {
    name: 'Invoke-CsDatabaseFailover',
    parameters: [
      { name: 'PoolFqdn', mandatory: true },
      { name: 'DatabaseType', mandatory: true, choices: TYPES },
      { name: 'NewPrincipal', mandatory: true, choices: ['Primary', 'Mirror'] },
      { name: 'ExcludeDatabaseList' },
      { name: 'LocalStore', flag: true },
      { name: 'Force', flag: true },
    ],
    effect: true,
    run: async (call) => {
      await failDatabasesOver(call)
      return []
    },
  },
  {
    name: 'Get-CsDatabaseMirrorState',
    parameters: [
      { name: 'PoolFqdn', mandatory: true },
      { name: 'DatabaseType', choices: TYPES },
      { name: 'LocalStore', flag: true },
    ],
    run: mirrorState,
  },
]

const NOTHING = 'DatabaseInaccessibleOrMirroringNotEnabled'

/** Of the pair that the pool uses now: the backup one when it is failed over. */
function mirrorState(call: CmdletCall): unknown[] {
  const { state } = call
  const pool = textOf(call, 'PoolFqdn')!
  if (storesOf(state, pool).length === 0)
    throw new CmdletFailure(`Cannot find a pool with the identity "${pool}" in the topology.`, 'PoolNotFound', 'ObjectNotFound')
  return storesOf(state, pool, textOf(call, 'DatabaseType')).flatMap((store) => {
    const [primary, mirror] = partnersOf(state, store)
    return store.databases.map((name) => {
      const [left, right] = [side(state, primary, name), side(state, mirror, name)]
      return {
        DatabaseName: name,
        StateOnPrimary: left.role,
        StateOnMirror: right.role,
        MirroringStatusOnPrimary: left.status,
        MirroringStatusOnMirror: right.status,
      }
    })
  })
}

function side(state: EstateState, instance: InstanceState | undefined, name: string): { role: string; status: string } {
  const mirroring = instance?.up === true ? findDatabase(instance, name)?.mirroring : undefined
  if (mirroring === undefined) return { role: NOTHING, status: NOTHING }
  return { role: mirroring.role === 'PRINCIPAL' ? 'Principal' : 'Mirror', status: mirroringState(state, mirroring).toLowerCase() }
}

/** On the server that is principal; the copies on the other one stay in the restoring state unless they are dropped. */
function uninstallMirror(call: CmdletCall): unknown[] {
  const { state } = call
  const { instance, stores } = storesOn(call, textOf(call, 'SqlInstanceName'))
  const excluded = listOf(call, 'ExcludeDatabaseList')
  const names = stores.flatMap((store) => store.databases).filter((name) => !excluded.includes(name.toLowerCase()))
  const mirrored = names.flatMap((name) => findDatabase(instance, name) ?? []).filter(({ mirroring }) => mirroring !== undefined)
  if (mirrored.length === 0)
    throw refused(`No database of type ${textOf(call, 'DatabaseType')!} is mirrored on ${serverName(instance)}.`, 'NotMirrored')
  for (const database of mirrored) {
    const partner = state.instances.find((each) => serverName(each) === database.mirroring?.partnerInstance)
    changePartner(state, instance, database, 'OFF')
    if (partner === undefined || !isSet(call, 'DropExistingDatabasesOnMirror')) continue
    partner.databases = partner.databases.filter((each) => each.name !== database.name)
  }
  return []
}
