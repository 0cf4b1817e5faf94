import type { Command, DeviationKind } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { finish } from '../step/attention.ts'
import type { Event, GateKind } from '../event.ts'
import { said } from '../facts/remark.ts'
import { mayNotAct } from './may-not-act.ts'
import { openDeviationGate } from './open-gate.ts'
import { attemptsOf, blocksOf, isPerformedUnchecked, openGate, plannedAt, plannedStep, stepState, unknownAttempt } from '../where.ts'
import { unreachable } from './quorum.ts'
import { mayNotUndo } from '../undo/way-back.ts'
import { replanned } from '../plan/make-plan.ts'
import type { Gate, RunState } from '../state.ts'

type Deviate = Extract<Command, { type: 'deviate' }>

/** Somebody asks for what the document does not say: a gate opens for it, which neither they nor the requester can pass. */
export function decideDeviation(state: RunState, command: Deviate, now: string): Decision {
  const { by, kind, step, from, reason } = command
  if (state.attention === undefined) {
    return refuse('not-in-attention', { run: state.run, kind })
  }
  const waiting = openGate(state)
  if (waiting !== undefined) {
    return refuse('gate-open', { gate: waiting.number })
  }
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  if (step !== state.attention.step) {
    return refuse('wrong-step', { run: state.run, waits: state.attention.step, asked: step })
  }
  if (state.attention.reason === 'log-full' && kind !== 'abort') {
    return refuse('log-full', { run: state.run })
  }
  if (step === 0 && kind !== 'abort') {
    return refuse('nothing-begun', { run: state.run, kind })
  }
  const forbidden = mayNot(state, kind, step, from)
  if (forbidden !== undefined) return forbidden
  if (kind !== 'abort') {
    const stale = replanned(state)
    if (stale !== undefined) return refuse('plan-impossible', { run: state.run, faults: stale })
  }
  const asked: Extract<GateKind, { type: 'deviation' }> = {
    type: 'deviation',
    kind,
    step,
    reason,
    by: by.id,
    ...(from === undefined ? {} : { from }),
  }
  const opened = openDeviationGate(state, asked, by.name, now)
  const alone = unreachable(state.people, opened.lines, opened.barred)
  if (alone !== undefined) return refuse('quorum-unreachable', { of: kind, ...alone })
  return accept(opened)
}

/** What follows when the gate of a deviation has passed. */
export function followDeviation(state: RunState, gate: Gate): Event[] {
  if (gate.kind.type !== 'deviation') return []
  const { kind, step, from, reason } = gate.kind
  const deviated: Event = { type: 'deviated', gate: gate.number, kind, step, ...(from === undefined ? {} : { from }) }
  const item = state.attention?.item ?? 0
  switch (kind) {
    case 'retry':
    case 'undo':
      return [deviated]
    case 'skip':
      return [deviated, ...settleByPeople(state, step, 'not-done'), ...leave(step, item, 'skipped', reason)]
    case 'mark-done':
      return [deviated, ...settleByPeople(state, step, 'done'), ...leave(step, item, 'marked', reason)]
    case 'abort':
      return [deviated, { type: 'ended', end: 'aborted', because: { code: 'aborted', step, item, reason } }]
  }
}

/** Why this way on is none; undefined: it is one. */
function mayNot(state: RunState, kind: DeviationKind, step: number, from: number | undefined): Decision | undefined {
  switch (kind) {
    case 'retry':
      return mayNotRetry(state, step, from)
    case 'undo':
      return mayNotUndo(state, step, from ?? step)
    case 'skip':
    case 'mark-done':
      return mayNotLeave(kind, from) ?? undoingOnly(state, kind, step)
    case 'abort':
      return mayNotLeave(kind, from)
  }
}

/** Half undone, nobody could say what "done" and "left out" would mean. */
function undoingOnly({ run, undoing }: RunState, kind: DeviationKind, step: number): Decision | undefined {
  return undoing && refuse('undoing', { run, kind, step, to: undoing.to })
}

/** Whether a retry of `step` may begin from `from`. */
export function mayRetry(state: RunState, step: number, from: number): boolean {
  return mayNotRetry(state, step, from) === undefined
}

function mayNotRetry(state: RunState, step: number, from: number | undefined): Decision | undefined {
  const unknown = unknownAttempt(state)
  if (unknown !== undefined && blocksOf(plannedAt(state, unknown.id), 'check').length === 0) {
    return refuse('no-check', { step: unknown.id.step, attempt: unknown.id.number })
  }
  if (from === undefined) return performedAlready(state, step, step)
  if (!Number.isInteger(from) || from < 1 || from > step) {
    return refuse('wrong-from', { step, from })
  }
  for (let number = from + 1; number < step; number++) {
    const done = stepState(state, number).done
    if (plannedStep(state, number).oneWay && done !== undefined && done.how !== 'passed-over') {
      return refuse('one-way', { step: number, title: plannedStep(state, number).title })
    }
  }
  return performedAlready(state, from, step)
}

/** What was done and cannot be asked about would be done a second time. */
function performedAlready(state: RunState, from: number, step: number): Decision | undefined {
  for (let number = from; number <= step; number++) {
    if (!isPerformedUnchecked(state, number)) continue
    return refuse('no-check', { step: number, title: plannedStep(state, number).title, from })
  }
  return undefined
}

function mayNotLeave(kind: DeviationKind, from: number | undefined): Decision | undefined {
  if (from === undefined) return undefined
  return refuse('wrong-from', { kind })
}

/** People have looked and take it upon themselves: nothing of this step is unknown any more. */
function settleByPeople(state: RunState, step: number, fate: 'done' | 'not-done'): Event[] {
  return attemptsOf(stepState(state, step))
    .filter((attempt) => attempt.claim !== undefined && attempt.fate === undefined)
    .map((attempt) => ({ type: 'attempt-judged', attempt: attempt.id, fate, by: 'people' }))
}

function leave(step: number, item: number, how: 'skipped' | 'marked', reason: string): Event[] {
  return finish(step, item, how, said(reason))
}
