import { finish } from '../step/attention.ts'
import type { Event, Verdict } from '../event.ts'
import type { Remark } from '../facts/remark.ts'
import type { Question, RunState } from '../state.ts'
import { standsInTheWay, type Unclear } from './stands.ts'

/** A check after nothing was done: asked once, because nothing can come of waiting. Nobody was to do it, so *not done* is no finding. */
export function settleRehearsed(
  state: RunState,
  { step, item }: Question,
  { verdict, detail, unclear }: { verdict: Verdict; detail: Remark[]; unclear: readonly Unclear[] },
): Event[] {
  switch (verdict) {
    case 'done':
      return finish(step, item, 'already', detail)
    case 'not-done':
      return finish(step, item, 'rehearsed', [])
    case 'cannot-tell':
      return standsInTheWay(state, { step, item, asked: 'check', reason: 'cannot-tell', detail }, unclear)
  }
}
