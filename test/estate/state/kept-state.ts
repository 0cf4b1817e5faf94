/** The estate's state as bytes, so that it outlives its process. */
import { deserialize, serialize } from 'node:v8'
import type { BackupService } from './backup-service.ts'
import type { ChatPool } from './chat-pool.ts'
import type { Effect, EstateState } from './estate-state.ts'
import type { InstanceState } from './instance-state.ts'
import { LockTable } from './lock-table.ts'
import type { ManagementStore } from './management-store.ts'
import type { Topology } from './topology.ts'

interface Kept {
  /** The estate's time, which may be ahead of the machine's. */
  now: number
  instances: Omit<InstanceState, 'sessions' | 'locks'>[]
  pool: ChatPool
  store: ManagementStore
  topology: Topology
  backupService: BackupService
  effects: Effect[]
}

/** All but what ends with the process: its sessions, their locks, the statements that were at work. */
export function keptState({ clock, instances, pool, store, topology, backupService, effects }: EstateState): Buffer {
  const kept: Kept = {
    now: clock.now(),
    instances: instances.map(({ sessions: _sessions, locks: _locks, ...instance }) => ({
      ...instance,
      databases: instance.databases.map((database) => ({ ...database, heldBy: undefined })),
    })),
    pool,
    store,
    topology,
    backupService,
    effects,
  }
  return serialize(kept)
}

/** Estate time at which it was kept. */
export function keptAt(bytes: Uint8Array): number {
  return (deserialize(bytes) as Kept).now
}

/** The estate as it was kept, as after a restart of all its servers. The files must lie where they lay. */
export function stateFrom(bytes: Uint8Array, base: Pick<EstateState, 'dir' | 'clock' | 'times' | 'login' | 'reader'>): EstateState {
  const { instances, pool, store, topology, backupService, effects } = deserialize(bytes) as Kept
  return {
    ...base,
    instances: instances.map((instance) => ({ ...instance, sessions: new Map(), locks: new LockTable(base.clock) })),
    pool,
    store,
    topology,
    backupService,
    effects,
  }
}
