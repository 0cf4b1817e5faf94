import type { EstateState } from './estate-state.ts'
import { instanceNamed } from './estate-state.ts'
import type { InstanceState } from './instance-state.ts'

/** One availability group: its replicas, who is primary, and how the databases of each replica are. */
export interface AvailabilityGroup {
  readonly id: string
  readonly name: string
  readonly listener: { readonly dns: string; readonly ip: string; readonly port: number }
  readonly databases: readonly string[]
  replicas: Replica[]
  /** The name of the primary's instance; undefined while no replica is primary (RESOLVING). */
  primary: string | undefined
}

export interface Replica {
  readonly id: string
  /** `AG1` */
  readonly instance: string
  readonly availability: 'SYNCHRONOUS_COMMIT' | 'ASYNCHRONOUS_COMMIT'
  readonly failover: 'AUTOMATIC' | 'MANUAL'
  /** Data movement is paused: by hand, or after a forced failover. */
  suspended: boolean
  /** Estate time at which it is in step with the primary again. */
  synchronizedAt: number
}

type ReplicaState = 'SYNCHRONIZED' | 'SYNCHRONIZING' | 'NOT SYNCHRONIZING'

/** How the databases of one replica are. */
export function replicaState(state: EstateState, group: AvailabilityGroup, replica: Replica): ReplicaState {
  if (group.primary === undefined || !isUp(state, group.primary)) return 'NOT SYNCHRONIZING'
  if (group.primary === replica.instance) return 'SYNCHRONIZED'
  if (replica.suspended || !isUp(state, replica.instance)) return 'NOT SYNCHRONIZING'
  if (replica.availability === 'ASYNCHRONOUS_COMMIT' || state.clock.now() < replica.synchronizedAt) return 'SYNCHRONIZING'
  return 'SYNCHRONIZED'
}

export function replicaOn(group: AvailabilityGroup, instance: InstanceState): Replica | undefined {
  return group.replicas.find((replica) => replica.instance === instance.name)
}

function isUp(state: EstateState, name: string): boolean {
  return instanceNamed(state, name).up
}
