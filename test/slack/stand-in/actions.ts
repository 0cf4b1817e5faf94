/** What people do in Slack, as Slack tells it to an app. Field by field from docs.slack.dev: slash commands, interaction payloads, app_home_opened. */
import { randomUUID } from 'node:crypto'
import { ACCOUNTS, APP, BOT, BOT_USER, CHANNEL, TEAM, teamOf, type AccountName } from './accounts.ts'
import type { Delivery } from './delivery.ts'
import type { Workspace } from './workspace.ts'

export interface Message {
  ts: string
  blocks: Record<string, unknown>[]
  text: string
}

export interface View {
  id: string
  hash: string
  callback_id: string
  private_metadata: string
  blocks: Record<string, unknown>[]
  [field: string]: unknown
}

export interface ButtonElement {
  type: 'button'
  action_id: string
  value?: string
  text: { text: string }
  confirm?: object
}

const IDS = { token: 'verification-token-of-old', api_app_id: APP }

/** A trigger opens one view within three seconds; the emulator holds it to that. */
export async function newTrigger({ emulator }: Workspace, as: AccountName, view?: string): Promise<string> {
  const args = { user_id: ACCOUNTS[as].id, ...(view === undefined ? {} : { view_id: view }) }
  return (await emulator.asApp<{ trigger_id: string }>('views.generateTriggerId', args)).trigger_id
}

/** `/keep copy a=b` as somebody types it: Slack escapes three characters of it, and makes no mentions unless the manifest asks for that. */
export function commandOf(as: AccountName, line: string, trigger: string, responseUrl: string, channel = CHANNEL): Delivery {
  const [command = '', ...words] = line.split(' ')
  return {
    kind: 'command',
    body: {
      ...IDS,
      team_id: teamOf(as),
      team_domain: 'contoso',
      channel_id: channel,
      channel_name: 'incident',
      user_id: ACCOUNTS[as].id,
      user_name: ACCOUNTS[as].name,
      command,
      text: words.join(' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: trigger,
    },
  }
}

/** `blockId`: of the block that the button stands in. */
export function pressOf(
  as: AccountName,
  button: ButtonElement,
  blockId: string,
  message: Message,
  trigger: string,
  responseUrl: string,
  channel = CHANNEL,
): Delivery {
  return {
    kind: 'interactive',
    body: {
      type: 'block_actions',
      ...IDS,
      ...who(as),
      container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'incident' },
      message: { type: 'message', user: BOT_USER, bot_id: BOT, app_id: APP, ...message },
      trigger_id: trigger,
      response_url: responseUrl,
      actions: [
        { type: 'button', block_id: blockId, action_id: button.action_id, action_ts: stampNow(), value: button.value, text: button.text },
      ],
    },
  }
}

/** `values`: by block and action, as `view.state.values` has it. */
export function submissionOf(as: AccountName, view: View, values: Record<string, unknown>, trigger: string): Delivery {
  return {
    kind: 'interactive',
    body: {
      type: 'view_submission',
      ...IDS,
      ...who(as),
      trigger_id: trigger,
      view: { ...view, team_id: TEAM, bot_id: BOT, app_id: APP, state: { values } },
      response_urls: [],
      is_enterprise_install: false,
      enterprise: null,
    },
  }
}

/** Somebody opens an external select: what may be chosen? */
export function optionsOf(as: AccountName, view: View, actionId: string, blockId: string, written = ''): Delivery {
  return {
    kind: 'interactive',
    body: {
      type: 'block_suggestion',
      ...IDS,
      ...who(as),
      container: { type: 'view', view_id: view.id },
      view,
      action_id: actionId,
      block_id: blockId,
      value: written,
    },
  }
}

export function homeOpenedBy(as: AccountName): Delivery {
  return {
    kind: 'event',
    body: {
      ...IDS,
      team_id: teamOf(as),
      type: 'event_callback',
      event: { type: 'app_home_opened', user: ACCOUNTS[as].id, channel: 'D0HOMETAB', tab: 'home', event_ts: stampNow() },
      event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
    },
  }
}

function who(as: AccountName): Record<string, unknown> {
  const team = teamOf(as)
  return {
    user: { id: ACCOUNTS[as].id, username: ACCOUNTS[as].name, name: ACCOUNTS[as].name, team_id: team },
    team: { id: TEAM, domain: 'contoso' },
    enterprise: null,
    is_enterprise_install: false,
  }
}

function stampNow(): string {
  return (Date.now() / 1000).toFixed(6)
}
