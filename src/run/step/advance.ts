import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Condition, Value } from '../../procedure/procedure.ts'
import { advanceItem, gateAllTheSame } from './advance-item.ts'
import { attention, finish } from './attention.ts'
import type { Event, How } from '../event.ts'
import type { Remark } from '../facts/remark.ts'
import { evolveAll } from '../evolve.ts'
import { ask } from './ask.ts'
import { logFull } from './log-room.ts'
import { openGate, plannedStep, standingAttempt, stepState, unknownAttempt, itemState } from '../where.ts'
import { stopped } from '../attempt/stopped.ts'
import { recoverAgain } from '../attempt/recover.ts'
import { hangsOnUnknown, mayAsk, needsFirst, finderOf } from '../rehearsal/unanswerable.ts'
import type { RunState } from '../state.ts'
import { orderPerform } from '../attempt/order-perform.ts'
import { gateBefore } from '../gate/gate-before.ts'
import { nextToUndo } from '../undo/way-back.ts'
import { leftUndone } from '../rehearsal/left-undone.ts'
import { findingsAt, standsInTheWay } from '../rehearsal/stands.ts'

/** No command leads to so many facts: every item of a list and every step waits for an answer. */
const MOST_EVENTS = 500

/** These facts, which are what a rule has decided, and everything that follows from them, until the run waits for somebody or something. */
export function proceed(state: RunState | undefined, first: readonly Event[], now: string): Event[] {
  const events = [...first]
  let after = evolveAll(state, first, now)
  for (;;) {
    const more = advance(after, now)
    if (more.length === 0) return events
    if (events.length > MOST_EVENTS) throw new Error(`${after.run} goes on for ever: ${more.map(({ type }) => type).join(', ')}.`)
    after = evolveAll(after, more, now)
    events.push(...more)
  }
}

/** The next facts of a run that waits for nothing; none when it waits. */
function advance(state: RunState, now: string): Event[] {
  if (state.phase !== 'working' || state.plan === undefined) return []
  if (!state.rehearsal && state.lock?.taken !== true) return []
  if (state.question !== undefined || openGate(state) !== undefined) return []
  const standing = standingAttempt(state)
  if (standing !== undefined && standing.lost === undefined) return []
  const unknown = unknownAttempt(state)
  if (unknown !== undefined) return recoverAgain(state, unknown)
  if (state.cancelled !== undefined) return stopped(state, state.step, state.item)
  if (state.rewind !== undefined) return begin(state, state.rewind)
  if (state.undoing !== undefined) return logFull(state) ?? advanceUndo(state, state.undoing, now)
  if (state.step === 0) return begin(state, 1)
  if (stepState(state, state.step).done !== undefined) return begin(state, state.step + 1)
  return logFull(state) ?? advanceStep(state, now)
}

/** The next step, or the end after the last. */
function begin(state: RunState, number: number): Event[] {
  const steps = state.plan?.steps ?? []
  const step = steps[number - 1]
  if (step === undefined)
    return [{ type: 'ended', end: 'done', ...(state.rehearsal ? {} : { because: { code: 'done', steps: steps.length } }) }]
  const begun: Event = { type: 'step-begun', step: number }
  const known = (step.when ?? []).filter(({ name }) => state.captures[name] !== undefined || state.values[name] !== undefined)
  const hangs = passedOver(state, known) === undefined ? hangsOnUnknown(state, number, step.when ?? []) : undefined
  if (hangs !== undefined) return [begun, ...hangs]
  const because = passedOver(state, step.when ?? [])
  return because === undefined ? [begun] : [{ type: 'step-passed-over', step: number, because: [because] }]
}

/** Why a step with this `when` is passed over; undefined when it is not. */
export function passedOver(state: Pick<RunState, 'captures' | 'values'>, when: readonly Condition[]): Remark | undefined {
  for (const { name, ...tests } of when) {
    const value = state.captures[name] ?? state.values[name]
    if (value === undefined) return { is: 'condition', name, ...tests }
    const failing = Object.entries(tests).filter(([test, wanted]) => !holds({ [test]: wanted }, value))
    if (failing.length > 0) return { is: 'condition', name, value, ...Object.fromEntries(failing) }
  }
  return undefined
}

function holds({ equals, not, in: among, atLeast, atMost }: Omit<Condition, 'name'>, value: Value): boolean {
  return (
    (equals === undefined || value === equals) &&
    (not === undefined || value !== not) &&
    (among === undefined || among.includes(value)) &&
    (atLeast === undefined || (typeof value === 'number' && value >= atLeast)) &&
    (atMost === undefined || (typeof value === 'number' && value <= atMost))
  )
}

