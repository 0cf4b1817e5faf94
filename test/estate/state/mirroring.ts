import type { Database } from './database.ts'
import type { EstateState } from './estate-state.ts'
import { findDatabase } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'

export interface Mirroring {
  guid: string
  role: 'PRINCIPAL' | 'MIRROR'
  /** `TCP://sqlb2.contoso.com:5022` */
  partner: string
  /** `sqlb2.contoso.com\\RTC`, once the partners have spoken. */
  partnerInstance: string
  safety: 'FULL' | 'OFF'
  /** Estate time at which the partners are in step; until then SYNCHRONIZING. */
  synchronizedAt: number
  /** Of a witness: `TCP://bew.contoso.com:7022` */
  witness?: string
  /** Paused by hand, or after a forced service. */
  suspended?: true
  timeoutSeconds?: number
}

export type MirroringState = 'SUSPENDED' | 'DISCONNECTED' | 'SYNCHRONIZING' | 'SYNCHRONIZED'

/** The state word of `sys.database_mirroring`, as this partner sees it. */
export function mirroringState(state: EstateState, mirroring: Mirroring): MirroringState {
  if (partnerOf(state, mirroring.partner)?.up !== true) return 'DISCONNECTED'
  if (mirroring.suspended === true) return 'SUSPENDED'
  return state.clock.now() >= mirroring.synchronizedAt ? 'SYNCHRONIZED' : 'SYNCHRONIZING'
}

export function witnessState(state: EstateState, { witness }: Mirroring): 'UNKNOWN' | 'CONNECTED' | 'DISCONNECTED' {
  if (witness === undefined) return 'UNKNOWN'
  return partnerOf(state, witness)?.up === true ? 'CONNECTED' : 'DISCONNECTED'
}

/** With a witness in the session a principal that sees neither partner nor witness serves nobody. */
export function lacksQuorum(state: EstateState, database: Database): boolean {
  const { mirroring } = database
  if (mirroring?.role !== 'PRINCIPAL') return false
  return mirroringState(state, mirroring) === 'DISCONNECTED' && witnessState(state, mirroring) === 'DISCONNECTED'
}

/** The same database on the partner, if there is one that can be asked. */
export function otherSide(state: EstateState, database: Database): Database | undefined {
  const partner = database.mirroring && partnerOf(state, database.mirroring.partner)
  return partner?.up === true ? findDatabase(partner, database.name) : undefined
}

/** `TCP://sqlb2.contoso.com:5022` → the instance on that host. */
export function partnerOf(state: EstateState, address: string): InstanceState | undefined {
  const host = /^TCP:\/\/([^:/]+):\d+$/i.exec(address)?.[1]?.toLowerCase()
  return state.instances.find((instance) => instance.host === host)
}
