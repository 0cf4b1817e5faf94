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

export function replicaOn(group: AvailabilityGroup, instance: InstanceState): Replica | undefined {
  return group.replicas.find((replica) => replica.instance === instance.name)
}