function advanceStep(state: RunState, now: string): Event[] {
  const number = state.step
  const step = plannedStep(state, number)
  const made = stepState(state, number)
  if (step.each === undefined) return advanceItem(state, number, 0, now)
  const needs = needsFirst(state, step, 0)
  if (needs !== undefined) return needs
  if (made.read !== true && mayAsk(state, step, 0, 'read'))
    return [ask(state, { step: number, item: 0, looks: ['read'], purpose: 'first' })]
  if (made.listed !== true) return listUnknown(state, step, now) ?? listItems(state, step, step.each.of, now)
  const next = made.items.findIndex((item) => item.done === undefined) + 1
  if (next > 0) return state.item === next ? advanceItem(state, number, next, now) : [{ type: 'item-begun', step: number, item: next }]
  return [{ type: 'step-done', step: number, ...summary(state, number) }]
}

function listItems(state: RunState, planned: PlannedStep, of: string, now: string): Event[] {
  const step = planned.number
  const list = state.captures[of] ?? state.values[of]
  const gate = Array.isArray(list) && list.length === 0 ? gateAllTheSame(state, planned, 0, now) : undefined
  if (gate !== undefined) return gate
  if (Array.isArray(list)) return [{ type: 'items-found', step, count: list.length }]
  return attention(step, 0, 'capture', { code: 'no-list', list: of })
}

/** The most telling first. */
const WAYS: readonly How[] = ['skipped', 'marked', 'rehearsed', 'run', 'confirmed', 'told', 'read', 'already']

/** What the items come to; the most telling way names the step's. */
function summary(state: RunState, step: number): { how: How; detail: Remark[] } {
  const each = plannedStep(state, step).substeps?.length ?? 1
  const found = stepState(state, step).items.map((item) => item.done ?? 'already')
  const telling = (of: readonly How[]): How => WAYS.find((how) => of.includes(how)) ?? 'already'
  const hows = found.flatMap((_, index) => (index % each === 0 ? [telling(found.slice(index, index + each))] : []))
  const ways = WAYS.map((how) => ({ how, count: hows.filter((one) => one === how).length })).filter(({ count }) => count > 0)
  return { how: ways[0]?.how ?? 'already', detail: [{ is: 'items', count: hows.length, ways }] }
}

/** The next fact of a run that is being undone: what is undone next, whether its effect is there, gate, order. After the last of it people choose: nothing begins again by itself. */
function advanceUndo(state: RunState, { to, at }: NonNullable<RunState['undoing']>, now: string): Event[] {
  const next = nextToUndo(state, to)
  if (next === undefined) return [{ type: 'stepped-back', step: to }, ...attention(to, 0, 'undone', { code: 'undone' })]
  const { step, item, why } = next
  // It was unknown when they asked, and turns out to be done.
  if (why !== undefined) return attention(step, item, 'unknown', { code: 'no-way-back', why, to })
  if (at?.step !== step || at.item !== item) return [{ type: 'undo-begun', step, item }]
  if (itemState(state, step, item)?.checked !== 'done') return [ask(state, { step, item, looks: ['check'], purpose: 'undo' })]
  return gateBefore(state, step, item, now) ?? orderPerform(state, step, item, { undo: true })
}

/** The way through a step whose list nobody knows yet: said, its gate asked, and on. Undefined: the list is known, as in a real run. */
function listUnknown(state: RunState, planned: PlannedStep, now: string): Event[] | undefined {
  const { number: step, each } = planned
  if (!state.rehearsal || each === undefined) return undefined
  const list = state.captures[each.of] ?? state.values[each.of]
  // An empty list would be nothing to do, were it not that an earlier step may fill it.
  if (Array.isArray(list) && (list.length > 0 || leftUndone(state, step, 0) === undefined)) return undefined
  const missing = list === undefined ? { needs: [each.of] } : {}
  const before = list === undefined ? finderOf(state, [each.of]) : undefined
  const said = findingsAt(state, step, 0).length > 0
  if (!said)
    return standsInTheWay(state, { step, item: 0, asked: 'list', reason: 'capture', detail: [], ...missing, ...(before && { before }) })
  return gateBefore(state, step, 0, now) ?? finish(step, 0, 'rehearsed', [])
}
