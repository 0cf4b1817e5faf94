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
export function refreshPings(pool: ChatPool, database: Database | undefined, now: number, pingMs: number): void {
  if (now >= pool.knownAt && (pool.heard.state !== pool.state || pool.heard.activeServers !== pool.activeServers)) {
    beat(pool, database, pool.knownAt, pingMs)
    pool.heard = { state: pool.state, activeServers: pool.activeServers }
  }
  beat(pool, database, now, pingMs)
}

function beat(pool: ChatPool, database: Database | undefined, now: number, pingMs: number): void {
  for (const server of pool.servers) {
    if (worksNow(pool, server, database)) {
      server.workingSince ??= now
      server.lastPing = Math.max(server.lastPing, server.workingSince + Math.floor((now - server.workingSince) / pingMs) * pingMs)
    } else server.workingSince = undefined
  }
}

/** The database that the pool's servers use when it is failed over. */
export function backupDatabase(instances: InstanceState[], name = 'mgc'): Database | undefined {
  const backup = instances.find((instance) => instance.name === 'SEC')
  return backup === undefined ? undefined : findDatabase(backup, name)
}

function worksNow(pool: ChatPool, server: ChatServer, database: Database | undefined): boolean {
  return (
    server.site === 2 &&
    pool.heard.state === 'FailedOver' &&
    pool.heard.activeServers.includes(server.fqdn) &&
    database?.status === 'ONLINE' &&
    database.userAccess === 'MULTI_USER'
  )
}
