import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ChatPort } from '../../run/view/chat-port.ts'
import type { RunState } from '../../run/state.ts'
import type { Progress, ThreadLine } from '../../run/view/view.ts'
import { viewOf } from '../../run/view/view-of.ts'
import { standingAttempt } from '../../run/where.ts'
import { conversationsOf } from '../../run/view/conversations-of.ts'
import { conversationKey } from './conversation-object.ts'
import { entryOf, isShown, NOTHING_SHOWN, putInto, type ShownMemory, type ShownRun, type ShownTo } from './outbox.ts'
import { ShowQueue } from './show-queue.ts'
import { afterTry, both, isDone, type News, settle, type ShownIn } from './shown-in.ts'
import { tryShow } from './try-show.ts'

/** What the bot's conversations are told, in its own process. Nothing of it is kept over a start: what was not shown is taken from the run again. */
export interface Conversations {
  /** What entries brought. MUST come after the state is stored. Repeated it changes nothing. */
  news(news: News): void
  /** A run as it stands, all of it, as after a start. */
  again(all: News): void
  /** Was anything ever said of this run here? */
  knows(run: string): boolean
  /** Shows a run's live progress where its attempt still stands. */
  progress(progress: Progress): void
  /** Gives up what is being tried after a short while. */
  close(): Promise<void>
}

export interface ConversationsOptions {
  chat: ChatPort
  memory: ShownMemory
  /** Every line of a run, from its entries. */
  thread: (run: string) => Promise<ThreadLine[]>
  log: Logger
}

/** A run that has not ended, or is not shown to its end in one of its conversations. */
interface Known {
  /** By the conversation's key. */
  shown: Map<string, ShownIn>
  /** The newest entry that it was told of. */
  seq: number
  /** While an attempt stands, whose progress is drawn. */
  working?: RunState
}

interface Channel {
  key: string
  queue: ShowQueue
  timer?: NodeJS.Timeout
  trying?: Promise<void>
}

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
    const here = known?.shown.get(key)
    if (run === undefined || known === undefined || here === undefined) return
    try {
      const to = here.to ?? (await readingOf(key, run, here))
      const { wish } = here
      const shown = wish && (await whole(run, here, wish, to))
      if (shown === undefined || (wish?.evenIfShown !== true && isShown(shown))) {
        queue.leave(run)
        if (wish !== undefined) settle(here, wish)
      } else {
        const outcome = await tryShow(chat, here.conversation, shown, log, ending.signal)
        const rest = afterTry(here, shown, outcome)
        if (!rest && wish !== undefined) settle(here, wish)
        queue.tried(run, outcome, here.wish !== undefined, now())
      }
      await note(run, key, known, here)
    } catch (error) {
      // An engine that does not answer is asked again, as a platform is.
      if (!closed) log.warn({ run, err: error }, 'how far this run is shown could not be read or noted; it is tried again')
      queue.tried(run, { failed: String(error) }, true, now())
    }
  }

  const readingOf = (key: string, run: string, here: ShownIn): Promise<ShownTo> =>
    (here.reading ??= memory
      .shown(key, run)
      .then((to) => (here.to ??= to ?? NOTHING_SHOWN))
      .finally(() => delete here.reading))

  /** All that is wanted: what nobody told this process, or what it has not kept, is in the run's entries. A mirror begins with the first of them. */
  const whole = async (run: string, { progress }: ShownIn, wish: News, to: ShownTo): Promise<ShownRun> => {
    const before = wish.from > to.seq + 1 ? await thread(run) : []
    const lines = [...before, ...wish.lines].filter((line) => entryOf(line) <= wish.state.seq)
    const shown = putInto(null, { view: viewOf(wish.state), lines, notices: wish.notices }, to)
    return progress !== undefined && progress.order === shown.view.running?.order ? { ...shown, progress } : shown
  }

  const note = async (run: string, key: string, { shown }: Known, here: ShownIn, goodbye = false): Promise<void> => {
    const { to, unnoted, over } = here
    const due =
      unnoted === 'now' || (goodbye && unnoted === 'later') || (unnoted === 'later' && now() - (here.notedMs ?? 0) >= NOTE_EVERY_MS)
    if (to === undefined || (!due && over === undefined)) return
    const all = [...shown.values()]
    const last = over === true && all.every((each) => each === here || isDone(each))
    await memory.noteShown(key, { run, to, over: last })
    here.notedMs = now()
    delete here.unnoted
    if (!all.every(isDone)) return
    // Of two that were noted at the same time, each took the other for the last.
    if (!last) await memory.noteShown(key, { run, to, over: true })
    runs.delete(run)
  }

  const take = (news: News): void => {
    const { state } = news
    const { run } = state
    const known: Known = runs.get(run) ?? { shown: new Map(), seq: 0 }
    runs.set(run, known)
    ever.add(run)
    for (const conversation of conversationsOf(state)) {
      const key = conversationKey(conversation)
      const here = known.shown.get(key) ?? { conversation }
      known.shown.set(key, here)
      here.wish = here.wish === undefined ? news : both(here.wish, news)
      // Asked beside each other, where it would be one after the other as each is tried.
      if (here.to === undefined) void readingOf(key, run, here).catch(() => undefined)
      want(key, run)
    }
    if (state.seq < known.seq) return
    known.seq = state.seq
    if (standingAttempt(state)?.claim !== undefined) known.working = state
    else {
      delete known.working
      for (const here of known.shown.values()) delete here.progress
    }
  }

  return {
    news: take,
    knows: (run) => ever.has(run),
    again: (all) => {
      if (all.state.endedAt === undefined) chat.remember?.(viewOf(all.state), all.lines)
      take(all)
    },
    progress: (progress) => {
      const { run } = progress
      const known = runs.get(run)
      const state = known?.working
      if (known === undefined || state === undefined || standingAttempt(state)?.order !== progress.order) return
      const drawn: News = { state, from: state.seq + 1, lines: [], notices: [], evenIfShown: true }
      for (const [key, here] of known.shown) {
        here.progress = progress
        here.wish = here.wish === undefined ? drawn : both(here.wish, drawn)
        want(key, run)
      }
    },
    close: async () => {
      closed = true
      for (const { timer } of channels.values()) clearTimeout(timer)
      const under = Promise.all([...channels.values()].flatMap(({ trying }) => trying ?? []))
      const all = () => [...runs].flatMap(([run, known]) => [...known.shown].map(([key, here]) => note(run, key, known, here, true)))
      const noted = under.then(() => Promise.allSettled(all()))
      await Promise.race([noted, pause(LONGEST_GOODBYE_MS, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)])
      ending.abort()
      await under
    },
  }
}
