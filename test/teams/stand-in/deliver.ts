/** How Teams brings an activity to a bot, and what it makes of the answer. */
import { request } from 'node:http'
import { cardFaults, sizeFault } from './card-faults.ts'
import type { Activity } from './activities.ts'
import { CARD } from './activity-faults.ts'

export interface Delivered {
  activity: Activity
  /** 0: the connection ended without an answer. */
  status: number
  text: string
  ms: number
  /** The bot's answer to an invoke, as Teams reads it. */
  shown: Shown
}

/** `card`: in place of the one that was pressed, for this person; `message`: a notice at the card; `error`: "something went wrong". */
export type Shown =
  | { type: 'nothing' }
  | { type: 'card'; card: Record<string, unknown> }
  | { type: 'message'; text: string }
  | { type: 'error'; code: string; message: string }

/** `authorization`: the whole header; none where it is empty. */
export async function deliver(bot: string, activity: Activity, authorization: string): Promise<Delivered> {
  const began = performance.now()
  const headers = { 'content-type': 'application/json; charset=utf-8', ...(authorization !== '' && { authorization }) }
  const { status, text } = await post(bot, headers, JSON.stringify(activity)).catch(() => ({ status: 0, text: '' }))
  return { activity, status, text, ms: performance.now() - began, shown: read(activity, status, text) }
}

/** One request as it is, byte for byte. Rejects when the connection ends without an answer. */
export function post(url: string, headers: Record<string, string>, body: string | Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const out = request(url, { method: 'POST', headers: { ...length, ...headers }, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
      response.on('error', reject)
    })
    out.on('error', reject)
    out.end(body)
  })
}

/** What is wrong with the answer to an invoke; Teams shows its own error in place of such a one. */
export function answerFaults({ activity, status, text, shown }: Delivered): string[] {
  if (activity['type'] !== 'invoke') return text === '' || status >= 400 ? [] : [`a message is answered with a body: ${text}`]
  if (activity['name'] !== 'adaptiveCard/action' || status !== 200) return []
  if (shown.type === 'nothing') return [`Teams cannot read the answer to a press: ${text}`]
  return shown.type === 'card' ? [...cardFaults(shown.card), ...[sizeFault(shown.card) ?? []].flat()] : []
}

/** Of an answer to `adaptiveCard/action`: a status of its own, a type, and a value that fits the type. */
function read({ type, name }: Activity, status: number, text: string): Shown {
  if (type !== 'invoke' || name !== 'adaptiveCard/action' || status !== 200) return { type: 'nothing' }
  const { type: kind, value, statusCode } = objectOf(text)
  if (kind === CARD && statusCode === 200 && isObject(value)) return { type: 'card', card: value }
  if (kind === 'application/vnd.microsoft.activity.message' && statusCode === 200 && typeof value === 'string')
    return { type: 'message', text: value }
  if (kind !== 'application/vnd.microsoft.error' || !isObject(value) || Number(statusCode) < 400) return { type: 'nothing' }
  return { type: 'error', code: String(value['code']), message: String(value['message']) }
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
