/** What a run is doing, or what it waits for, and what became of its newest gate, as data. */
import type { ApprovalLine } from '../../policy/policy.ts'
import { unanswered } from '../plan/answer.ts'
import type { PassedOver } from '../command.ts'
import type { GateClosed, GateEnd, Purpose } from '../event.ts'
import type { Look } from '../order.ts'
import type { AttentionCause } from '../facts/causes.ts'
import { endingOf, type Ending } from './ending.ts'
import { placeOf, waitingPlace } from './place.ts'
import type { Place } from '../facts/place.ts'
import { askedByHand, awaitsConfirmation } from '../step/confirm.ts'
import { openGate, plannedStep, standingAttempt } from '../where.ts'
import { missingLines } from '../gate/quorum.ts'
import { rehearsalLists, type RehearsalLists } from '../rehearsal/lists.ts'
import type { Gate, RunState } from '../state.ts'

export type Status =
  | { is: 'ended'; ending?: Ending; rehearsed?: RehearsalLists }
  | { is: 'gate'; gate: number; kind: GateViewKind; at: Place; missing: ApprovalLine[]; expiresAt: string }
  | { is: 'attention'; because: AttentionCause; at: Place }
  | { is: 'asking'; asks: string[] }
  | { is: 'lock-waited'; lock: string; holder: string }
  | { is: 'lock-asked'; lock: string }
  | { is: 'worker-missing'; site: string; known: string[]; passedOver?: PassedOver[] }
  | { is: 'looking'; look: Look; purpose: Purpose; at: Place; waitMs?: number }
  | { is: 'ordered'; at: Place }
  | { is: 'performing'; worker: string; at: Place; undo?: true }
  | { is: 'stopping'; by: string; worker: string; at: Place }
  | { is: 'begins' }
  | { is: 'by-hand'; at: Place; ask: string }
  | { is: 'goes-on'; at: Place }
  | { is: 'undoing'; at: Place; to: number }
  /** Of a run that was lost with the engine's store. */
  | { is: 'text'; text: string }

export function statusOf(state: RunState): Status {
  if (state.endedAt !== undefined) return endStatus(state)
  const gate = openGate(state)
  if (gate !== undefined) return gateStatus(state, gate)
  if (state.attention !== undefined) {
    const { because, step, item } = state.attention
    return { is: 'attention', because, at: waitingPlace(state, step, item) }
  }
  if (state.plan === undefined) return { is: 'asking', asks: unanswered(state) }
  const { lock, workerMissing, question } = state
  if (lock?.waited !== undefined) return { is: 'lock-waited', lock: lock.name, holder: lock.waited.holder }
  if (lock !== undefined && !lock.taken) return { is: 'lock-asked', lock: lock.name }
  if (workerMissing !== undefined) {
    const { site, known, passedOver } = workerMissing
    return { is: 'worker-missing', site, known, ...(passedOver === undefined ? {} : { passedOver }) }
  }
  if (question !== undefined) {
    const { looks, purpose, step, item } = question
    const { waitMs } = plannedStep(state, step)
    const waits = looks[0] === 'wait-until' && waitMs !== undefined && !state.rehearsal ? { waitMs } : {}
    return { is: 'looking', look: looks[0] ?? 'check', purpose, at: placeOf(state, step, item), ...waits }
  }
  return attemptStatus(state) ?? stepStatus(state)
}

/** What a run in the phase `waiting` waits for: approvals, another run's lock, or the word of a person who does a step by hand. */
export type WaitsFor = 'approval' | 'lock' | 'hand'

/** Undefined in every other phase. */
export function waitsFor(state: RunState): WaitsFor | undefined {
  if (state.phase !== 'waiting') return undefined
  if (openGate(state) !== undefined) return 'approval'
  return awaitsConfirmation(state) ? 'hand' : 'lock'
}

/** What became of a gate: who approved it, or how it was closed. */
export type Decided = { gate: number } & ({ approved: string[] } | ({ closed: GateEnd } & Omit<GateClosed, 'because' | 'difference'>))

/** The newest gate that waits no more; undefined before the first one. */
export function decidedView(state: RunState): Decided | undefined {
  const gate = state.gates.findLast(({ passed, closed }) => passed !== undefined || closed !== undefined)
  if (gate === undefined) return undefined
  const { number, approvals, closed } = gate
  return closed === undefined ? { gate: number, approved: approvals.map(({ person }) => person.name) } : closedView(number, closed)
}

/** What a gate is asked for; `undo`: that a step be undone, after people asked to go back (`undo-to`). */
export type GateViewKind = 'step' | 'undo' | 'undo-to' | 'retry' | 'skip' | 'mark-done' | 'abort'

/** What is asked for; an undo of one step after people asked to go back is no deviation of its own. */
export function gateKind({ kind }: Gate): GateViewKind {
  if (kind.type !== 'deviation') return kind.type
  return kind.kind === 'undo' ? 'undo-to' : kind.kind
}

function endStatus(state: RunState): Status {
  const ending = endingOf(state)
  const rehearsed = state.rehearsal ? { rehearsed: rehearsalLists(state) } : {}
  return { is: 'ended', ...(ending === undefined ? {} : { ending }), ...rehearsed }
}

function gateStatus(state: RunState, gate: Gate): Status {
  const people = gate.approvals.map(({ person }) => person)
  const { number, step, lines, expiresAt } = gate
  return { is: 'gate', gate: number, kind: gateKind(gate), at: placeOf(state, step, 0), missing: missingLines(lines, people), expiresAt }
}

function attemptStatus(state: RunState): Status | undefined {
  const attempt = standingAttempt(state)
  if (attempt === undefined) return undefined
  const at = placeOf(state, attempt.id.step, attempt.id.item)
  if (attempt.claim === undefined) return { is: 'ordered', at }
  const { worker } = attempt.claim
  return state.cancelled === undefined
    ? { is: 'performing', worker, at, ...(attempt.undo && { undo: true }) }
    : { is: 'stopping', by: state.cancelled.by, worker, at }
}

function stepStatus(state: RunState): Status {
  if (state.step === 0) return { is: 'begins' }
  if (state.undoing !== undefined) return { is: 'undoing', at: placeOf(state, state.step, state.item), to: state.undoing.to }
  if (state.phase === 'waiting')
    return { is: 'by-hand', at: placeOf(state, state.step, state.item), ask: askedByHand(state, state)?.ask ?? '' }
  return { is: 'goes-on', at: placeOf(state, state.step, state.item) }
}

function closedView(gate: number, { because, at: _at, difference: _difference, ...how }: NonNullable<Gate['closed']>): Decided {
  return { gate, closed: because, ...how }
}
