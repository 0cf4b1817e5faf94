import { attention, finish } from '../step/attention.ts'
import type { Event, Verdict } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import { blocksOf, findAttempt, plannedAt, plannedStep } from '../where.ts'
import { ask } from '../step/ask.ts'
import { wasNeverSent } from './settling.ts'
import { undoneBy, wantedBy } from '../undo/judge-undo.ts'
import type { Attempt, Question, RunState } from '../state.ts'

/** So often an attempt is repeated without asking anybody. */
const ATTEMPTS_ALONE = 5

interface Seen {
  verdict: Verdict
  detail: Remark[]
  lockHeld: boolean
}

/** An attempt whose fate is unknown: the estate is asked. Without a check only people can say. */
export function recoverAgain(state: RunState, attempt: Attempt): Event[] {
  const { step, item } = attempt.id
  const planned = plannedAt(state, attempt.id)
  if (blocksOf(planned, 'check').length > 0) return [ask(state, { step, item, looks: ['check'], purpose: 'recover', attempt: attempt.id })]
  const { lost, end, id } = attempt
  const unchecked = planned.uncheckedBecause === undefined ? {} : { unchecked: planned.uncheckedBecause }
  return attention(step, item, lost === undefined ? 'unknown' : 'lost-contact', {
    code: 'unknown-without-check',
    attempt: id.number,
    why: lost?.why ?? end?.why ?? [],
    ...unchecked,
  })
}

/** What its check says of an unknown attempt. Only "not done, and nothing can still be acting" lets another one follow. */
export function judgeRecovery(state: RunState, question: Question, seen: Seen): Event[] {
  const attempt = question.attempt === undefined ? undefined : findAttempt(state, question.attempt)
  if (attempt === undefined) return []
  const { step, item } = question
  if (seen.verdict === wantedBy(attempt)) {
    if (attempt.undo === true) return undoneBy(attempt, seen.detail)
    const judged: Event = { type: 'attempt-judged', attempt: attempt.id, fate: 'done', by: 'check' }
    return [judged, ...(decidedSince(state, attempt) ? foundDone(state, question) : finish(step, item, 'run', seen.detail))]
  }
  const acting = mayStillAct(state, attempt, seen)
  if (seen.verdict !== 'cannot-tell' && !acting && (decidedSince(state, attempt) || mayRepeat(state, attempt))) {
    return [{ type: 'attempt-judged', attempt: attempt.id, fate: 'not-done', by: 'check' }]
  }
  return attention(step, item, 'unknown', unknown(state, attempt, seen, acting))
}

/** Since it was ordered, people have approved another way. */
function decidedSince({ rewind, undoing }: RunState, attempt: Attempt): boolean {
  return rewind !== undefined || (undoing !== undefined && attempt.gate < undoing.gate)
}

/** People asked to go back further, but a step that cannot be undone turns out to be done: they must choose again. */
function foundDone(state: RunState, question: Question): Event[] {
  const { step, item } = question
  const back = state.rewind ?? step
  if (back >= step || !plannedStep(state, step).oneWay) return []
  return attention(step, item, 'unknown', { code: 'done-after-all', back })
}

/** SQL proves with the attempt's lock that its session is gone. PowerShell has no such proof: after people approved another way, theirs is the word. */
function mayStillAct(state: RunState, attempt: Attempt, seen: Seen): boolean {
  if (attempt.end?.type === 'ran' || attempt.end?.type === 'failed' || wasNeverSent(attempt)) return false
  return isSql(state, attempt) ? !seen.lockHeld : !decidedSince(state, attempt)
}

/** What was never sent is no second time, whatever it does. */
function mayRepeat(state: RunState, attempt: Attempt): boolean {
  if (attempt.id.number >= ATTEMPTS_ALONE) return false
  return wasNeverSent(attempt) || (isSql(state, attempt) && isRepeatable(state, attempt))
}

/** The document says so of what a step does, and says nothing of its undo. */
function isRepeatable(state: RunState, { id, undo }: Attempt): boolean {
  return undo !== true && plannedAt(state, id).repeatable
}

function isSql(state: RunState, attempt: Attempt): boolean {
  return blocksOf(plannedAt(state, attempt.id), attempt.undo === true ? 'undo' : 'run').every((block) => block.language === 'sql')
}

function unknown(state: RunState, attempt: Attempt, { verdict, detail }: Seen, acting: boolean): AttentionCause {
  const { number } = attempt.id
  const known = { code: 'unknown' as const, attempt: number, ...endOf(attempt), check: { verdict, detail } }
  if (verdict === 'cannot-tell') return known
  if (acting) return { ...known, acting: isSql(state, attempt) ? 'session' : 'process' }
  return isRepeatable(state, attempt) || wasNeverSent(attempt) ? { ...known, tried: number } : known
}

/** Contact is lost with what said nothing; what did say its end may still not know it. */
function endOf({ lost, end }: Attempt): Pick<Extract<AttentionCause, { code: 'unknown' }>, 'end' | 'why'> {
  if (lost !== undefined || end === undefined) return { end: 'lost', why: lost?.why ?? [] }
  return { end: end.type === 'unknown' ? 'unseen' : 'given-up', why: end.why }
}
