import type { ConversationAt } from '../../run/command.ts'
import type { Progress } from '../../run/view/view.ts'
import type { News } from './news.ts'
import { shownOf, type ShownRun, type ShownTo } from './outbox.ts'
import type { ShowOutcome } from './try-show.ts'

/** A run in one of its conversations: how far it is shown there, and what is wanted. None waits for another one of the same run. */
export interface ShownIn {
  conversation: ConversationAt
  to?: ShownTo
  reading?: Promise<ShownTo>
  wish?: News
  /** Of the attempt that stands. */
  progress?: Progress
  /** How far it is shown was not noted yet; `later`: that has time. */
  unnoted?: 'now' | 'later'
  notedMs?: number
  /** It has ended, and all of it is shown here. */
  over?: true
}

/** What a try has come to. Answers whether there is a rest. */
export function afterTry(known: ShownIn, shown: ShownRun, outcome: ShowOutcome): boolean {
  if ('failed' in outcome) return true
  const after = shownOf(shown, outcome.shown)
  const { to } = shown
  known.to = after.to
  // Where its card is, and who was told, no platform finds out by itself.
  const asked = after.to.card !== to.card || after.notices.length < shown.notices.length
  const further = after.to.seq !== to.seq || after.to.rest !== to.rest
  if (asked || (shown.view.phase !== 'working' && further)) known.unnoted = 'now'
  else if (further || after.lines.length < shown.lines.length) known.unnoted ??= 'later'
  return outcome.shown.retryAfterMs !== undefined || after.lines.length + after.notices.length > 0
}

/** It was shown, or stood there: nothing more is wanted, unless something was meanwhile. */
export function settle(known: ShownIn, wish: News): void {
  if (known.wish !== wish) return
  delete known.wish
  if (wish.state.endedAt !== undefined) known.over = true
}

/** Is all of it shown here, and kept in mind that it is? */
export function isDone({ over, wish, unnoted }: ShownIn): boolean {
  return over === true && wish === undefined && unnoted === undefined
}
