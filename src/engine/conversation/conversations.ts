import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ChatPort, Notice } from '../../run/view/chat-port.ts'
import type { RunState } from '../../run/state.ts'
import type { Progress, ThreadLine } from '../../run/view/view.ts'
import { viewOf } from '../../run/view/view-of.ts'
import { standingAttempt } from '../../run/where.ts'
import { conversationKey } from './conversation-object.ts'
import { entryOf, isShown, NOTHING_SHOWN, putInto, shownOf, type ShownRun, type ShownTo } from './outbox.ts'
import { ShowQueue } from './show-queue.ts'
import { tryShow, type ShowOutcome } from './try-show.ts'

/** What the bot's conversations are told, in its own process. Nothing of it is kept over a start: what was not shown is taken from the run again. */
export interface Conversations {
  /** What entries brought. MUST come after the state is stored. Repeated it changes nothing. */
  news(news: News): void
  /** A run as it stands, all of it, as after a start. */
  again(all: News): void
  /** Was anything ever said of this run here? */
  knows(run: string): boolean
  /** Shows a run's live progress where its attempt still stands. */
  progress(conversation: string, progress: Progress): void
  /** Gives up what is being tried after a short while. */
  close(): Promise<void>
}

export interface News {
  state: RunState
  /** The first entry of which all lines are there. */
  from: number
  lines: ThreadLine[]
  notices: Notice[]
  /** The card is drawn also where it is believed to stand as it should. */
  evenIfShown?: boolean
}

/** Where it is remembered over a start how far a run is shown: in the engine. */
export interface ShownMemory {
  shown(conversation: string, run: string): Promise<ShownTo | null>
  /** `over`: the run has ended, and all of it is shown. */
  noteShown(conversation: string, note: { run: string; to: ShownTo; over: boolean }): Promise<void>
}

export interface ConversationsOptions {
  chat: ChatPort
  memory: ShownMemory
  /** Every line of a run, from its entries. */
  thread: (run: string) => Promise<ThreadLine[]>
  log: Logger
}

/** A run that has not ended, or is not shown to its end. */
interface Known {
  /** Of its conversation. */
  key: string
  to?: ShownTo
  reading?: Promise<ShownTo>
  wish?: News
  /** While an attempt stands, whose progress is drawn. */
  working?: RunState
  progress?: Progress
  /** How far it is shown was not noted yet; `later`: that has time. */
  unnoted?: 'now' | 'later'
  notedMs?: number
  /** It has ended, and all of it is shown. */
  over?: true
}

interface Channel {
  key: string
  queue: ShowQueue
  timer?: NodeJS.Timeout
  trying?: Promise<void>
}

/** More lines than this are not kept while a conversation cannot be shown: they are taken from the run when it can be. */
const MOST_LINES = 500
const LONGEST_GOODBYE_MS = 2000
/** While a run works, what was said of it is noted this often: a platform that keeps its lines finds those that were said and not noted. */
const NOTE_EVERY_MS = 2000

