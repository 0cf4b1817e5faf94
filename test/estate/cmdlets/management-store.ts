import type { EstateState } from '../state/estate-state.ts'
import { replicateChange } from '../state/management-store.ts'
import { serverName } from '../state/instance-state.ts'
import { findPool, isUp, machinesOf } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'

/** Where the Central Management store is, and how far its replicas are. */
export const storeCmdlets: readonly Cmdlet[] = [
  { name: 'Get-CsManagementConnection', parameters: [], run: connection },
  {
    name: 'Get-CsManagementStoreReplicationStatus',
    parameters: [{ name: 'ReplicaFqdn' }, { name: 'CentralManagementStoreStatus', flag: true }],
    run: (call) => (isSet(call, 'CentralManagementStoreStatus') ? storeStatus(call) : replicaStatus(call)),
  },
  {
    name: 'Invoke-CsManagementStoreReplication',
    parameters: [{ name: 'ReplicaFqdn' }, { name: 'Force', flag: true }],
    effect: true,
    run: (call) => {
      if (textOf(call, 'ReplicaFqdn') !== undefined) replicaStatus(call)
      writeToStore(call.state, () => undefined)
      return []
    },
  },
]

/** The pool that holds the master answers, and so does its database. */
export function masterLives({ store, topology, instances }: EstateState): boolean {
  const pool = findPool(topology, store.master.fqdn)
  const database = instances.find((each) => serverName(each) === `${store.master.sqlServer}\\${store.master.sqlInstance}`)
  return (pool === undefined || isUp(pool)) && database?.up !== false
}

/** @throws CmdletFailure while the store is down. */
export function openStore(state: EstateState): void {
  if (masterLives(state)) return
  const { sqlServer, sqlInstance } = state.store.master
  throw new CmdletFailure(`Cannot open the Central Management store "${sqlServer}\\${sqlInstance}".`, 'StoreUnavailable', 'ConnectionError')
}

/** Replicas hear of what was written one after the other; a server that is down hears of nothing. @returns when all have heard. */
export function writeToStore(state: EstateState, write: () => void): number {
  openStore(state)
  write()
  const heard = replicateChange(state.store, state.clock.now(), state.times.replicate)
  const down = new Set(machinesOf(state.topology).flatMap(({ fqdn, up }) => (up ? [] : [fqdn])))
  for (const replica of state.store.replicas) if (down.has(replica.fqdn)) replica.upToDateAt = Number.MAX_SAFE_INTEGER
  return heard
}

function connection({ state }: CmdletCall): unknown[] {
  const { sqlServer, sqlInstance, mirror } = state.store.master
  return [
    {
      StoreProvider: 'Sql',
      Connection: `Data Source=${sqlServer}\\${sqlInstance};Initial Catalog=xds;Integrated Security=True`,
      ReadOnly: false,
      SqlServer: sqlServer,
      SqlInstance: sqlInstance,
      MirrorSqlServer: mirror ?? '',
      MirrorSqlInstance: mirror === undefined ? '' : sqlInstance,
    },
  ]
}

function replicaStatus(call: CmdletCall): unknown[] {
  const now = call.state.clock.now()
  const wanted = textOf(call, 'ReplicaFqdn')?.toLowerCase()
  const found = call.state.store.replicas.filter((replica) => wanted === undefined || replica.fqdn === wanted)
  if (wanted !== undefined && found.length === 0)
    throw new CmdletFailure(`There is no replica "${wanted}".`, 'ReplicaNotFound', 'ObjectNotFound')
  return found.map((replica) => ({
    UpToDate: now >= replica.upToDateAt,
    ReplicaFqdn: replica.fqdn,
    LastStatusReport: new Date(Math.min(now, replica.upToDateAt)),
    LastUpdateCreation: new Date(replica.lastUpdate),
    ProductVersion: replica.productVersion,
  }))
}

/** Nobody is the active master while it is down. */
function storeStatus({ state }: CmdletCall): unknown[] {
  const { master, replicas } = state.store
  const [fqdn, heartbeat] = masterLives(state) ? [master.fqdn, new Date(state.clock.now() - 1000)] : ['', null]
  return [
    {
      LastUpdatedOn: new Date(Math.max(...replicas.map((replica) => replica.lastUpdate))),
      ActiveMasterFqdn: fqdn,
      ActiveMasterLastHeartbeat: heartbeat,
      ActiveFileTransferAgentFqdn: fqdn,
      ActiveFileTransferAgentLastHeartbeat: heartbeat,
      ActiveReplicas: replicas.map((replica) => replica.fqdn),
      DeletedReplicas: [],
    },
  ]
}
