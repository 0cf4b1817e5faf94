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
]

function connection({ state }: CmdletCall): unknown[] {
  const { sqlServer, sqlInstance } = state.store.master
  return [
    {
      StoreProvider: 'Sql',
      Connection: `Data Source=${sqlServer}\\${sqlInstance};Initial Catalog=xds;Integrated Security=True`,
      ReadOnly: false,
      SqlServer: sqlServer,
      SqlInstance: sqlInstance,
      MirrorSqlServer: '',
      MirrorSqlInstance: '',
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

function storeStatus({ state }: CmdletCall): unknown[] {
  const { master, replicas } = state.store
  return [
    {
      LastUpdatedOn: new Date(Math.max(...replicas.map((replica) => replica.lastUpdate))),
      ActiveMasterFqdn: master.fqdn,
      ActiveMasterLastHeartbeat: new Date(state.clock.now() - 1000),
      ActiveFileTransferAgentFqdn: master.fqdn,
      ActiveFileTransferAgentLastHeartbeat: new Date(state.clock.now() - 1000),
      ActiveReplicas: replicas.map((replica) => replica.fqdn),
      DeletedReplicas: [],
    },
  ]
}
