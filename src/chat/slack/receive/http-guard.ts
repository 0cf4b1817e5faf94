/**
 * Is this request from Slack, and is it the first time? Bolt checks signature and age; a time in the future, a request sent twice,
 * and what is wrongly encoded, it lets through (seen with Bolt 5.1).
 */
import { isUtf8 } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse } from 'node:querystring'

export interface IncomingRequest {
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export type Verdict = { pass: true } | Refused

interface Refused {
  pass: false
  status: number
  code: string
  sentence: string
  /** This machine's clock less the date of the request, in seconds: where only the time is wrong, because Slack signed it. */
  aheadS?: number
}

/** Slack's requests are a few kilobytes; the largest form holds some tens. */
export const LARGEST_BODY = 256 * 1024
export const PAST_S = 300
export const FUTURE_S = 60

export class ReplayMemory {
  private readonly seen = new Map<string, number>()

  /** False: it was here before. Kept for as long as its timestamp could still be good. */
  first(signature: string, nowMs: number): boolean {
    for (const [key, until] of this.seen) {
      if (until > nowMs) break
      this.seen.delete(key)
    }
    if (this.seen.has(signature)) return false
    this.seen.set(signature, nowMs + (PAST_S + FUTURE_S) * 1000)
    return true
  }
}

export function judgeRequest({ headers, body }: IncomingRequest, secret: string, memory: ReplayMemory, nowMs: number): Verdict {
  const stamp = headers['x-slack-request-timestamp']
  const signature = headers['x-slack-signature']
  if (typeof stamp !== 'string' || !/^\d{1,12}$/.test(stamp)) return refuse(401, 'no-timestamp', 'The request has no timestamp of Slack.')
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) {
    return refuse(401, 'no-signature', 'The request has no signature of Slack.')
  }
  const age = Math.floor(nowMs / 1000) - Number(stamp)
  const ours = createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest()
  const signed = timingSafeEqual(ours, Buffer.from(signature.slice(3), 'hex'))
  const clock = signed ? { aheadS: age } : {}
  if (age > PAST_S) return { ...refuse(401, 'stale', `The request is ${age} s old; ${PAST_S} s is the most.`), ...clock }
  if (age < -FUTURE_S) {
    const sentence = `The request is dated ${-age} s ahead; ${FUTURE_S} s is the most. Check this machine's clock.`
    return { ...refuse(401, 'future', sentence), ...clock }
  }
  if (!signed) {
    return refuse(401, 'forged', 'The signature is not that of Slack. Is slack.signingSecret the one of this app?')
  }
  if (!memory.first(`${stamp} ${signature}`, nowMs)) return refuse(409, 'replayed', 'This very request was here before. It counts once.')
  return judgeContent(headers, body)
}

/** What is signed must still be what Bolt can read: an object, as JSON or as a form. */
function judgeContent(headers: IncomingRequest['headers'], body: Buffer): Verdict {
  if (headers['content-encoding'] !== undefined) return refuse(415, 'compressed', 'Slack sends nothing compressed.')
  if (!isUtf8(body)) return refuse(400, 'not-utf8', 'The request is not UTF-8.')
  const text = body.toString('utf8')
  switch (contentType(headers)) {
    case 'application/json':
      return isEvent(text) ? { pass: true } : refuse(400, 'not-json', 'The request is not an event of Slack as JSON.')
    case 'application/x-www-form-urlencoded': {
      const { payload, command } = parse(text)
      if (payload === undefined && typeof command === 'string') return { pass: true }
      const good = typeof payload === 'string' && isEvent(payload)
      return good ? { pass: true } : refuse(400, 'not-json', 'The form holds neither a command nor one payload of Slack as JSON.')
    }
    default:
      return refuse(415, 'content-type', 'Slack sends forms and JSON; the request is neither.')
  }
}

/** Without its parameters: Bolt compares the whole header. */
export function contentType(headers: IncomingRequest['headers']): string {
  const header = headers['content-type']
  return typeof header === 'string' ? (header.split(';')[0] ?? '').trim().toLowerCase() : ''
}

/** Everything that Slack sends as JSON is an object with a type. */
function isEvent(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  } catch {
    return false
  }
}

function refuse(status: number, code: string, sentence: string): Refused {
  return { pass: false, status, code, sentence }
}
