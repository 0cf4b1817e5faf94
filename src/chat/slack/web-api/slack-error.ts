/** What goes wrong with Slack, as values that say what to do next. */

/** Slack asks to wait, or our own rate limit does: nothing was sent. */
export class RateLimited extends Error {
  readonly retryAfterMs: number
  /** Slack refused it for now; false: our own rate limit, nobody was asked. */
  readonly asked: boolean

  constructor(what: string, retryAfterMs: number, asked = false) {
    super(`${what} waits ${Math.ceil(retryAfterMs / 1000)} s, as Slack's limits want it.`)
    this.retryAfterMs = retryAfterMs
    this.asked = asked
  }
}

/** A call that Slack did not carry out, or whose end is not known. */
export class SlackError extends Error {
  /** Slack's own error, or `unreachable`. */
  readonly code: string
  /** False: it may have been done all the same. */
  readonly certain: boolean
  /** True: what passes by itself. Everything else is a no for good to this call, whatever its code, and only another call or a person helps. */
  readonly passes: boolean

  constructor(code: string, sentence: string, certain: boolean, cause: unknown, passes = false) {
    super(sentence, { cause })
    this.code = code
    this.certain = certain
    this.passes = passes
  }
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
    const code = error.data?.error ?? 'unknown_error'
    return new SlackError(code, explain(method, code, error.data?.needed), !UNSURE.has(code), thrown, UNSURE.has(code) || LIMITS.has(code))
  }
  if (error.code === 'slack_webapi_http_error') {
    return new SlackError('unreachable', `Slack answered ${method} with HTTP ${error.statusCode}.`, false, thrown, true)
  }
  const why = causeCode(thrown)
  const unreachable = `Slack does not answer ${method}${why === undefined ? '' : ` (${why})`}.`
  return new SlackError('unreachable', unreachable, why !== undefined && NEVER_LEFT.has(why), thrown, true)
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

/** What an error of Slack means here, and the remedy. */
export function explain(method: string, code: string, needed?: string): string {
  const remedy = method === APP_METHOD ? APP_REMEDIES[code] : REMEDIES[code]
  if (code === 'missing_scope' && method !== APP_METHOD) {
    return `Slack refused ${method}: the token lacks the scope ${needed ?? 'it needs'}. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.`
  }
  return remedy === undefined ? `Slack refused ${method}: ${code}.` : `Slack refused ${method} (${code}): ${remedy}`
}

/** The one method that the app token is for. */
const APP_METHOD = 'apps.connections.open'
const OTHER_APP_TOKEN =
  'copy the app token (xapp-…) again from "Basic Information", "App-Level Tokens" of the app; it needs the scope connections:write.'
const APP_REMEDIES: Record<string, string> = {
  invalid_auth: OTHER_APP_TOKEN,
  not_authed: OTHER_APP_TOKEN,
  token_revoked: OTHER_APP_TOKEN,
  missing_scope: OTHER_APP_TOKEN,
  not_allowed_token_type: OTHER_APP_TOKEN,
  account_inactive: OTHER_APP_TOKEN,
  forbidden_team: 'Socket Mode is switched off. Switch it on under "Socket Mode" of the app.',
}

const OTHER_TOKEN = 'copy the bot token (xoxb-…) again from "OAuth & Permissions" of the app, and give it to the bot.'
const TOO_SLOW = 'a form can be opened for three seconds, and it took longer.'
const REMEDIES: Record<string, string> = {
  invalid_auth: OTHER_TOKEN,
  not_authed: OTHER_TOKEN,
  token_revoked: OTHER_TOKEN,
  token_expired: OTHER_TOKEN,
  account_inactive: `the app was removed from the workspace. Install it again, and ${OTHER_TOKEN}`,
  not_in_channel: 'the app is no member of that channel. Type /invite @countersign there.',
  channel_not_found: 'there is no such channel, or it is private and the app is no member. Type /invite @countersign there.',
  is_archived: 'the channel is archived. Unarchive it, or start the run in another.',
  restricted_action: 'the workspace lets only some people post in that channel. Ask its owner to let the app post.',
  msg_blocks_too_long: 'the card is longer than Slack takes. Report it: cards are meant to be cut before that.',
  invalid_blocks: 'Slack does not take the card. Report it with the log.',
  cannot_dm_bot: 'the account in people.yaml is that of a bot. Correct it there.',
  expired_trigger_id: TOO_SLOW,
  trigger_expired: TOO_SLOW,
  user_not_found: 'there is no such account in the workspace. Correct it in people.yaml.',
  user_disabled: 'the account is deactivated. Take it out of people.yaml, or have it activated.',
  messages_tab_disabled: 'the app may send no direct messages. Update it from manifest/slack.yaml and install it again.',
  cant_update_message: 'the workspace lets the app edit no messages. Ask its owner to let it.',
  edit_window_closed: 'the workspace lets messages be edited for a short time only. Ask its owner to lengthen it.',
  not_allowed_token_type: 'a token of another kind was given. The bot token begins with xoxb-, the app token with xapp-.',
}
