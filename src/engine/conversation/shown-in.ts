import type { ConversationAt } from '../../run/command.ts'
import type { Progress, ThreadLine } from '../../run/view/view.ts'
import { shownOf, type ShownRun, type ShownTo } from './outbox.ts'
import type { ShowOutcome } from './try-show.ts'
import type { Notice } from '../../run/view/chat-port.ts'
import type { RunState } from '../../run/state.ts'

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

/** What entries brought, for every conversation of their run. */
export interface News {
  state: RunState
  /** The first entry of which all lines are there. */
  from: number
  lines: ThreadLine[]
  notices: Notice[]
  /** The card is drawn also where it is believed to stand as it should. */
  evenIfShown?: boolean
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

/** More lines than this are not kept while a conversation cannot be shown: they are taken from the run when it can be. */
const MOST_LINES = 500

/** A newer state replaces an older one. */
export function both(before: News, news: News): News {
  const lines = [...before.lines, ...news.lines]
  const few = lines.length <= MOST_LINES
  const state = news.state.seq >= before.state.seq ? news.state : before.state
  return {
    state,
    from: few ? Math.min(before.from, news.from) : state.seq + 1,
    lines: few ? lines : [],
    notices: [...before.notices, ...news.notices],
    ...((before.evenIfShown === true || news.evenIfShown === true) && { evenIfShown: true }),
  }
}