export function openConversations({ chat, memory, thread, log }: ConversationsOptions): Conversations {
  const channels = new Map<string, Channel>()
  const runs = new Map<string, Known>()
  /** Ids alone: those that have ended, too. */
  const ever = new Set<string>()
  const ending = new AbortController()
  let closed = false
  const now = () => performance.now()

  const want = (key: string, run: string) => {
    const channel = channels.get(key) ?? { key, queue: new ShowQueue(chat.intervalMs) }
    channels.set(key, channel)
    channel.queue.want(run, now())
    arm(channel)
  }

  const arm = (channel: Channel) => {
    clearTimeout(channel.timer)
    const at = channel.queue.nextMs()
    if (closed || channel.trying !== undefined || at === undefined) return
    const begin = () => {
      channel.trying = tryNext(channel).finally(() => {
        delete channel.trying
        arm(channel)
      })
    }
    channel.timer = setTimeout(begin, Math.max(0, at - now()))
  }

  /** For the run that waits longest. */
  const tryNext = async ({ key, queue }: Channel): Promise<void> => {
    const run = queue.next(now())
    const known = run === undefined ? undefined : runs.get(run)
    if (run === undefined || known === undefined) return
    try {
      const to = known.to ?? (await readingOf(key, run, known))
      const { wish } = known
      const shown = wish && (await whole(run, known, wish, to))
      if (shown === undefined || (wish?.evenIfShown !== true && isShown(shown))) {
        queue.leave(run)
        if (wish !== undefined) settle(known, wish)
      } else {
        const outcome = await tryShow(chat, shown, log, ending.signal)
        const rest = afterTry(known, shown, outcome)
        if (!rest && wish !== undefined) settle(known, wish)
        queue.tried(run, outcome, known.wish !== undefined, now())
      }
      await note(run, known)
    } catch (error) {
      // An engine that does not answer is asked again, as a platform is.
      if (!closed) log.warn({ run, err: error }, 'how far this run is shown could not be read or noted; it is tried again')
      queue.tried(run, { failed: String(error) }, true, now())
    }
  }

  const readingOf = (key: string, run: string, known: Known): Promise<ShownTo> =>
    (known.reading ??= memory
      .shown(key, run)
      .then((to) => (known.to ??= to ?? NOTHING_SHOWN))
      .finally(() => delete known.reading))

  /** All that is wanted: what nobody told this process, or what it has not kept, is in the run's entries. */
  const whole = async (run: string, known: Known, wish: News, to: ShownTo): Promise<ShownRun> => {
    const before = wish.from > to.seq + 1 ? await thread(run) : []
    const lines = [...before, ...wish.lines].filter((line) => entryOf(line) <= wish.state.seq)
    const shown = putInto(null, { view: viewOf(wish.state), lines, notices: wish.notices }, to)
    const { progress } = known
    return progress !== undefined && progress.order === shown.view.running?.order ? { ...shown, progress } : shown
  }

  const note = async (run: string, known: Known, last = false): Promise<void> => {
    const { key, to, unnoted, over } = known
    const due = unnoted === 'now' || (last && unnoted === 'later') || (unnoted === 'later' && now() - (known.notedMs ?? 0) >= NOTE_EVERY_MS)
    if (to === undefined || (!due && over === undefined)) return
    await memory.noteShown(key, { run, to, over: over === true })
    known.notedMs = now()
    delete known.unnoted
    if (over === true && known.wish === undefined) runs.delete(run)
  }

  const take = (news: News): void => {
    const { run, conversation } = news.state
    const key = conversationKey(conversation)
    const known = runs.get(run) ?? { key }
    runs.set(run, known)
    ever.add(run)
    known.wish = known.wish === undefined ? news : both(known.wish, news)
    const { state } = known.wish
    if (standingAttempt(state)?.claim === undefined) {
      delete known.working
      delete known.progress
    } else known.working = state
    // Asked beside each other, where it would be one after the other as each is tried.
    if (known.to === undefined) void readingOf(key, run, known).catch(() => undefined)
    want(key, run)
  }

  return {
    news: take,
    knows: (run) => ever.has(run),
    again: (all) => {
      if (all.state.endedAt === undefined) chat.remember?.(viewOf(all.state), all.lines)
      take(all)
    },
    progress: (conversation, progress) => {
      const known = runs.get(progress.run)
      const state = known?.working
      if (known === undefined || state === undefined || standingAttempt(state)?.order !== progress.order) return
      known.progress = progress
      const drawn: News = { state, from: state.seq + 1, lines: [], notices: [], evenIfShown: true }
      known.wish = known.wish === undefined ? drawn : both(known.wish, drawn)
      want(conversation, progress.run)
    },
    close: async () => {
      closed = true
      for (const { timer } of channels.values()) clearTimeout(timer)
      const under = Promise.all([...channels.values()].flatMap(({ trying }) => trying ?? []))
      const noted = under.then(() => Promise.allSettled([...runs].map(([run, known]) => note(run, known, true))))
      await Promise.race([noted, pause(LONGEST_GOODBYE_MS, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)])
      ending.abort()
      await under
    },
  }
}

/** What a try has come to. Answers whether there is a rest. */
function afterTry(known: Known, shown: ShownRun, outcome: ShowOutcome): boolean {
  if ('failed' in outcome) return true
  const after = shownOf(shown, outcome.shown)
  const { to } = shown
  known.to = after.to
  // Where its card is, and who was told, no platform finds out by itself.
  const asked = after.to.card !== to.card || after.notices.length < shown.notices.length
  if (asked || (shown.view.phase !== 'working' && after.to.seq !== to.seq)) known.unnoted = 'now'
  else if (after.to.seq !== to.seq || after.lines.length < shown.lines.length) known.unnoted ??= 'later'
  return outcome.shown.retryAfterMs !== undefined || after.lines.length + after.notices.length > 0
}

/** It was shown, or stood there: nothing more is wanted, unless something was meanwhile. */
function settle(known: Known, wish: News): void {
  if (known.wish !== wish) return
  delete known.wish
  if (wish.state.endedAt !== undefined) known.over = true
}

/** A newer state replaces an older one. */
function both(before: News, news: News): News {
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
