import { refuse, accept } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { closeGate } from './close-gate.ts'
import { lockRetryAt, lockRetryKey } from '../plan/lock.ts'
import { openGate } from '../where.ts'
import type { Gate, RunState } from '../state.ts'

export function expireKey(gate: number): string {
  return `expire:gate-${gate}`
}

export function escalateKey(gate: number): string {
  return `escalate:gate-${gate}`
}

/** The clock asks. A timer whose occasion is gone, or that comes too early, changes nothing. */
export function decideTimer(state: RunState, key: string, now: string): Decision {
  const gate = openGate(state)
  if (gate !== undefined && key === expireKey(gate.number) && now >= gate.expiresAt)
    return accept(...closeGate(state, gate, { because: 'expired' }))
  if (gate !== undefined && key === escalateKey(gate.number) && mustEscalate(gate, now)) {
    return accept({ type: 'escalated', gate: gate.number, to: state.plan?.policies[gate.policy]?.escalate?.to ?? [] })
  }
  const { lock } = state
  if (lock?.waited !== undefined && key === lockRetryKey(lock.ask) && now >= lockRetryAt(lock.ask, lock.waited.at)) {
    return accept({ type: 'lock-asked', lock: lock.name, ask: lock.ask + 1 })
  }
  return refuse('stale-timer', { run: state.run, key })
}

function mustEscalate(gate: Gate, now: string): boolean {
  return gate.escalateAt !== undefined && gate.escalated === undefined && now >= gate.escalateAt
}
