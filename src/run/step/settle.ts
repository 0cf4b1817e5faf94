import { attention, finish } from './attention.ts'
import type { Event, Verdict } from '../event.ts'
import { later, msBetween, spoken } from '../../text/instant.ts'
import { itemState, place, plannedStep, stepState } from '../where.ts'
import { ask } from './ask.ts'
import { settleRehearsed } from '../rehearsal/settle-rehearsed.ts'
import type { Unclear } from '../rehearsal/stands.ts'
import type { Attempt, Question, RunState } from '../state.ts'

const FIRST_POLL_MS = 200
const LONGEST_POLL_MS = 10_000

interface Seen {
  verdict: Verdict
  detail: string
  unclear: readonly Unclear[]
}

/** After an attempt, or after a person did it by hand: the check is asked until it says done, or `settle` is over. */
export function judgeSettling(state: RunState, question: Question, seen: Seen, now: string): Event[] {
  const { step, item } = question
  const attempt = itemState(state, step, item)?.attempts.at(-1)
  if (state.rehearsal) return settleRehearsed(state, question, seen)
  if (seen.verdict === 'done') return settled(state, question, attempt, seen)
  const again = attempt?.end?.type === 'failed' ? undefined : nextPoll(state, question, now)
  if (again !== undefined) {
    const which = question.attempt === undefined ? {} : { attempt: question.attempt }
    return [ask(state, { step, item, role: 'check', purpose: 'settle', ...which, notBefore: again })]
  }
  const known: Event[] =
    attempt !== undefined && question.attempt !== undefined && seen.verdict === 'not-done'
      ? [{ type: 'attempt-judged', attempt: attempt.id, fate: 'not-done', by: 'check' }]
      : []
  const reason = seen.verdict === 'not-done' || attempt?.end?.type === 'failed' ? 'failed' : 'cannot-tell'
  return [...known, ...attention(step, item, reason, notSettled(state, question, attempt, seen))]
}

function settled(state: RunState, question: Question, attempt: Attempt | undefined, seen: Seen): Event[] {
  const { step, item } = question
  if (attempt === undefined || question.attempt === undefined) {
    const { confirmed } = stepState(state, step)
    return finish(step, item, confirmed === undefined ? 'read' : 'confirmed', seen.detail)
  }
  const failed = attempt.end?.type === 'failed' ? `${seen.detail}; it is done although it reported: ${attempt.end.why}` : seen.detail
  const how = attempt.end?.type === 'already-done' ? 'already' : 'run'
  return [{ type: 'attempt-judged', attempt: attempt.id, fate: 'done', by: 'check' }, ...finish(step, item, how, failed)]
}

/** When to ask again: 0.2 s, doubled each time up to 10 s, and a last time when `settle` is over. Undefined: it is over. */
function nextPoll(state: RunState, question: Question, now: string): string | undefined {
  const settling = itemState(state, question.step, question.item)?.settling
  const { settleMs } = plannedStep(state, question.step)
  const left = settling === undefined ? 0 : settleMs - msBetween(settling.from, now)
  if (settling === undefined || left <= 0) return undefined
  return later(now, Math.min(FIRST_POLL_MS * 2 ** (settling.polls - 1), LONGEST_POLL_MS, left))
}

function notSettled(state: RunState, question: Question, attempt: Attempt | undefined, seen: Seen): string {
  const where = place(state, question.step, question.item)
  const says =
    seen.verdict === 'not-done' ? `Its check says: ${seen.detail || 'not done'}.` : `Its check cannot tell: ${seen.detail || 'no detail'}.`
  const next = 'Retry, skip, mark it done or abort: each needs a reason and a second person.'
  if (attempt?.end?.type === 'failed') {
    return `${where} failed on ${attempt.end.target ?? 'its target'} after ${spoken(attempt.end.tookMs)}: ${attempt.end.why}. ${says} ${next}`
  }
  const { settleMs } = plannedStep(state, question.step)
  const waited = settleMs === 0 ? 'at once' : `within ${spoken(settleMs)}`
  return `${where} did not show its effect ${waited}. ${says} ${next}`
}
