/** Hands what a person did to the engine first, and answers the platform within two seconds whatever happens. */
import type { PlatformName } from '../../words/live-words.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import { converseWith } from '../conversation.ts'
import type { ChatAction, Reply } from '../chat-event.ts'
import type { Says } from '../live/platform-error.ts'
import { sayNotTaken } from '../not-taken.ts'
import { refusedNote, said } from '../note.ts'
import type { Admission } from './admission.ts'
import { wordsFor, type LiveAccount, type Spoken } from './words-for.ts'

export interface ActionAt<A extends LiveAccount> {
  account: A
  channel: string
  eventId: string
  /** The form that brought it, where it begins a run. */
  form?: string
  action: ChatAction
  /** What must hold before the engine is asked: each says why it does not. */
  before: (() => Promise<Says | undefined>)[]
  /** Answered from what is loaded: the engine is not asked, so there is nothing to wait in turn for. */
  light?: boolean
}

export interface Taken {
  reply: Reply
  /** The platform had to be answered before the engine had: what it came to, told afterwards. */
  late?: Promise<Reply>
}

export interface ActionLog {
  error(details: object, message: string): void
}

/** What hands deeds over. `admission` keeps hundreds of deeds at once from keeping the platform waiting: only some are with the engine at a time. */
export interface ActionContext<A extends LiveAccount> {
  platform: PlatformName
  backend: ChatBackend
  accounts: Spoken<A>['accounts']
  admission: Admission
  log: ActionLog
}

const EVENT_WITHIN_MS = 2300
/** Less than an event has. */
export const ANSWER_WITHIN_MS = 2000
/** Whoever has not had their turn by then is told that they wait; behind so many, at once. */
const TURN_WITHIN_MS = 250
const MOST_WAITING = 16
/** Whoever waited longer is told that it was not recorded, instead of being surprised by it. */
const BEGIN_WITHIN_MS = 120_000

export async function takeChatAction<A extends LiveAccount>(
  context: ActionContext<A>,
  at: ActionAt<A>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Taken> {
  const words = (): Words => wordsFor(context, at.account)
  const waits = (): Reply => ({ note: said('refused', words().live.waitsTurn(context.platform)) })
  const tooLate = Date.now() + BEGIN_WITHIN_MS
  const crowded = context.admission.queue >= MOST_WAITING
  let begun = false
  let handed = false
  const begin = (): Promise<Reply> => {
    begun = true
    return hand(context, at, tooLate, () => (handed = true))
  }
  const work = (at.light ? begin() : context.admission.run(begin)).catch((cause: unknown): Reply => {
    context.log.error({ err: cause, event: at.eventId }, `a deed in ${context.platform} was not taken`)
    return { note: said('refused', sayNotTaken(words(), cause).sentence) }
  })
  if (crowded && !at.light) return { reply: waits(), late: work }
  const turnMs = Math.min(TURN_WITHIN_MS, withinMs)
  const soon = await inTime(work, turnMs)
  if (soon) return { reply: soon.done }
  if (!begun) return { reply: waits(), late: work }
  const notYet = (): Taken => ({
    reply: { note: said('refused', words().live[handed ? 'notYet' : 'notChecked'](context.platform)) },
    late: work,
  })
  // In a crowd the engine takes its time, and whoever was first would be answered last.
  if (context.admission.queue > 0) return notYet()
  const first = await inTime(work, withinMs - turnMs)
  return first ? { reply: first.done } : notYet()
}

/**
 * A platform waits three seconds from the moment a deed arrives, however many calls it leads to; the way back needs its share.
 * Undefined: not by then. The work goes on, and what it comes to is told afterwards.
 */
export async function inTime<T>(work: Promise<T>, withinMs = EVENT_WITHIN_MS): Promise<{ done: T } | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), withinMs)
  try {
    return await Promise.race([work.then((done) => ({ done })), late])
  } finally {
    clearTimeout(timer)
  }
}

async function hand<A extends LiveAccount>(
  context: ActionContext<A>,
  at: ActionAt<A>,
  tooLate: number,
  handing: () => void,
): Promise<Reply> {
  const { account, channel, eventId, form, action, before } = at
  const { backend, accounts } = context
  const known = backend.findPerson(account)
  if ('refusal' in known) return { note: refusedNote(wordsFor(context, account), known.refusal) }
  for (const check of before) {
    const refusal = await check()
    if (refusal) return { note: said('refused', refusal(wordsFor(context, account))) }
  }
  if (Date.now() >= tooLate) return { note: said('refused', wordsFor(context, account).notes.notTaken) }
  handing()
  const locale = accounts.locale(account)
  return converseWith(backend, known.person, {
    platform: account.platform,
    channel,
    account,
    via: account.platform,
    eventId,
    ...(form === undefined ? {} : { form }),
    ...(locale === undefined ? {} : { languages: [locale] }),
    at: new Date().toISOString(),
    action,
  })
}
