/** The stand-in of Teams, spoken to by botbuilder's own client and by hand; and what a bot sends. */
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
  type Activity,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder'
import { ACCOUNTS, APP_ID, APP_SECRET, BOT, TENANT } from './accounts.ts'
import { CARD } from './activity-faults.ts'
import type { Teams } from './teams.ts'

interface Answered {
  status: number
  body: Record<string, unknown>
}

/** `teams`: the one of the test that runs. */
export function spokenTo(teams: () => Teams) {
  async function logIn(over: Record<string, string> = {}): Promise<Answered> {
    const form = {
      grant_type: 'client_credentials',
      client_id: APP_ID,
      client_secret: APP_SECRET,
      scope: 'https://api.botframework.com/.default',
      ...over,
    }
    const answer = await fetch(`${teams().connector.login}/${TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  async function headers(): Promise<Record<string, string>> {
    const { body } = await logIn()
    return { authorization: `Bearer ${String(body['access_token'])}`, 'content-type': 'application/json' }
  }

  function address(conversation: string): string {
    return `${teams().connector.serviceUrl}v3/conversations/${encodeURIComponent(conversation)}/activities`
  }

  async function call(method: string, path: string, body?: object, over: Record<string, string> = {}): Promise<Answered> {
    const options = { method, headers: { ...(await headers()), ...over }, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(new URL(path, teams().connector.serviceUrl), options)
    const read = await answer.text()
    return { status: answer.status, body: read === '' ? {} : (JSON.parse(read) as Record<string, unknown>) }
  }

  function say(conversation: string, activity: object): Promise<Answered> {
    return call('POST', `v3/conversations/${encodeURIComponent(conversation)}/activities`, activity)
  }

  function open(member: string): Promise<Answered> {
    return call('POST', 'v3/conversations', { isGroup: false, bot: BOT, members: [{ id: member }], tenantId: TENANT })
  }

  /** One turn of botbuilder in this conversation, with the stand-in's log-in. */
  async function asBot(conversation: string, work: (context: TurnContext) => Promise<unknown>): Promise<void> {
    const { body } = await logIn()
    const bearer = `Bearer ${String(body['access_token'])}`
    const credentials = {
      isValidAppId: (id?: string) => Promise.resolve(id === APP_ID),
      isAuthenticationDisabled: () => Promise.resolve(false),
      createCredentials: () =>
        Promise.resolve({
          signRequest: (request: { headers: { set(name: string, value: string): void } }) => {
            request.headers.set('authorization', bearer)
            return Promise.resolve(request)
          },
        }),
    }
    const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}, credentials as never))
    const reference = {
      channelId: 'msteams',
      serviceUrl: teams().connector.serviceUrl,
      bot: BOT,
      conversation: { id: conversation, isGroup: true, conversationType: 'channel', tenantId: TENANT, name: '' },
    } satisfies Partial<ConversationReference>
    await adapter.continueConversationAsync(APP_ID, reference, async (context) => void (await work(context)))
  }

  return { logIn, headers, address, call, say, open, asBot }
}

export function text(line: string): Partial<Activity> & { type: string } {
  return { ...MessageFactory.text(line), type: 'message', textFormat: 'plain' }
}

export function block(line: string): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line }] }
}

export function card(over: object): Record<string, unknown> {
  return { type: 'AdaptiveCard', version: '1.5', fallbackText: 'R-1', body: [block('a')], ...over }
}

export function cardActivity(content = card({})): Partial<Activity> & { type: string } {
  return { type: 'message', summary: 'R-1 waits', attachments: [{ contentType: CARD, content }] }
}

export function mention(): object {
  return { type: 'mention', text: '<at>Amir Haddad</at>', mentioned: { id: ACCOUNTS.amir.id, name: 'Amir Haddad' } }
}
