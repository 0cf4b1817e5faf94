/**
 * A stand-in for Slack's Web API in this process, behind the real client's `fetch`: it keeps messages, threads and tombstones as Slack does,
 * refuses what it does not know, and answers one method with an error as long as it is told to.
 */
import { randomUUID } from 'node:crypto'
import { readArgs } from '../stand-in/call.ts'

export interface Message {
  channel: string
  ts: string
  thread_ts?: string
  text: string
  blocks?: unknown
  metadata?: { event_type: string; event_payload: Record<string, unknown> }
  subtype?: string
  files?: { name: string }[]
}

export interface Refusing {
  method: string
  /** An error of Slack's, or `http-503`, `rate-limit` (HTTP 429) and `cut`. */
  code: string
  /** Was it carried out all the same? */
  done: boolean
  once: boolean
  /** Only calls that are so. */
  where?: (args: Record<string, unknown>) => boolean
}

type Args = Record<string, unknown>
type Answer = Record<string, unknown>

export const CHANNEL = 'C0INCIDENT'
export const TEAM = 'T0CONTOSO'
const BOT = { user: 'U0COUNTER', bot_id: 'B0COUNTER' }
/** How long a call takes. */
const CALL_MS = 40

class No extends Error {}

export class Workspace {
  messages: Message[] = []
  readonly calls: { method: string; args: Args; atMs: number; refused: boolean }[] = []
  /** What each person was told alone, as ephemeral or direct message. */
  readonly told: { user: string; text: string }[] = []
  readonly homes = new Map<string, unknown>()
  readonly views: unknown[] = []
  refusing: Refusing | undefined
  readonly deactivated = new Set(['U0BOTH'])
  nowMs: number
  private readonly names = new Map<string, string>()

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const method =
      String(input instanceof Request ? input.url : input)
        .split('/')
        .at(-1) ?? ''
    const body = init?.body
    const args = readArgs(
      new Headers(init?.headers).get('content-type') ?? '',
      body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : '',
    )
    this.nowMs += CALL_MS
    return this.answered(method, args ?? {})
  }

  private answered(method: string, args: Args): Response {
    const asked = this.refusing
    const refusing = asked?.method === method && (asked.where?.(args) ?? true) ? asked : undefined
    if (refusing?.once) this.refusing = undefined
    this.calls.push({ method, args, atMs: this.nowMs, refused: refusing !== undefined })
    const answer = refusing === undefined || refusing.done ? this.carriedOut(method, args) : {}
    if (refusing === undefined) return json(answer)
    if (refusing.code === 'cut')
      throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })
    if (refusing.code === 'rate-limit') return json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '30' })
    if (refusing.code === 'http-503') return json({ ok: false }, 503)
    return json({ ok: false, error: refusing.code })
  }

  private carriedOut(method: string, args: Args): Answer {
    try {
      return { ok: true, ...this.answer(method, args) }
    } catch (cause) {
      if (cause instanceof No) return { ok: false, error: cause.message }
      throw cause
    }
  }

  private answer(method: string, args: Args): Answer {
    const channel = String(args['channel'])
    switch (method) {
      case 'auth.test':
        return { team_id: TEAM, team: 'Contoso', user_id: BOT.user, bot_id: BOT.bot_id, url: 'https://contoso.slack.com/' }
      case 'users.info': {
        const id = String(args['user'])
        if (!id.startsWith('U0')) throw new No('user_not_found')
        return { user: { id, team_id: TEAM, deleted: this.deactivated.has(id) } }
      }
      case 'conversations.info':
        return { channel: { is_member: true, is_archived: false } }
      case 'conversations.open':
        return { channel: { id: `D${String(args['users'])}` } }
      case 'chat.postMessage':
        return this.post(channel, args)
      case 'chat.postEphemeral':
        this.told.push({ user: String(args['user']), text: String(args['text']) })
        return {}
      case 'chat.update': {
        const found = this.find(channel, args['ts'])
        Object.assign(found, { text: args['text'], blocks: args['blocks'] })
        return { channel, ts: found.ts }
      }
      case 'chat.delete':
        this.remove(channel, String(this.find(channel, args['ts']).ts))
        return {}
      case 'conversations.history':
        return { messages: this.page(({ thread_ts }) => thread_ts === undefined, channel, args).toReversed() }
      case 'conversations.replies': {
        const { ts } = this.find(channel, args['ts'], true)
        return { messages: this.page((each) => each.ts === ts || each.thread_ts === ts, channel, { ...args, oldest: '0' }) }
      }
      case 'views.open':
        this.views.push(args['view'])
        return {}
      case 'views.publish':
        this.homes.set(String(args['user_id']), args['view'])
        return {}
      case 'files.getUploadURLExternal': {
        const id = randomUUID()
        this.names.set(id, String(args['filename']))
        return { upload_url: `${uploads.url}/${id}`, file_id: id }
      }
      case 'files.completeUploadExternal': {
        const files = (args['files'] as { id: string }[]).map(({ id }) => ({ name: this.names.get(id) ?? '' }))
        const where = String(args['channel_id'])
        const { ts } = this.post(where, { ...args, text: args['initial_comment'] }) as { ts: string }
        this.find(where, ts).files = files
        return {}
      }
      default:
        throw new No('unknown_method')
    }
  }

  private post(channel: string, { thread_ts, text, blocks, metadata }: Args): Answer {
    const ts = `${Math.floor(this.nowMs / 1000)}.${String(this.calls.length).padStart(6, '0')}`
    // An answer to a message that is gone stands in the channel, and says so by leaving the thread out.
    const root = this.messages.some((each) => each.channel === channel && each.ts === thread_ts)
    const message = { channel, ts, text: String(text), blocks, metadata, ...(root ? { thread_ts } : {}) } as Message
    this.messages.push(message)
    if (channel.startsWith('D')) this.told.push({ user: channel.slice(1), text: message.text })
    return { channel, ts, message: { ts, text, ...(root ? { thread_ts } : {}) } }
  }

  /** As people do it: with answers below it, a tombstone stays. */
  remove(channel: string, ts: string): void {
    const answers = this.messages.some((each) => each.channel === channel && each.thread_ts === ts)
    this.messages = this.messages.flatMap((each) => {
      if (each.channel !== channel || each.ts !== ts) return [each]
      return answers ? [{ channel, ts, text: 'This message was deleted.', subtype: 'tombstone' }] : []
    })
  }

  private find(channel: string, ts: unknown, tombstones = false): Message {
    const found = this.messages.find((each) => each.channel === channel && each.ts === ts && (tombstones || each.subtype === undefined))
    if (!found) throw new No(tombstones ? 'thread_not_found' : 'message_not_found')
    return found
  }

  private page(is: (message: Message) => boolean, channel: string, { oldest, limit }: Args): Answer[] {
    const found = this.messages.filter(
      (each) => each.channel === channel && is(each) && each.ts >= (typeof oldest === 'string' ? oldest : ''),
    )
    return found.slice(0, Number(limit ?? 100)).map((each) => ({ ...each, ...(each.subtype === undefined ? BOT : {}) }))
  }
}

function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** Where files go: a socket, because they are not sent by the client. */
export const uploads = { url: '' }
