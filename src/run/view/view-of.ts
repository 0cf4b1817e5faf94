import { turnOf } from '../../procedure/planned-item.ts'
import { askedByHand, awaitsConfirmation, numbered } from '../step/confirm.ts'
import { attemptsOf, itemsOf, openGate, plannedStep, standingAttempt } from '../where.ts'
import { rehearsalLists } from '../rehearsal/lists.ts'
import type { RunState, StepState } from '../state.ts'
import { workedMs } from '../step/past.ts'
import { decidedView, statusOf, waitsFor } from './status.ts'
import { factsOf, withUnanswered } from './facts.ts'
import { gateView } from './gate.ts'
import { questionViews } from './questions.ts'
import type { RunView } from './view.ts'
import { msBetween } from '../../text/instant.ts'
import { mayRetry } from '../gate/deviation.ts'
import { mayReopen } from '../gate/reopen.ts'
import { mayUndoTo } from '../undo/way-back.ts'
import { waitingPlace } from './place.ts'
import { writeAnswer } from '../../procedure/value/write-answer.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Step } from '../../procedure/procedure.ts'
import { rehearsedDetail, type StepDetail } from '../rehearsal/step-detail.ts'

/** What people are shown of a run as it is now. */
export function viewOf(state: RunState): RunView {
  const { procedure, requester } = state
  const gate = gateView(state)
  const attention = attentionView(state)
  const decided = decidedView(state)
  const running = runningView(state)
  const waits = waitsFor(state)
  const confirm = awaitsConfirmation(state) ? askedView(state) : undefined
  return {
    run: state.run,
    seq: state.seq,
    head: state.head,
    title: procedure.title,
    command: procedure.command,
    typed: typedOf(state),
    document: procedure.id,
    phase: state.phase,
    rehearsal: state.rehearsal,
    requester: { id: requester.id, name: requester.name },
    conversation: state.conversation,
    mirrors: state.mirrors,
    startedAt: state.startedAt,
    ...(state.endedAt === undefined ? {} : { endedAt: state.endedAt }),
    ...(procedure.recoveryTimeMs === undefined ? {} : { objectiveMs: procedure.recoveryTimeMs }),
    ...(waits === undefined ? {} : { waitsFor: waits }),
    status: statusOf(state),
    questions: state.phase === 'gathering' ? questionViews(state) : [],
    facts: [...factsOf(state, withUnanswered(state, state.values)), ...factsOf(state, state.captures)],
    ...(state.fingerprint === undefined ? {} : { fingerprint: state.fingerprint }),
    steps: stepViews(state),
    ...(gate === undefined ? {} : { gate }),
    ...(decided === undefined ? {} : { decided }),
    ...(confirm === undefined ? {} : { confirm }),
    ...(attention === undefined ? {} : { attention }),
    ...(running === undefined ? {} : { running }),
    ...(state.rehearsal && state.plan !== undefined ? { rehearsed: rehearsalLists(state) } : {}),
    waits: waitsOf(state),
  }
}

function runningView(state: RunState): RunView['running'] {
  const attempt = standingAttempt(state)
  if (attempt?.claim === undefined || attempt.lost !== undefined) return undefined
  const { id, order, claim } = attempt
  const item = id.item === 0 ? 0 : turnOf(plannedStep(state, id.step), id.item).position
  return { order, step: id.step, item, attempt: id.number, worker: claim.worker, since: claim.at }
}

/** How long people were waited for at gates and in attention that is over, and how long machines worked: what has ended, no guess of what has not. */
function waitsOf(state: RunState): { peopleMs: number; machinesMs: number } {
  const gates = state.gates.map((gate) => {
    const until = gate.passed?.at ?? gate.closed?.at
    return until === undefined ? 0 : msBetween(gate.openedAt, until)
  })
  const worked = state.steps.map((step) => workedMs(attemptsOf(step)) + (step.past?.workedMs ?? 0))
  return { peopleMs: sum(gates), machinesMs: sum(worked) }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + Math.max(0, value), 0)
}

type AttentionView = NonNullable<RunView['attention']>

/** Why the run waits for people, and what they may ask for. While a gate already asks for a way on there is nothing to offer. */
export function attentionView(state: RunState): AttentionView | undefined {
  const { attention } = state
  if (attention === undefined) return undefined
  const { reason, because, step, item } = attention
  const from = step === 0 ? [] : Array.from({ length: step }, (_, index) => index + 1).filter((each) => mayRetry(state, step, each))
  const waits = openGate(state) !== undefined
  const undo = waits || reason === 'log-full' ? [] : mayUndoTo(state, step)
  const possible = { retry: from.length > 0, undo: undo.length > 0 }
  return {
    reason,
    because,
    at: waitingPlace(state, step, item),
    step,
    offers: waits ? [] : offers(state, possible),
    mayBeginFrom: from,
    ...(undo.length > 0 && { mayUndoTo: undo }),
  }
}

