/** What goes wrong with Slack, as values that say what to do next. */

import { Paused, PlatformError, type ErrorFacts } from '../../live/platform-error.ts'
import type { SlackFault } from '../../../words/slack-words.ts'

/** Slack asks to wait, or our own rate limit does: nothing was sent. */
export class RateLimited extends Paused {
  readonly fault: SlackFault

  constructor(method: string, retryAfterMs: number, asked = false) {
    const fault = { is: 'waits' as const, method, seconds: Math.ceil(retryAfterMs / 1000) }
    super(({ slack }) => slack.fault(fault), retryAfterMs, asked)
    this.fault = fault
  }
}

/** A call that Slack did not carry out, or whose end is not known. */
export class SlackError extends PlatformError {
  readonly fault: SlackFault

  constructor(fault: SlackFault, facts: ErrorFacts) {
    super(({ slack }) => slack.fault(fault), facts)
    this.fault = fault
  }
}

/** What went wrong, to be said in somebody's language; what is no word of Slack's says itself. */
export function faultOf(cause: unknown): SlackFault {
  if (cause instanceof RateLimited || cause instanceof SlackError) return cause.fault
  return { is: 'other', text: cause instanceof Error ? cause.message : String(cause) }
}

/** Anything that web-api throws, classified by its code and never by its text. */
export function slackErrorOf(method: string, thrown: unknown): RateLimited | SlackError {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown
  if (error.code === 'slack_webapi_rate_limited_error') return new RateLimited(method, Math.max(1, error.retryAfter ?? 1) * 1000, true)
  if (error.code === 'slack_webapi_platform_error') {
    const { error: code = 'unknown_error', needed } = error.data ?? {}
    const fault = { is: 'refused' as const, method, code, ...(needed === undefined ? {} : { needed }) }
    const gone = code === 'message_not_found' && OF_A_MESSAGE.has(method)
    return new SlackError(fault, { code, certain: !UNSURE.has(code), passes: UNSURE.has(code) || LIMITS.has(code), gone, cause: thrown })
  }
  if (error.code === 'slack_webapi_http_error') {
    const fault = { is: 'http' as const, method, status: error.statusCode ?? 0 }
    return new SlackError(fault, { code: 'unreachable', certain: false, passes: true, cause: thrown })
  }
  const why = causeCode(thrown)
  const silent = { is: 'silent' as const, method, ...(why === undefined ? {} : { code: why }) }
  const certain = why !== undefined && NEVER_LEFT.has(why)
  return new SlackError(silent, { code: 'unreachable', certain, passes: true, cause: thrown })
}

/** A connection that was kept for too long breaks at its next call, and that says nothing of what was asked. Without a code of the system it was silent until it was given up. */
export function isBroken(thrown: unknown): boolean {
  const { code } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown
  const why = causeCode(thrown)
  return code === 'slack_webapi_request_error' && why !== undefined && !NEVER_LEFT.has(why)
}

interface Thrown {
  code?: string
  retryAfter?: number
  statusCode?: number
  data?: { error?: string; needed?: string }
}

/** Slack's own troubles, after which nobody knows whether it was done. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable', 'team_added_to_org'])
/** Calls that name the message that they change. */
const OF_A_MESSAGE = new Set(['chat.update', 'chat.delete'])
/** Slack's limits, where it names them in the answer instead of by HTTP 429. */
const LIMITS = new Set(['ratelimited', 'rate_limited'])
/** The connection never came about, so nothing was sent. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** The system's code, which tells people something; the name of a class would not. */
function causeCode(thrown: unknown): string | undefined {
  for (let error = thrown, depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    const { code, original, cause } = error as { code?: unknown; original?: unknown; cause?: unknown }
    if (typeof code === 'string' && !code.startsWith('slack_')) return code
    error = original ?? cause
  }
  return undefined
}
