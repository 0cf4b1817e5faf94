/** Hands what a person did to the engine first, and answers Slack within two seconds whatever happens. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Refusal } from '../../run/refusal.ts'
import type { ChatBackend } from '../backend.ts'
import { converse } from '../conversation.ts'
import type { Deed, Reply } from '../happening.ts'
import { NOT_TAKEN, sayNotTaken } from '../not-taken.ts'
import { refusedNote, said } from '../note.ts'
import { accountName, type SlackAccount } from './account.ts'
import type { Turns } from './turns.ts'

export interface DeedAt {
  account: SlackAccount
  channel: string
  eventId: string
  deed: Deed
  /** What must hold before the engine is asked. */
  before: (() => Promise<Refusal | undefined>)[]
}

export interface Taken {
  reply: Reply
  /** Slack had to be answered before the engine had: what it came to, told afterwards. */
  late?: Promise<Reply>
}

export interface DeedLog {
  error(details: object, message: string): void
}

/** What hands deeds over. `turns` keeps hundreds of deeds at once from keeping Slack waiting: only some are with the engine at a time. */
export interface DeedDesk {
  backend: ChatBackend
  turns: Turns
  log: DeedLog
}

/** Slack waits for three seconds; the way back needs its share. */
export const ANSWER_WITHIN_MS = 2000
/** Whoever stands behind more deeds than these would not be answered in time: they are told at once that they wait. */
const MOST_WAITING = 24
/** Whoever waited longer is told that it was not recorded, instead of being surprised by it. */
const BEGIN_WITHIN_MS = 60_000

export async function takeDeed(desk: DeedDesk, at: DeedAt, withinMs = ANSWER_WITHIN_MS): Promise<Taken> {
  const tooLate = Date.now() + BEGIN_WITHIN_MS
  const crowded = desk.turns.queue >= MOST_WAITING
  const work = desk.turns
    .run(() => hand(desk.backend, at, tooLate))
    .catch((cause: unknown): Reply => {
      desk.log.error({ err: cause, event: at.eventId }, 'a deed in Slack was not taken')
      return { note: said('refused', sayNotTaken(cause).sentence) }
    })
  if (crowded) return { reply: { note: said('refused', WAITS) }, late: work }
  const stop = new AbortController()
  const timer = pause(withinMs, undefined, { signal: stop.signal }).catch(() => undefined)
  const first = await Promise.race([work, timer])
  stop.abort()
  return first ? { reply: first } : { reply: { note: said('refused', NOT_YET) }, late: work }
}

async function hand(backend: ChatBackend, { account, channel, eventId, deed, before }: DeedAt, tooLate: number): Promise<Reply> {
  const known = backend.findPerson('slack', accountName(account))
  if ('refusal' in known) return { note: refusedNote(known.refusal) }
  for (const check of before) {
    const refusal = await check()
    if (refusal) return { note: refusedNote(refusal) }
  }
  if (Date.now() >= tooLate) return { note: said('refused', NOT_TAKEN) }
  const at = new Date().toISOString()
  return converse(backend, { platform: 'slack', channel, account: accountName(account), via: 'slack', eventId, at, deed })
}

const WAITS =
  'Not recorded yet: many are asking at once, and this waits its turn. You are told here what it came to. If you hear nothing for a minute, look at the run before you press again.'
const NOT_YET =
  'Nobody knows yet whether this is recorded: the engine has not answered within 2 s. You are told here what it came to. If you hear nothing for a minute, look at the run before you press again.'
