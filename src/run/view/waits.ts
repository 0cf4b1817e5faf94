import { msBetween } from '../../text/instant.ts'
import { attemptsOf } from '../where.ts'
import type { RunState } from '../state.ts'

/** How long people were waited for at gates and in attention that is over, and how long machines worked: what has ended, no guess of what has not. */
export function waitsOf(state: RunState): { peopleMs: number; machinesMs: number } {
  const gates = state.gates.map((gate) => {
    const until = gate.passed?.at ?? gate.closed?.at
    return until === undefined ? 0 : msBetween(gate.openedAt, until)
  })
  const attempts = state.steps.flatMap(attemptsOf).map((attempt) => {
    return attempt.claim === undefined || attempt.end === undefined ? 0 : msBetween(attempt.claim.at, attempt.end.at)
  })
  return { peopleMs: sum(gates), machinesMs: sum(attempts) }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + Math.max(0, value), 0)
}
