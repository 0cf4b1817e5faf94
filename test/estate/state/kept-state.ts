/** The estate's state as bytes, so that it outlives its process. */
import { deserialize, serialize } from 'node:v8'
import type { EstateState } from './estate-state.ts'
import type { InstanceState } from './instance-state.ts'
import { LockTable } from './lock-table.ts'

/** What an estate is started with, and not what happened to it. */
type Base = Pick<EstateState, 'dir' | 'clock' | 'times' | 'login' | 'reader'>

/** Every other part of the state, also those that are still to come. */
interface Kept extends Omit<EstateState, keyof Base | 'instances'> {
  /** The estate's time, which may be ahead of the machine's. */
  now: number
  instances: Omit<InstanceState, 'sessions' | 'locks'>[]
}

/** All but what ends with the process: its sessions, their locks, the statements that were at work. */
export function keptState({ dir: _dir, clock, times: _times, login: _login, reader: _reader, instances, ...rest }: EstateState): Buffer {
  const kept: Kept = {
    ...rest,
    now: clock.now(),
    instances: instances.map(({ sessions: _sessions, locks: _locks, ...instance }) => ({
      ...instance,
      databases: instance.databases.map((database) => ({ ...database, heldBy: undefined })),
    })),
  }
  return serialize(kept)
}

/** Estate time at which it was kept. */
export function keptAt(bytes: Uint8Array): number {
  return (deserialize(bytes) as Kept).now
}

/** The estate as it was kept, as after a restart of all its servers. The files must lie where they lay. */
export function stateFrom(bytes: Uint8Array, base: Base): EstateState {
  const { now: _now, instances, ...rest } = deserialize(bytes) as Kept
  return {
    ...base,
    ...rest,
    instances: instances.map((instance) => ({ ...instance, sessions: new Map(), locks: new LockTable(base.clock) })),
  }
}

/** The same state as it was kept, its clock with it, while its servers go on: their sessions stay open, and may what their log-ins may now. */
export function turnBack(state: EstateState, bytes: Uint8Array): void {
  const { now, instances, ...rest } = deserialize(bytes) as Kept
  Object.assign(state, rest)
  for (const { principals, nextSpid: _nextSpid, ...kept } of instances) {
    const instance = state.instances.find(({ name }) => name === kept.name)
    if (instance === undefined) throw new Error(`the estate has no ${kept.name} any more`)
    Object.assign(instance, kept)
    for (const name of instance.principals.keys()) if (!principals.has(name)) instance.principals.delete(name)
    // An open session holds its log-in, and this is the same one with the rights that it had.
    for (const [name, principal] of principals) {
      instance.principals.set(name, Object.assign(instance.principals.get(name) ?? {}, principal))
    }
  }
  state.clock.set(now)
}
