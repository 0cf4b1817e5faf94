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

export const CODES = [...PASSES, ...FOR_GOOD]
