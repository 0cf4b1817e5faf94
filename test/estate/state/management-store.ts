/** The Central Management store: its one master, the standby in the pool that is paired with the master's, and the replicas that follow. */
export interface ManagementStore {
  master: StoreHome
  standby?: StoreHome
  replicas: Replica[]
}

export interface StoreHome {
  sqlServer: string
  sqlInstance: string
  /** The SQL Server that mirrors it, by the topology. */
  mirror?: string
  /** Of the pool. */
  fqdn: string
}

export interface Replica {
  readonly fqdn: string
  readonly productVersion: string
  lastUpdate: number
  /** When it reports that it has the newest change. */
  upToDateAt: number
}

/** Something was written to the store: every replica is behind until it has fetched it, one after the other. */
export function replicateChange(store: ManagementStore, now: number, replicateMs: number): number {
  store.replicas.forEach((replica, index) => {
    replica.lastUpdate = now
    replica.upToDateAt = now + (replicateMs * (index + 1)) / store.replicas.length
  })
  return now + replicateMs
}
