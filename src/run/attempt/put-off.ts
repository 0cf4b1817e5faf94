import { attention, unanswered } from '../step/attention.ts'
import type { AttentionReason, Event, InVain } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import { later, msBetween } from '../../text/instant.ts'
import { orderPerform } from './order-perform.ts'
import { plannedAt } from '../where.ts'
import type { Place } from '../where.ts'
import { ask } from '../step/ask.ts'
import type { Attempt, Question, RunState } from '../state.ts'

/** Refusals of a worker that only say "not now": the order is given again, a little later. */
const NOT_NOW: ReadonlySet<string> = new Set(['worker-busy', 'worker-stopping', 'head-moved', 'not-as-seen'])

/** What came back in vain. `lost`: its worker may still hold a lock for a moment, so another one is not sent at once. */
export interface Vain {
  lost: boolean
  reason: Extract<AttentionReason, 'refused' | 'lost-contact' | 'unknown'>
  why: Remark[]
}

/** So often in a row the same thing is given out in vain: after about two minutes people are called. */
const IN_VAIN_AT_MOST = 10
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

export function isPutOff(code: string): boolean {
  return NOT_NOW.has(code)
}

/** The question came back without an answer: it is asked again, at first at once, then ever more rarely, and at last people are. */
export function askedInVain(state: RunState, question: Question, vain: Vain, now: string): Event[] {
  const { step, item, looks, purpose, attempt, askedAt, inVain = { times: 0, since: askedAt } } = question
  const more = { times: inVain.times + 1, since: inVain.since }
  if (more.times >= IN_VAIN_AT_MOST) {
    const because = cause(state, { step, item }, 'asked', more, vain, now)
    const dropped: Event = { type: 'question-dropped', order: question.order }
    if (vain.reason === 'unknown') return [dropped, ...attention(step, item, vain.reason, because)]
    return [dropped, ...unanswered(state, step, item, { asked: looks[0] ?? 'check', reason: vain.reason, detail: vain.why }, because)]
  }
  const which = attempt === undefined ? {} : { attempt }
  return [ask(state, { step, item, looks, purpose, ...which, ...again(more, vain, now) })]
}

/** The same for an order to perform that nobody has claimed. */
export function orderedInVain(state: RunState, attempt: Attempt, vain: Vain, now: string): Event[] {
  const { step, item } = attempt.id
  const { inVain = { times: 0, since: attempt.orderedAt } } = attempt
  const more = { times: inVain.times + 1, since: inVain.since }
  if (more.times >= IN_VAIN_AT_MOST) return attention(step, item, vain.reason, cause(state, attempt.id, 'ordered', more, vain, now))
  return orderPerform(state, step, item, { ...again(more, vain, now), ...(attempt.undo && { undo: true }) })
}

function again(inVain: InVain, { lost }: Vain, now: string): { inVain: InVain; notBefore?: string } {
  // Once may be chance, and another worker is free.
  if (inVain.times === 1 && !lost) return { inVain }
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(inVain.times - 2, 0), LONGEST_PAUSE_MS)
  return { inVain, notBefore: later(now, pauseMs) }
}

function cause(state: RunState, at: Place, how: 'asked' | 'ordered', { times, since }: InVain, { why }: Vain, now: string): AttentionCause {
  return { code: 'in-vain', how, site: plannedAt(state, at).site, times, withinMs: msBetween(since, now), why }
}