/** Only what the rules do not refuse. */
function offers({ attention, undoing }: RunState, { retry, undo }: { retry: boolean; undo: boolean }): AttentionView['offers'] {
  if (attention === undefined || attention.reason === 'log-full') return ['abort']
  if (attention.step === 0) return ['reopen', 'abort']
  return [
    ...(mayReopen(attention.reason) ? ['reopen' as const] : []),
    ...(retry ? ['retry' as const] : []),
    ...(undo ? ['undo' as const] : []),
    ...(undoing === undefined ? ['skip' as const, 'mark-done' as const] : []),
    'abort',
  ]
}

function askedView(state: RunState): RunView['confirm'] {
  const asked = askedByHand(state, state)
  if (asked === undefined) return undefined
  const { number, of, ask, choices } = asked
  return { step: state.step, ...(state.item > 0 && { item: state.item }), ...numbered(number), ...(of > 1 && { of }), ask, choices }
}

/** `/failover persistent-chat pool=lyncpc.contoso.com`: everything that was read, so that it can be typed again as it stands. */
export function typedOf({ procedure, values, rehearsal }: Pick<RunState, 'procedure' | 'values' | 'rehearsal'>): string {
  const read = procedure.parameters.flatMap((parameter) => {
    const value = values[parameter.name]
    return value === undefined ? [] : [`${parameter.name}=${quoted(writeAnswer(parameter.type, value))}`]
  })
  return [procedure.command, ...read, ...(rehearsal ? ['--rehearse'] : [])].join(' ')
}

/** In quotes of a kind that does not stand in it; where both do, a doubled one stands for itself. */
function quoted(text: string): string {
  if (!/^$|[\s"“”„'‘’]/.test(text)) return text
  return /["“”„]/.test(text) && !/['‘’]/.test(text) ? `'${text}'` : `"${text.replaceAll(/["“”„]/g, '""')}"`
}

type StepView = RunView['steps'][number]

/** The steps of the document, with what became of each. */
function stepViews(state: RunState): StepView[] {
  const steps: readonly (Step | PlannedStep)[] = state.plan?.steps ?? state.procedure.steps
  return steps.map((step) => {
    const made = state.steps[step.number - 1] ?? { items: [] }
    return {
      number: step.number,
      title: step.title,
      state: stateOf(state, step.number, made),
      oneWay: step.oneWay,
      gate: step.gate !== undefined,
      detail: detailOf(state, step.number, made),
      ...(made.listed === true ? { items: itemsOf(state, step.number) } : {}),
      ...(made.begun === undefined ? {} : { beganAt: made.begun }),
      ...(made.ended === undefined ? {} : { endedAt: made.ended }),
    }
  })
}

function stateOf(state: RunState, number: number, made: StepState): StepView['state'] {
  if (made.done?.how === 'skipped' || made.done?.how === 'passed-over') return 'skipped'
  if (made.done !== undefined) return state.rehearsal ? 'rehearsed' : 'done'
  if (made.undone === true) return 'undone'
  if (state.attention?.step === number) return 'attention'
  if (made.begun === undefined || number !== state.step || state.endedAt !== undefined) return 'pending'
  if (openGate(state) !== undefined) return 'waiting'
  if (awaitsConfirmation(state)) return 'by-hand'
  return state.question === undefined ? 'working' : asking(state)
}

/** Waiting for an effect to show is part of the work; a question before it is not. */
function asking(state: RunState): 'asking' | 'working' {
  return state.question?.purpose === 'settle' ? 'working' : 'asking'
}

function detailOf(state: RunState, number: number, made: StepState): StepDetail {
  if (made.done !== undefined)
    return state.rehearsal ? rehearsedDetail(state, number, made.done) : { is: 'detail', detail: made.done.detail }
  if (state.attention?.step === number) return { is: 'attention', reason: state.attention.reason }
  if (number !== state.step || state.lastCheck?.step !== number || made.begun === undefined) return { is: 'nothing' }
  return state.lastCheck.at >= made.begun ? { is: 'detail', detail: state.lastCheck.detail } : { is: 'nothing' }
}
