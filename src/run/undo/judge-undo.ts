import type { Event, Verdict } from '../event.ts'
import type { Remark } from '../facts/remark.ts'
import type { Attempt } from '../state.ts'

/** The undo has worked: its step's check says that the effect is not there any more. */
export function undoneBy({ id }: Attempt, detail: Remark[], how: 'run' | 'already' = 'run'): Event[] {
  const { step, item } = id
  return [
    { type: 'attempt-judged', attempt: id, fate: 'done', by: 'check' },
    { type: 'undone', step, item, how, detail },
  ]
}

/** What the check of its step says once an attempt has had its effect. */
export function wantedBy({ undo }: Pick<Attempt, 'undo'>): Exclude<Verdict, 'cannot-tell'> {
  return undo === true ? 'not-done' : 'done'
}
