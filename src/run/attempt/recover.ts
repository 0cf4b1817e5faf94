import { attention, finish } from '../step/attention.ts'
import type { Event, Verdict } from '../event.ts'
import { blocksOf, findAttempt, place, plannedStep } from '../where.ts'
import { ask } from '../step/ask.ts'
import type { Attempt, Question, RunState } from '../state.ts'
import { counted } from '../../text/counted.ts'

/** So often an attempt is repeated without asking anybody. */
const ATTEMPTS_ALONE = 5

interface Seen {
  verdict: Verdict
  detail: string
  lockHeld: boolean
}

/** An attempt whose fate is unknown: the estate is asked. Without a check only people can say. */
export function recoverAgain(state: RunState, attempt: Attempt): Event[] {
  const { step, item } = attempt.id
  const planned = plannedStep(state, step)
  if (blocksOf(planned, 'check').length > 0) return [ask(state, { step, item, role: 'check', purpose: 'recover', attempt: attempt.id })]
  const why = attempt.lost?.why ?? attempt.end?.why ?? 'its end was not seen'
  const sentence = `${place(state, step, item)}: nobody knows whether attempt ${attempt.id.number} took effect (${why}), and the step has no check (${planned.uncheckedBecause ?? 'none is written'}). Look at the system itself, then mark it done, skip it or abort: each needs a reason and a second person.`
  return attention(step, item, attempt.lost === undefined ? 'unknown' : 'lost-contact', sentence)
}

/** What its check says of an unknown attempt. Only "not done, and nothing can still be acting" lets another one follow. */
export function judgeRecovery(state: RunState, question: Question, seen: Seen): Event[] {
  const attempt = question.attempt === undefined ? undefined : findAttempt(state, question.attempt)
  if (attempt === undefined) return []
  const { step, item } = question
  if (seen.verdict === 'done') {
    const judged: Event = { type: 'attempt-judged', attempt: attempt.id, fate: 'done', by: 'check' }
    return [judged, ...(state.rewind === undefined ? finish(step, item, 'run', seen.detail) : foundDone(state, question))]
  }
  const acting = mayStillAct(state, attempt, seen)
  if (seen.verdict === 'not-done' && !acting && (state.rewind !== undefined || mayRepeat(state, attempt))) {
    return [{ type: 'attempt-judged', attempt: attempt.id, fate: 'not-done', by: 'check' }]
  }
  return attention(step, item, 'unknown', unknownSentence(state, attempt, seen, acting))
}

/** People asked to go back further, but a step that cannot be undone turns out to be done: they must choose again. */
function foundDone(state: RunState, question: Question): Event[] {
  const { step, item } = question
  const back = state.rewind ?? step
  if (back >= step || !plannedStep(state, step).oneWay) return []
  const sentence = `${place(state, step, item)} is done after all, and there is no way back behind it: the run cannot begin again from step ${back}. Retry from step ${step}: it needs a reason and a second person.`
  return attention(step, item, 'unknown', sentence)
}

/** SQL proves with the attempt's lock that its session is gone. PowerShell has no such proof: after people approved a retry, theirs is the word. */
function mayStillAct(state: RunState, attempt: Attempt, seen: Seen): boolean {
  if (attempt.end?.type === 'ran' || attempt.end?.type === 'failed') return false
  return isSql(state, attempt) ? !seen.lockHeld : state.rewind === undefined
}

function mayRepeat(state: RunState, attempt: Attempt): boolean {
  return isSql(state, attempt) && plannedStep(state, attempt.id.step).repeatable && attempt.id.number < ATTEMPTS_ALONE
}

function isSql(state: RunState, attempt: Attempt): boolean {
  return blocksOf(plannedStep(state, attempt.id.step), 'run').every((block) => block.language === 'sql')
}

function unknownSentence(state: RunState, attempt: Attempt, seen: Seen, acting: boolean): string {
  const { step, item, number } = attempt.id
  const head = `${place(state, step, item)}: ${whatHappened(attempt)}.`
  const next = 'Look at the system itself, then retry, skip, mark it done or abort: each needs a reason and a second person.'
  if (seen.verdict === 'cannot-tell') return `${head} Its check cannot tell whether it took effect: ${seen.detail || 'no detail'}. ${next}`
  if (acting) {
    const still = isSql(state, attempt) ? 'its session on the server may still be working' : 'what it started may still be working'
    return `${head} Its check says: ${seen.detail || 'not done'}; but ${still}. ${next}`
  }
  const limit = plannedStep(state, step).repeatable
    ? `it was tried ${counted(number, 'time', 'times')}`
    : 'the step is not safe to repeat by itself'
  return `${head} Its check says: ${seen.detail || 'not done'}; nothing is acting any more, but ${limit}. ${next}`
}

/** Contact is lost with what said nothing; what did say its end may still not know it. */
function whatHappened({ id, lost, end }: Attempt): string {
  if (lost !== undefined || end === undefined) return `contact with attempt ${id.number} was lost (${lost?.why ?? 'its end was not seen'})`
  if (end.type === 'unknown') return `nobody knows how attempt ${id.number} ended (${end.why})`
  return `attempt ${id.number} was claimed, and then given up by the worker (${end.why})`
}
