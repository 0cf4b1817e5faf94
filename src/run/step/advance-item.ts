import type { PlannedStep } from '../../procedure/plan-types.ts'
import { finish } from './attention.ts'
import type { Event } from '../event.ts'
import { gateBefore } from '../gate/gate-before.ts'
import { msBetween } from '../../text/instant.ts'
import { orderPerform } from '../attempt/order-perform.ts'
import { blocksOf, itemState, passGate, plannedStep, stepState } from '../where.ts'
import { ask } from './ask.ts'
import { findingsAt } from '../rehearsal/stands.ts'
import { mayAsk, needsFirst } from '../rehearsal/unanswerable.ts'
import type { ItemState, RunState } from '../state.ts'

/** A precondition that was true longer ago than this is asked again before anything is ordered. */
const PRECONDITION_LIVES_MS = 60_000

/** The next fact of one item: check, read, before, gate, before again, order. What a person does by hand is asked behind the gate. Item 0 is the step itself, where it has no list. */
export function advanceItem(state: RunState, step: number, item: number, now: string): Event[] {
  const planned = plannedStep(state, step)
  const found = itemState(state, step, item)
  if (found === undefined) throw new Error(`Step ${step} of ${state.run} has no item ${item}.`)
  const performs = blocksOf(planned, 'run').length > 0
  const asked = performs || planned.gate !== undefined
  return (
    askFirst(state, planned, item, found, now) ??
    (asked ? gateBefore(state, step, item, now) : undefined) ??
    (performs ? perform(state, planned, item, found, now) : (askConfirmation(state, planned) ?? observeOnly(state, planned, item)))
  )
}

/** What is asked of the estate before anybody approves: is it done already, what is there, may it be done? */
function askFirst(state: RunState, planned: PlannedStep, item: number, found: ItemState, now: string): Event[] | undefined {
  const step = planned.number
  const performs = blocksOf(planned, 'run').length > 0
  const needs = needsFirst(state, planned, item)
  if (needs !== undefined) return needs
  if (performs && found.checked === undefined && mayAsk(state, planned, item, 'check')) {
    return [ask(state, { step, item, role: 'check', purpose: 'first' })]
  }
  const done = found.checked === 'done'
  if (mustRead(state, planned) && !(done && hasCaptures(state, planned)))
    return [ask(state, { step, item, role: 'read', purpose: 'first' })]
  if (done) return gateAllTheSame(state, planned, item, now) ?? finish(step, item, 'already', state.lastCheck?.detail ?? [])
  if (found.beforeOkAt === undefined && mayAsk(state, planned, item, 'before')) {
    return [ask(state, { step, item, role: 'before', purpose: 'first' })]
  }
  return undefined
}

/** A real run asks nobody about what is done already; a rehearsal asks at every gate, because it may not be done on the day. */
export function gateAllTheSame(state: RunState, { number, gate }: PlannedStep, item: number, now: string): Event[] | undefined {
  return state.rehearsal && gate !== undefined ? gateBefore(state, number, item, now) : undefined
}

/** A step with a list has read before its first item. */
function mustRead(state: RunState, planned: PlannedStep): boolean {
  return planned.each === undefined && stepState(state, planned.number).read !== true && mayAsk(state, planned, 0, 'read')
}

function hasCaptures(state: RunState, planned: PlannedStep): boolean {
  return Object.keys(planned.captures).every((name) => name in state.captures)
}

function askConfirmation(state: RunState, planned: PlannedStep): Event[] | undefined {
  if (planned.confirm === undefined || stepState(state, planned.number).confirmed !== undefined) return undefined
  return [{ type: 'confirm-asked', step: planned.number }]
}

function perform(state: RunState, planned: PlannedStep, item: number, found: ItemState, now: string): Event[] {
  const step = planned.number
  if (found.beforeOkAt !== undefined && isStale(state, planned, found.beforeOkAt, now) && mayAsk(state, planned, item, 'before')) {
    return [ask(state, { step, item, role: 'before', purpose: 'again' })]
  }
  if (state.rehearsal) return finish(step, item, 'rehearsed', [])
  return orderPerform(state, step, item)
}

/** Where there is no way back, what was true before the last approval is asked again after it, however short the wait was. */
function isStale(state: RunState, { oneWay }: PlannedStep, beforeOkAt: string, now: string): boolean {
  const passedAt = passGate(state)?.passed?.at
  return msBetween(beforeOkAt, now) > PRECONDITION_LIVES_MS || (oneWay && passedAt !== undefined && beforeOkAt < passedAt)
}

/** A step that performs nothing is done when it has read, a person has confirmed, and its checks hold. */
function observeOnly(state: RunState, planned: PlannedStep, item: number): Event[] {
  const step = planned.number
  if (mayAsk(state, planned, item, 'check')) return [ask(state, { step, item, role: 'check', purpose: 'settle' })]
  if (findingsAt(state, step, item).length > 0) return finish(step, item, 'rehearsed', [])
  const { confirmed } = stepState(state, step)
  if (state.rehearsal && confirmed !== undefined) return finish(step, item, 'rehearsed', [])
  return confirmed === undefined
    ? finish(step, item, 'read', [{ is: 'recorded' }])
    : finish(step, item, 'confirmed', [{ is: 'confirmed', ...confirmed }])
}
