import { attention, finish } from './attention.ts'
import { failed } from '../attempt/failed.ts'
import type { Event, Verdict } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import { later, msBetween } from '../../text/instant.ts'
import { itemState, plannedStep, stepState } from '../where.ts'
import { ask } from './ask.ts'
import { settleRehearsed } from '../rehearsal/settle-rehearsed.ts'
import type { Unclear } from '../rehearsal/stands.ts'
import type { Attempt, Question, RunState } from '../state.ts'

const FIRST_POLL_MS = 200
const LONGEST_POLL_MS = 10_000

interface Seen {
  verdict: Verdict
  detail: Remark[]
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
  const detail: Remark[] = attempt.end?.type === 'failed' ? [...seen.detail, { is: 'despite', errors: attempt.end.why }] : seen.detail
  const how = attempt.end?.type === 'already-done' ? 'already' : 'run'
  return [{ type: 'attempt-judged', attempt: attempt.id, fate: 'done', by: 'check' }, ...finish(step, item, how, detail)]
}

/** When to ask again: 0.2 s, doubled each time up to 10 s, and a last time when `settle` is over. Undefined: it is over. */
function nextPoll(state: RunState, question: Question, now: string): string | undefined {
  const settling = itemState(state, question.step, question.item)?.settling
  const { settleMs } = plannedStep(state, question.step)
  const left = settling === undefined ? 0 : settleMs - msBetween(settling.from, now)
  if (settling === undefined || left <= 0) return undefined
  return later(now, Math.min(FIRST_POLL_MS * 2 ** (settling.polls - 1), LONGEST_POLL_MS, left))
}

function notSettled(state: RunState, question: Question, attempt: Attempt | undefined, { verdict, detail }: Seen): AttentionCause {
  const check = { verdict, detail }
  if (attempt?.end?.type === 'failed') return failed(attempt.end, check)
  return { code: 'no-effect', settleMs: plannedStep(state, question.step).settleMs, check }
}
