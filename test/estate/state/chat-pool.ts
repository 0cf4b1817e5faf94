import { findDatabase } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'
import type { Database } from './database.ts'

export interface ChatServer {
  id: number
  fqdn: string
  site: 1 | 2
  /** The ping time that stands in the database. */
  lastPing: number
  /** Since when it works on the backup database; undefined while it does not. */
  workingSince: number | undefined
}

/** The stretched Persistent Chat pool, as the Central Management store has it. */
export interface ChatPool {
  readonly fqdn: string
  readonly identity: string
  state: 'Normal' | 'FailedOver'
  activeServers: string[]
  servers: ChatServer[]
  /** When the servers hear of the newest change. */
  knownAt: number
  /** What they have heard so far. */
  heard: { state: 'Normal' | 'FailedOver'; activeServers: string[] }
}

/** Brings the ping times up to now: the servers at work ping every `pingMs`, the others keep their last time. */
export function refreshPings(pool: ChatPool, instances: InstanceState[], now: number, pingMs: number): void {
  if (now >= pool.knownAt && (pool.heard.state !== pool.state || pool.heard.activeServers !== pool.activeServers)) {
    beat(pool, instances, pool.knownAt, pingMs)
    pool.heard = { state: pool.state, activeServers: pool.activeServers }
  }
  beat(pool, instances, now, pingMs)
}

function beat(pool: ChatPool, instances: InstanceState[], now: number, pingMs: number): void {
  const instance = instanceInUse(pool, instances)
  const database = instance && findDatabase(instance, 'mgc')
  for (const server of pool.servers) {
    if (worksNow(pool, server, database)) {
      server.workingSince ??= now
      server.lastPing = Math.max(server.lastPing, server.workingSince + Math.floor((now - server.workingSince) / pingMs) * pingMs)
    } else server.workingSince = undefined
  }
}

/** Where the pool's servers have heard that their database is: on whichever partner of that pair serves it now. */
export function instanceInUse(pool: ChatPool, instances: InstanceState[]): InstanceState | undefined {
  const pair = pool.heard.state === 'FailedOver' ? ['SEC', 'SECM'] : ['PRI', 'PRIM']
  return pair
    .flatMap((name) => instances.find((instance) => instance.name === name) ?? [])
    .find((instance) => instance.up && findDatabase(instance, 'mgc')?.status === 'ONLINE')
}

function worksNow(pool: ChatPool, server: ChatServer, database: Database | undefined): boolean {
  return (
    server.site === (pool.heard.state === 'FailedOver' ? 2 : 1) &&
    pool.heard.activeServers.includes(server.fqdn) &&
    database?.status === 'ONLINE' &&
    database.userAccess === 'MULTI_USER'
  )
}
