import type { PlannedStep } from '../../procedure/plan-types.ts'
import { finish } from './attention.ts'
import type { Event } from '../event.ts'
import { gateBefore } from '../gate/gate-before.ts'
import { orderPerform } from '../attempt/order-perform.ts'
import { blocksOf, answersAt, itemState, passGate, plannedAt } from '../where.ts'
import { firstLooks, isStale, mustRead, mustWait } from './when-to-look.ts'
import { ask } from './ask.ts'
import { askedByHand, numbered } from './confirm.ts'
import { mustTell, tellFirst } from './notify.ts'
import { firstOf, type Remark } from '../facts/remark.ts'
import { findingsAt } from '../rehearsal/stands.ts'
import { mayAsk, needsFirst } from '../rehearsal/unanswerable.ts'
import type { ItemState, RunState } from '../state.ts'

/**
 * The next fact of one item: what is seen of it, gate, order. Behind a gate that is passed the order comes at once, with its own looks; what a person does by hand is
 * asked behind the gate. Item 0 is the step itself, where it has no list.
 */
export function advanceItem(state: RunState, step: number, item: number, now: string): Event[] {
  const planned = plannedAt(state, { step, item })
  const found = itemState(state, step, item)
  if (found === undefined) throw new Error(`Step ${step} of ${state.run} has no item ${item}.`)
  const performs = blocksOf(planned, 'run').length > 0
  const { confirmed, answered = [] } = answersAt(state, { step, item })
  const pass = passGate(state)
  // Nobody approves what a person has said they did, nor the rest of what they were asked for as long as its approvals are not void.
  const halfSaid = answered.length > 0 && pass !== undefined && pass.closed === undefined
  const gated = (performs || planned.gate !== undefined) && confirmed === undefined && !halfSaid
  if (performs && !looksFirst(state, planned, item, found, now)) return orderPerform(state, step, item)
  return (
    askFirst(state, planned, item, found, now) ??
    (gated ? gateBefore(state, step, item, now) : undefined) ??
    tellFirst(state, planned) ??
    (performs ? perform(state, planned, item, found, now) : (askConfirmation(state, planned, item) ?? observeOnly(state, planned, item)))
  )
}

/** Nobody approves what is done already or may not begin, nobody is told of it, and what is recorded is recorded before the order. */
function looksFirst(state: RunState, planned: PlannedStep, item: number, found: ItemState, now: string): boolean {
  if (state.rehearsal || mustTell(state, planned) || found.checked === 'done' || mustRead(state, planned, item) || mustWait(planned, found))
    return true
  return gateBefore(state, planned.number, item, now) !== undefined
}

/** What is asked of the estate before anybody approves. */
function askFirst(state: RunState, planned: PlannedStep, item: number, found: ItemState, now: string): Event[] | undefined {
  const step = planned.number
  const needs = needsFirst(state, planned, item)
  if (needs !== undefined) return needs
  const looks = firstLooks(state, planned, item, found)
  if (looks.length > 0) return [ask(state, { step, item, looks, purpose: 'first' })]
  if (found.checked !== 'done') return undefined
  return gateAllTheSame(state, planned, item, now) ?? finish(step, item, 'already', state.lastCheck?.detail ?? [])
}

/** A real run asks nobody about what is done already; a rehearsal asks at every gate, because it may not be done on the day. */
export function gateAllTheSame(state: RunState, { number, gate }: PlannedStep, item: number, now: string): Event[] | undefined {
  return state.rehearsal && gate !== undefined ? gateBefore(state, number, item, now) : undefined
}

function askConfirmation(state: RunState, { number: step }: PlannedStep, item: number): Event[] | undefined {
  const asked = askedByHand(state, { step, item })
  return asked && [{ type: 'confirm-asked', step, ...(item > 0 && { item }), ...numbered(asked.number) }]
}

/** A rehearsal orders nothing: what a real run asks behind the gate, with the order, it asks by itself. */
function perform(state: RunState, planned: PlannedStep, item: number, { beforeOkAt }: ItemState, now: string): Event[] {
  const step = planned.number
  if (!state.rehearsal) return orderPerform(state, step, item)
  const again = beforeOkAt !== undefined && isStale(state, planned, beforeOkAt, now) && mayAsk(state, planned, item, 'before')
  return again ? [ask(state, { step, item, looks: ['before'], purpose: 'again' })] : finish(step, item, 'rehearsed', [])
}

/** A step that performs nothing is done when it has read, a person has confirmed, and its checks hold. */
function observeOnly(state: RunState, planned: PlannedStep, item: number): Event[] {
  const step = planned.number
  // What is to be seen only after it was done has nothing to see in a rehearsal.
  const unseen = state.rehearsal && blocksOf(planned, 'check').some(({ after }) => after === true)
  if (!unseen && mayAsk(state, planned, item, 'check')) return [ask(state, { step, item, looks: ['check'], purpose: 'settle' })]
  if (findingsAt(state, step, item).length > 0) return finish(step, item, 'rehearsed', [])
  const { confirmed, answered = [] } = answersAt(state, { step, item })
  if (state.rehearsal && confirmed !== undefined) return finish(step, item, 'rehearsed', [])
  const tells = planned.notify !== undefined && blocksOf(planned, 'read').length === 0
  if (confirmed === undefined && tells) return finish(step, item, state.rehearsal ? 'rehearsed' : 'told', [])
  return confirmed === undefined
    ? finish(step, item, 'read', [{ is: 'recorded' }])
    : finish(step, item, 'confirmed', firstOf([...answered, confirmed].map((said): Remark => ({ is: 'confirmed', ...said }))))
}
