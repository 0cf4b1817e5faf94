/** The time that an effect may take to show. */
import { msBetween } from '../../text/instant.ts'
import { findAttempt, plannedAt } from '../where.ts'
import type { Attempt, Question, RunState } from '../state.ts'

/** So long the worker that asks this question asks again until its check says done, or its `wait-until` holds. 0: once. What has passed since the attempt ended, or was lost, counts. */
export function settleMsOf(state: RunState, question: Question): number {
  const { looks, purpose, attempt: id, askedAt, notBefore = askedAt, inVain } = question
  // A worker that takes over from another one has what is left of the limit.
  if (looks[0] === 'wait-until' && !state.rehearsal)
    return Math.max(0, (plannedAt(state, question).waitMs ?? 0) - msBetween(inVain?.since ?? askedAt, notBefore))
  if (state.rehearsal || (purpose !== 'settle' && purpose !== 'recover')) return 0
  // Somebody wants it to end: what has not shown yet is not waited for.
  if (state.cancelled !== undefined && purpose === 'settle') return 0
  const attempt = id === undefined ? undefined : findAttempt(state, id)
  if (attempt?.end?.type === 'failed' || (attempt !== undefined && wasNeverSent(attempt))) return 0
  const since = attempt?.end?.at ?? attempt?.lost?.at ?? notBefore
  return Math.max(0, plannedAt(state, question).settleMs - msBetween(since, notBefore))
}

/** The very process that holds the claim says so, and gives it up: no effect is to be waited for. */
export function wasNeverSent({ end }: Attempt): boolean {
  return end?.type === 'refused'
}

/** How much too early *not done* was said, as a refusal's facts; undefined: it had its time, or is not waited for. */
export function tooEarly(settleMs: number, from: string, now: string): { settleMs: number; afterMs: number } | undefined {
  const afterMs = msBetween(from, now)
  return settleMs > 0 && afterMs < settleMs ? { settleMs, afterMs } : undefined
}
