import { attention, finish } from '../step/attention.ts'
import { failed } from './failed.ts'
import type { Event, Verdict } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import { answersAt, plannedAt } from '../where.ts'
import type { Place } from '../where.ts'
import { stopped } from './stopped.ts'
import type { Attempt, RunState } from '../state.ts'
import { undoneBy, wantedBy } from '../undo/judge-undo.ts'

/** `early`: the effect has not had all of its time to show. */
interface Seen {
  verdict: Verdict
  detail: Remark[]
  early: boolean
}

/** What the check says after an attempt that has ended. */
export function judgeAttempt(state: RunState, attempt: Attempt, seen: Seen): Event[] {
  const { step, item } = attempt.id
  const { verdict, early } = seen
  const failure = attempt.end?.type === 'failed' ? attempt.end : undefined
  const wanted = wantedBy(attempt)
  if (verdict === wanted) {
    const detail: Remark[] = failure === undefined ? seen.detail : [...seen.detail, { is: 'despite', errors: failure.why }]
    return attempt.undo === true ? undoneBy(attempt, detail) : [judged(attempt, 'done'), ...finish(step, item, 'run', detail)]
  }
  // Only of a run that is cancelled is this asked too early: whether the effect is there stays open.
  if (early) return stopped(state, step, item)
  const known = verdict === 'cannot-tell' ? [] : [judged(attempt, 'not-done')]
  const reason = verdict !== 'cannot-tell' || failure !== undefined ? 'failed' : 'cannot-tell'
  const because = failure === undefined ? noEffect(state, { step, item }, seen) : failed(failure, checked(seen))
  return [...known, ...attention(step, item, reason, because)]
}

/** What the check says after a person did it by hand. */
export function judgeByHand(state: RunState, { step, item }: Place, seen: Seen): Event[] {
  if (seen.verdict === 'done')
    return finish(step, item, answersAt(state, { step, item }).confirmed === undefined ? 'read' : 'confirmed', seen.detail)
  return attention(step, item, seen.verdict === 'not-done' ? 'failed' : 'cannot-tell', noEffect(state, { step, item }, seen))
}

function judged({ id }: Attempt, fate: 'done' | 'not-done'): Event {
  return { type: 'attempt-judged', attempt: id, fate, by: 'check' }
}

function noEffect(state: RunState, at: Place, seen: Seen): AttentionCause {
  return { code: 'no-effect', settleMs: plannedAt(state, at).settleMs, check: checked(seen) }
}

function checked({ verdict, detail }: Seen): { verdict: Verdict; detail: Remark[] } {
  return { verdict, detail }
}
