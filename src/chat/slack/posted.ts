/** What we posted already, looked up in Slack itself where a crash may have come between a post and its record. */
import { z } from 'zod'
import type { SlackApi } from './api.ts'
import type { Identity } from './session.ts'

export const CARD_EVENT = 'countersign_card'
export const LINES_EVENT = 'countersign_lines'
/** A direct message that asks somebody to approve. */
export const ASK_EVENT = 'countersign_ask'

export interface Mark {
  event_type: string
  event_payload: { installation: string; run: string; lines?: string; gate?: number; duty?: boolean }
}

const answer = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
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

/** The newest direct message that asks for this gate. */
export async function findAsk(
  api: SlackApi,
  whose: Whose,
  channel: string,
  { gate, duty }: { gate: number; duty: boolean },
  since: string,
): Promise<string | undefined> {
  const messages = await pages(api, 'conversations.history', { channel }, since)
  return messages
    .filter((message) => isOurs(message, ASK_EVENT, whose))
    .filter(({ metadata }) => metadata?.event_payload['gate'] === gate && metadata.event_payload['duty'] === duty)
    .map(({ ts }) => ts)
    .toSorted()
    .at(-1)
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
    const args = { ...where, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const read = answer.parse(await api.call(method, args, { patienceMs: 10_000 }))
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
