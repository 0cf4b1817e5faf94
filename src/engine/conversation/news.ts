import type { Notice } from '../../run/view/chat-port.ts'
import type { RunState } from '../../run/state.ts'
import type { ThreadLine } from '../../run/view/view.ts'

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
