import { shortOrLong } from '../../suite/long-form.ts'

/** 25 ways in which Slack does not do what it is asked. */

/** Passes by itself, and nobody knows whether it was done; then a limit. */
export const PASSES = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'http-503',
  'cut',
  'rate-limit',
]

/** Never changes its mind; the last one is known to nobody. */
const FOR_GOOD = [
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'msg_too_long',
  'invalid_blocks',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'cannot_dm_bot',
  'user_disabled',
  'ekm_access_denied',
  'whatever_comes_next_year',
]

const CODES = [...PASSES, ...FOR_GOOD]

/**
 * One of each kind that the product tells apart: what passes and may have been done, a connection that was cut, a limit, a token that is worth
 * nothing, a message that is gone, and any other no.
 */
const KINDS = ['internal_error', 'cut', 'rate-limit', 'invalid_auth', 'message_not_found', 'whatever_comes_next_year']
const OTHERS = CODES.filter((code) => !KINDS.includes(code))

/** What this row of a table is refused with: every code in the long form; in the short one each kind, and one of the others in turn, so that the table has them all. */
export function codesOf(row: number): readonly string[] {
  return shortOrLong({ short: [...KINDS, ...OTHERS.slice(row % OTHERS.length).slice(0, 1)], long: CODES })
}
