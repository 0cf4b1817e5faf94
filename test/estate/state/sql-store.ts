import type { EstateState } from './estate-state.ts'
import { instanceNamed } from './estate-state.ts'
import type { InstanceState } from './instance-state.ts'

export type DatabaseType =
  'Application' | 'Archiving' | 'CentralMgmt' | 'Monitoring' | 'PersistentChat' | 'PersistentChatCompliance' | 'User'

/** A SQL store of the topology: the databases of one type that one pool uses, and the instances that hold them. */
export interface SqlStore {
  /** The pool's name, and whether it is the store that it uses when it is failed over. */
  readonly pool: string
  readonly backup?: true
  readonly type: DatabaseType
  readonly databases: readonly string[]
  readonly primary: string
  mirror?: string | undefined
  witness?: string | undefined
}

/** The stores that a pool uses now. */
export function storesOf(state: EstateState, pool: string, type?: string): SqlStore[] {
  const onBackup = state.pool.fqdn === pool.toLowerCase() && state.pool.state === 'FailedOver'
  return state.stores.filter(
    (store) => store.pool === pool.toLowerCase() && (store.backup === true) === onBackup && (type === undefined || store.type === type),
  )
}

/** Primary and mirror as the topology has them, whoever is principal now. */
export function partnersOf(state: EstateState, store: SqlStore): [InstanceState, InstanceState | undefined] {
  return [instanceNamed(state, store.primary), store.mirror === undefined ? undefined : instanceNamed(state, store.mirror)]
}

/** Of the stretched chat pool: its own pair, and the one of the backup data centre. */
export function chatStores(): SqlStore[] {
  const store = (type: SqlStore['type'], database: string): SqlStore[] => [
    { pool: 'lyncpc.contoso.com', type, databases: [database], primary: 'PRI', mirror: 'PRIM' },
    { pool: 'lyncpc.contoso.com', backup: true, type, databases: [database], primary: 'SEC', mirror: 'SECM' },
  ]
  return [...store('PersistentChat', 'mgc'), ...store('PersistentChatCompliance', 'mgccomp')]
}
