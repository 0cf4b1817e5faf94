/** Hands what a person did to the engine first, and answers Slack within two seconds whatever happens. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Refusal } from '../../run/refusal.ts'
import type { ChatBackend } from '../backend.ts'
import { converse } from '../conversation.ts'
import type { Deed, Reply } from '../happening.ts'
import { refusedNote, said } from '../note.ts'
import { accountName, type SlackAccount } from './account.ts'

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

/** Slack waits for three seconds; the way back needs its share. */
export const ANSWER_WITHIN_MS = 2000

export async function takeDeed(backend: ChatBackend, at: DeedAt, log: DeedLog, withinMs = ANSWER_WITHIN_MS): Promise<Taken> {
  const tooLate = Date.now() + withinMs
  const work = hand(backend, at, tooLate).catch((cause: unknown): Reply => {
    log.error({ err: cause, event: at.eventId }, 'a deed in Slack was not taken')
    return { note: said('refused', NOT_TAKEN) }
  })
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
  // Whoever was told "not recorded" must be able to believe it: nothing is begun after that.
  if (Date.now() >= tooLate) return { note: said('refused', NOT_TAKEN) }
  const at = new Date().toISOString()
  return converse(backend, { platform: 'slack', channel, account: accountName(account), via: 'slack', eventId, at, deed })
}

const NOT_TAKEN = 'Not recorded: the engine did not take it. Press again; if it stays so, look into the log of countersign start.'
const NOT_YET =
  'Not recorded yet: the engine has not answered within 2 s. You are told here what it came to; if you hear nothing, press again.'
