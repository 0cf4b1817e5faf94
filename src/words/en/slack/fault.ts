import type { SlackFault } from '../../slack-words.ts'
import { accountIs } from './account.ts'

/** What Slack did not do, and the remedy. */
export function fault(of: SlackFault): string {
  switch (of.is) {
    case 'refused':
      return refused(of)
    case 'http':
      return `Slack answered ${of.method} with HTTP ${of.status}.`
    case 'silent':
      return `Slack does not answer ${of.method}${of.code === undefined ? '' : ` (${of.code})`}.`
    case 'waits':
      return `${of.method} waits ${of.seconds} s, as Slack's limits want it.`
    case 'unfit':
      return accountIs(of.because)
    case 'file-place':
      return 'Slack named a place for the file that is not https.'
    case 'file-refused':
      return `Slack did not take the file (HTTP ${of.status}).`
    case 'file-unsent':
      return 'Slack did not take the file: the connection failed.'
    case 'other':
      return of.text
  }
}

function refused({ method, code, needed }: Extract<SlackFault, { is: 'refused' }>): string {
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
