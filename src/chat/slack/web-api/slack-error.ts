/** What goes wrong with Slack, as values that say what to do next. */

import { en } from '../../../words/en.ts'
import type { SlackFault } from '../../../words/slack-words.ts'

/** Slack asks to wait, or our own rate limit does: nothing was sent. */
export class RateLimited extends Error {
  readonly fault: SlackFault
  readonly retryAfterMs: number
  /** Slack refused it for now; false: our own rate limit, nobody was asked. */
  readonly asked: boolean

  /** `what`: the method that waits, or something else with its fault. */
  constructor(what: string | SlackFault, retryAfterMs: number, asked = false) {
    const fault = typeof what === 'string' ? { is: 'waits' as const, method: what, seconds: Math.ceil(retryAfterMs / 1000) } : what
    // The log speaks English.
    super(en.slack.fault(fault))
    this.fault = fault
    this.retryAfterMs = retryAfterMs
    this.asked = asked
  }
}

/** A call that Slack did not carry out, or whose end is not known. */
export class SlackError extends Error {
  /** Slack's own error, or `unreachable`. */
  readonly code: string
  readonly fault: SlackFault
  /** False: it may have been done all the same. */
  readonly certain: boolean
  /** True: what passes by itself. Everything else is a no for good to this call, whatever its code, and only another call or a person helps. */
  readonly passes: boolean

  constructor(code: string, fault: SlackFault, certain: boolean, cause: unknown, passes = false) {
    super(en.slack.fault(fault), { cause })
    this.code = code
    this.fault = fault
    this.certain = certain
    this.passes = passes
  }
}

/** What went wrong, to be said in somebody's language; what is no word of Slack's says itself. */
export function faultOf(cause: unknown): SlackFault {
  if (cause instanceof RateLimited || cause instanceof SlackError) return cause.fault
  return { is: 'other', text: cause instanceof Error ? cause.message : String(cause) }
}

/** A no that stays one, however often the same is asked. */
export function isForGood(thrown: unknown): thrown is SlackError {
  return thrown instanceof SlackError && !thrown.passes
}

/** Anything that web-api throws, classified by its code and never by its text. */
export function slackErrorOf(method: string, thrown: unknown): RateLimited | SlackError {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown
  if (error.code === 'slack_webapi_rate_limited_error') return new RateLimited(method, Math.max(1, error.retryAfter ?? 1) * 1000, true)
  if (error.code === 'slack_webapi_platform_error') {
    const { error: code = 'unknown_error', needed } = error.data ?? {}
    const fault = { is: 'refused' as const, method, code, ...(needed === undefined ? {} : { needed }) }
    return new SlackError(code, fault, !UNSURE.has(code), thrown, UNSURE.has(code) || LIMITS.has(code))
  }
  if (error.code === 'slack_webapi_http_error') {
    return new SlackError('unreachable', { is: 'http', method, status: error.statusCode ?? 0 }, false, thrown, true)
  }
  const why = causeCode(thrown)
  const silent = { is: 'silent' as const, method, ...(why === undefined ? {} : { code: why }) }
  return new SlackError('unreachable', silent, why !== undefined && NEVER_LEFT.has(why), thrown, true)
}

interface Thrown {
  code?: string
  retryAfter?: number
  statusCode?: number
  data?: { error?: string; needed?: string }
}

/** Slack's own troubles, after which nobody knows whether it was done. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable', 'team_added_to_org'])
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
