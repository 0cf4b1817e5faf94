/** What we posted already, looked up in Slack itself where a crash may have come between a post and its record. */
import { z } from 'zod'
import type { CallLimits, SlackApi } from '../web-api/api.ts'
import type { Identity } from '../session.ts'
import { RateLimited, SlackError } from '../web-api/slack-error.ts'

export const CARD_EVENT = 'countersign_card'
export const LINES_EVENT = 'countersign_lines'
/** A direct message that asks somebody to approve. */
export const ASK_EVENT = 'countersign_ask'

/** A direct message that says what the document tells somebody. */
export const TELL_EVENT = 'countersign_tell'

export interface Mark {
  event_type: string
  event_payload: { installation: string; run: string; lines?: string; gate?: number; duty?: boolean; person?: string; tells?: string }
}

const answer = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      subtype: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      files: z.array(z.object({ name: z.string().nullish() })).optional(),
      metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

type Message = z.output<typeof answer>['messages'][number]

const PAGES = 10
const PAGE = 200
/** A message stands in Slack a little before or after the time that we know of. */
const MARGIN_S = 120

export interface Whose {
  installation: string
  run: string
  identity: Identity
}

/** Cards of this run in the channel, oldest first. */
export async function findCards(api: SlackApi, whose: Whose, channel: string, since: string): Promise<string[]> {
  const messages = await pages(api, 'conversations.history', { channel }, since)
  return messages
    .filter((message) => isOurs(message, CARD_EVENT, whose))
    .map(({ ts }) => ts)
    .toSorted()
}

/** `n` of the lines that stand in the thread. */
export async function findLines(api: SlackApi, whose: Whose, channel: string, thread: string, since: string): Promise<Set<number>> {
  const messages = await pages(api, 'conversations.replies', { channel, ts: thread }, since)
  const numbers = messages
    .filter((message) => isOurs(message, LINES_EVENT, whose))
    .flatMap(({ metadata }) => {
      const lines = metadata?.event_payload['lines']
      return typeof lines === 'string' ? lines.split(',') : []
    })
  return new Set(numbers.filter((n) => /^\d+$/.test(n)).map(Number))
}

/** The newest message that asks this person for this gate: a direct one, or one in the run's `thread`. */
export async function findAsk(
  api: SlackApi,
  whose: Whose,
  { channel, thread }: { channel: string; thread?: string },
  { gate, duty, person }: { gate: number; duty: boolean; person: string },
  since: string,
): Promise<string | undefined> {
  const messages = await (thread === undefined
    ? pages(api, 'conversations.history', { channel }, since)
    : pages(api, 'conversations.replies', { channel, ts: thread }, since))
  return messages
    .filter((message) => isOurs(message, ASK_EVENT, whose))
    .filter(({ metadata }) => metadata?.event_payload['gate'] === gate && metadata.event_payload['duty'] === duty)
    .filter(({ metadata }) => thread === undefined || metadata?.event_payload['person'] === person)
    .map(({ ts }) => ts)
    .toSorted()
    .at(-1)
}

/** The message that told somebody what the document says at one place. */
export async function findTold(
  api: SlackApi,
  whose: Whose,
  channel: string,
  { tells }: { tells: string },
  since: string,
): Promise<string | undefined> {
  const messages = await pages(api, 'conversations.history', { channel }, since)
  return messages.find((message) => isOurs(message, TELL_EVENT, whose) && message.metadata?.event_payload['tells'] === tells)?.ts
}

/** Does a file of ours with this name stand in the thread? */
export async function isAttached(
  api: SlackApi,
  identity: Identity,
  channel: string,
  thread: string,
  name: string,
  since: string,
): Promise<boolean> {
  const messages = await pages(api, 'conversations.replies', { channel, ts: thread }, since)
  return messages.some((message) => isMine(message, identity) && (message.files ?? []).some((file) => file.name === name))
}

/** Does this message still stand? Undefined where Slack does not say. A removed one with replies leaves a tombstone. */
export async function stands(api: SlackApi, channel: string, ts: string, limits: CallLimits): Promise<boolean | undefined> {
  try {
    const { messages } = answer.parse(await api.call('conversations.replies', { channel, ts, limit: 1 }, limits))
    return messages.some((message) => message.ts === ts && message.subtype !== TOMBSTONE)
  } catch (cause) {
    if (cause instanceof SlackError && NOT_THERE.has(cause.code)) return false
    if (cause instanceof SlackError || cause instanceof RateLimited) return undefined
    throw cause
  }
}

/** Which of these messages of a channel are not there any more; those that no page reaches are not judged. */
export async function removedOf(api: SlackApi, channel: string, cards: readonly string[]): Promise<string[]> {
  const oldest = cards.toSorted()[0] ?? ''
  const since = new Date(Number(oldest) * 1000).toISOString()
  const read = await pages(api, 'conversations.history', { channel }, since)
  const there = new Set(read.filter(({ subtype }) => subtype !== TOMBSTONE).map(({ ts }) => ts))
  const from = read.length >= PAGES * PAGE ? (read.map(({ ts }) => ts).toSorted()[0] ?? '') : ''
  return cards.filter((ts) => ts >= from && !there.has(ts))
}

const TOMBSTONE = 'tombstone'
const NOT_THERE = new Set(['thread_not_found', 'message_not_found'])

async function pages(
  api: SlackApi,
  method: 'conversations.history' | 'conversations.replies',
  where: Record<string, string>,
  since: string,
): Promise<Message[]> {
  const oldest = String(Math.floor(Date.parse(since) / 1000) - MARGIN_S)
  const found: Message[] = []
  let cursor = ''
  for (let page = 0; page < PAGES; page++) {
    const args = { ...where, oldest, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const read = answer.parse(await api.call(method, args, { longestWaitMs: 10_000 }))
    found.push(...read.messages)
    cursor = read.response_metadata?.next_cursor ?? ''
    if (!cursor) break
  }
  return found
}

/** Written by this app, for this run of this installation: somebody else's message proves nothing. */
function isOurs(message: Message, event: string, { installation, run, identity }: Whose): boolean {
  const { metadata } = message
  return (
    isMine(message, identity) &&
    metadata?.event_type === event &&
    metadata.event_payload['run'] === run &&
    metadata.event_payload['installation'] === installation
  )
}

function isMine({ user, bot_id }: Message, identity: Identity): boolean {
  return user === identity.user || (bot_id !== undefined && bot_id === identity.bot)
}
