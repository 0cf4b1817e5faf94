import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Condition, Value } from '../../procedure/procedure.ts'
import { advanceItem, gateAllTheSame } from './advance-item.ts'
import { attention } from './attention.ts'
import type { Event, How } from '../event.ts'
import { evolveAll } from '../evolve.ts'
import { ask } from './ask.ts'
import { logFull } from './log-room.ts'
import { openGate, plannedStep, standingAttempt, stepState, unknownAttempt, blocksOf } from '../where.ts'
import { recoverAgain } from '../attempt/recover.ts'
import { listUnknown } from '../rehearsal/list-unknown.ts'
import { hangsOnUnknown, mayAsk, needsFirst } from '../rehearsal/unanswerable.ts'
import type { RunState } from '../state.ts'

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
  if (state.cancelled !== undefined) return stopped(state)
  if (state.rewind !== undefined) return begin(state, state.rewind)
  if (state.step === 0) return begin(state, 1)
  if (stepState(state, state.step).done !== undefined) return begin(state, state.step + 1)
  return logFull(state) ?? advanceStep(state, now)
}

/** The next step, or the end after the last. */
function begin(state: RunState, number: number): Event[] {
  const step = state.plan?.steps[number - 1]
  if (step === undefined) return [{ type: 'ended', end: 'done', ...(state.rehearsal ? {} : { sentence: doneSentence(state) }) }]
  const begun: Event = { type: 'step-begun', step: number }
  const hangs = step.when === undefined ? undefined : hangsOnUnknown(state, number, step.when)
  if (hangs !== undefined) return [begun, ...hangs]
  const because = step.when === undefined ? undefined : passedOver(state, step.when)
  return because === undefined ? [begun] : [{ type: 'step-passed-over', step: number, because }]
}

/** Why a step with this `when` is passed over; undefined when it is not. */
export function passedOver(state: Pick<RunState, 'captures' | 'values'>, when: Condition): string | undefined {
  const value = state.captures[when.name] ?? state.values[when.name]
  if (value !== undefined && JSON.stringify(value) === JSON.stringify(when.equals)) return undefined
  return `${when.name} is ${value === undefined ? 'not known' : shown(value)}, not ${shown(when.equals)}`
}

function shown(value: Value): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function advanceStep(state: RunState, now: string): Event[] {
  const number = state.step
  const step = plannedStep(state, number)
  const made = stepState(state, number)
  if (step.each === undefined) return advanceItem(state, number, 0, now)
  const needs = needsFirst(state, step, 0)
  if (needs !== undefined) return needs
  if (made.read !== true && mayAsk(state, step, 0, 'read')) return [ask(state, { step: number, item: 0, role: 'read', purpose: 'first' })]
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
  return attention(step, 0, 'capture', `Step ${step} works through the list ${of}, and no earlier step found it.`)
}

const SAID: Record<How, string> = {
  skipped: 'skipped',
  marked: 'marked done',
  rehearsed: 'rehearsed',
  run: 'done',
  confirmed: 'confirmed',
  read: 'read',
  already: 'done already',
}

/** What the items come to; the most telling way names the step's. */
function summary(state: RunState, step: number): { how: How; detail: string } {
  const hows = stepState(state, step).items.map((item) => item.done?.how ?? 'already')
  if (hows.length === 0) return { how: 'already', detail: 'the list is empty: nothing to do' }
  const ways = (Object.keys(SAID) as How[]).filter((each) => hows.includes(each))
  const parts = ways.map((each) => `${hows.filter((found) => found === each).length} ${SAID[each]}`)
  return { how: ways[0] ?? 'already', detail: `${hows.length} ${hows.length === 1 ? 'item' : 'items'}: ${parts.join(', ')}` }
}

function stopped(state: RunState): Event[] {
  const { cancelled } = state
  if (cancelled === undefined) return []
  const checked = blocksOf(plannedStep(state, state.step), 'check').length > 0
  const ended = checked
    ? 'What was running has ended, and its check has answered. Retry, skip or abort'
    : 'What was running has ended; the step has no check. Look at the system itself, then skip, mark it done or abort'
  const sentence = `${cancelled.by} cancelled: ${cancelled.reason}. ${ended}: each needs a reason and a second person.`
  return [{ type: 'attention', step: state.step, item: state.item, reason: 'cancelled', sentence }]
}

function doneSentence(state: RunState): string {
  const steps = state.plan?.steps.length ?? 0
  return steps === 1 ? 'The only step is done.' : `All ${steps} steps are done.`
}
