/** What the stand-in of Teams takes and what it refuses, spoken to by botbuilder's own client and by hand. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
  TeamsInfo,
  type Activity,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNTS, APP_ID, APP_SECRET, BOT, TENANT } from './accounts.ts'
import { CARD } from './activity-faults.ts'
import { CODES, downUntil, once, refusal } from './call.ts'
import { cardFaults, sizeFault } from './card-faults.ts'
import { cardFor, postsIn, refreshedFor, threadUnder, type Message } from './messages.ts'
import { CHANNEL, GROUP_CHAT } from './places.ts'
import { openRates } from './rates.ts'
import { openTeams, type Teams } from './teams.ts'

let teams: Teams
beforeEach(async () => {
  teams = await openTeams({ limited: false })
})
afterEach(() => teams.close())

test('the log-in gives a token to the app that proves itself, and to nobody else', async () => {
  expect(await logIn()).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } })
  expect(await logIn({ client_secret: 'guessed' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client', error_codes: [7000215] },
  })
  expect(await logIn({ client_id: 'another' })).toMatchObject({
    status: 400,
    body: { error: 'unauthorized_client', error_codes: [700016] },
  })
  expect(await logIn({ scope: 'https://graph.microsoft.com/.default' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope', error_codes: [70011] },
  })
  expect(await logIn({ grant_type: 'password' })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type', error_codes: [70003] },
  })
  const elsewhere = await fetch(`${teams.connector.login}/common/oauth2/v2.0/token`, { method: 'POST', body: '' })
  expect(elsewhere.status).toBe(400)
})

test('a call without a bearer, with one of elsewhere or with one that has run out is not let in', async () => {
  const path = `v3/conversations/${encodeURIComponent(CHANNEL)}/activities`
  const denied = { status: 401, body: { message: 'Authorization has been denied for this request.' } }
  expect(await call('POST', path, text('a'), { authorization: '' })).toEqual(denied)
  expect(await call('POST', path, text('a'), { authorization: 'Bearer stand-in-forged' })).toEqual(denied)
  teams.connector.logIn.lifeSeconds = -1
  expect(await call('POST', path, text('a'))).toEqual(denied)
  expect(postsIn(teams.connector.messages, CHANNEL)).toEqual([])
})

test('botbuilder posts, replies, changes and removes', async () => {
  const seen: string[][] = []
  const look = (): void => void seen.push(postsIn(teams.connector.messages, CHANNEL).map(({ text: said, card }) => (card ? 'card' : said)))
  let root = ''
  await asBot(CHANNEL, async (context) => {
    root = (await context.sendActivity(cardActivity()))?.id ?? ''
    look()
    await context.updateActivity({ ...text('changed'), id: root })
    look()
  })
  await asBot(`${CHANNEL};messageid=${root}`, async (context) => {
    await context.sendActivity(text('in the thread'))
    await context.deleteActivity(root)
    look()
  })
  expect(seen).toEqual([['card'], ['changed'], []])
  const [message] = teams.connector.messages.all
  expect(message).toMatchObject({ id: root, edits: 1, deleted: true })
  expect(threadUnder(teams.connector.messages, message as Message).map(({ text: said }) => said)).toEqual(['in the thread'])
  const calls = teams.connector.calls.filter(({ operation }) => operation !== 'log-in')
  expect(calls.map(({ operation, answer }) => [operation, answer?.status])).toEqual([
    ['send', 201],
    ['update', 200],
    ['send', 201],
    ['remove', 200],
  ])
  expect(teams.connector.wrong).toEqual([])
})

test('botbuilder reads the roster by address, by object id and page by page, and opens a 1:1 chat', async () => {
  await asBot(CHANNEL, async (context) => {
    expect(await TeamsInfo.getMember(context, ACCOUNTS.amir.object)).toMatchObject({
      id: ACCOUNTS.amir.id,
      name: 'Amir Haddad',
      userRole: 'user',
    })
    expect(await TeamsInfo.getMember(context, ACCOUNTS.guest.id)).toMatchObject({ userRole: 'guest', tenantId: TENANT })
    await expect(TeamsInfo.getMember(context, 'ffffffff-0000-4000-8000-000000000000')).rejects.toMatchObject({ statusCode: 404 })
    const first = await TeamsInfo.getPagedMembers(context, 4)
    const second = await TeamsInfo.getPagedMembers(context, 5, first.continuationToken)
    expect([first, second].map(({ members }) => members.length)).toEqual([4, 5])
    expect(second.continuationToken).toBeUndefined()
  })
  const opened = await open(ACCOUNTS.carol.id)
  expect(opened).toEqual({ status: 201, body: { id: teams.connector.messages.personal('carol').id } })
  await asBot(String(opened.body['id']), (context) => context.sendActivity(text('for Carol')))
  expect(postsIn(teams.connector.messages, String(opened.body['id'])).map(({ text: said }) => said)).toEqual(['for Carol'])
})

test('who has not the app, or blocked the bot, or is of another tenant gets no 1:1 chat; a roster without the bot takes nothing', async () => {
  teams.connector.without.add('bob')
  teams.connector.blocked.add('carol')
  teams.connector.outside.add(GROUP_CHAT)
  const shut = { status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'the bot is not installed for this user' } } }
  expect(await open(ACCOUNTS.bob.id)).toEqual(shut)
  expect(await open(ACCOUNTS.foreign.id)).toMatchObject({ status: 400, body: { error: { code: 'BadArgument' } } })
  const { body } = await open(ACCOUNTS.carol.object)
  expect(await say(String(body['id']), text('a'))).toMatchObject({ status: 403, body: { error: { code: 'MessageWritesBlocked' } } })
  expect(await say(GROUP_CHAT, text('a'))).toMatchObject({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } })
})

test('what is not there is not found: a conversation, a thread, a message, and one that was removed', async () => {
  const { body } = await say(CHANNEL, text('a'))
  const id = String(body['id'])
  const path = (message: string): string => `v3/conversations/${encodeURIComponent(CHANNEL)}/activities/${message}`
  expect(await call('DELETE', path(id))).toEqual({ status: 200, body: {} })
  const gone = { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } }
  expect(await call('PUT', path(id), text('b'))).toMatchObject(gone)
  expect(await call('DELETE', path(id))).toMatchObject(gone)
  expect(await say('19:nowhere@thread.tacv2', text('b'))).toMatchObject({ status: 404, body: { error: { code: 'ConversationNotFound' } } })
  expect(await say(`${CHANNEL};messageid=1`, text('b'))).toMatchObject({ status: 404, body: { error: { code: 'ConversationNotFound' } } })
})

test('what the connector does not have is refused and never answered with success', async () => {
  for (const [method, path] of [
    ['GET', 'v3/conversations'],
    ['POST', 'v3/conversations/x/activities/history'],
    ['POST', 'v3/teams/x'],
    ['PATCH', `v3/conversations/${CHANNEL}/activities/1`],
  ] as const)
    expect(await call(method, path, method === 'GET' ? undefined : {})).toMatchObject({
      status: 405,
      body: { error: { code: 'MethodNotAllowed' } },
    })
})

test.each<[what: string, activity: object, faults: string[]]>([
  ['Markdown', { ...text('a *b*'), textFormat: undefined }, ['textFormat undefined reads Markdown into what people typed']],
  ['HTML', text('a <b>c</b>'), ['the text holds <b>, which Teams reads as HTML']],
  [
    'a mention without an entity',
    text('<at>Amir</at> a'),
    ['the text mentions somebody without an entity', 'the text holds <at>, which Teams reads as HTML'],
  ],
  ['an entity without its text', { ...text('a'), entities: [mention()] }, ['the mention <at>Amir Haddad</at> does not stand in the text']],
  ['nothing', text(' '), ['the message is empty']],
  ['a card without a summary', { ...cardActivity(), summary: undefined }, ['a card without a summary: its notification says nothing']],
  ['an unknown attachment', { ...text('a'), attachments: [{ contentType: 'image/x' }] }, ['Teams shows no attachment of the type image/x']],
  ['an unknown field', { ...text('a'), blocks: [] }, ['an activity has no field blocks']],
  ['typing', { type: 'typing' }, ['an activity of the type typing is not sent']],
])('a message with %s is refused, and noted', async (_what, activity, faults) => {
  expect(await say(CHANNEL, activity)).toEqual({ status: 400, body: { error: { code: 'BadSyntax', message: faults.join('; ') } } })
  expect(teams.connector.wrong).toEqual(faults)
})

test('text is read as people see it: mentions are names, escapes are read in xml only, joiners are not seen', async () => {
  await say(CHANNEL, { ...text('<at>Amir Haddad</at> a &lt; b'), textFormat: 'xml', entities: [mention()] })
  await say(CHANNEL, text('a &lt; b\u2060c'))
  expect(postsIn(teams.connector.messages, CHANNEL)).toMatchObject([
    { text: 'Amir Haddad a < b', mentioned: [ACCOUNTS.amir.id] },
    { text: 'a &lt; bc', mentioned: [] },
  ])
})

test('a payload over 100 KB of UTF-16 is too big, a card over 28 KB is taken and noted', async () => {
  expect(await say(CHANNEL, text('x'.repeat(52_000)))).toMatchObject({ status: 413, body: { error: { code: 'MessageSizeTooBig' } } })
  const large = card({ body: [block('x'.repeat(28_000))] })
  expect(await say(CHANNEL, cardActivity(large))).toMatchObject({ status: 201 })
  expect(teams.connector.wrong).toEqual([sizeFault(large)])
})

test('cards are held to the schema and to the bounds of Teams', () => {
  const people = (count: number): string[] => Array.from({ length: count }, (_, index) => `29:${index}`)
  const refresh = (userIds: unknown): object => ({ action: { type: 'Action.Execute', verb: 'refresh' }, userIds })
  const act = {
    type: 'Action.Execute',
    id: 'a',
    title: 'A',
    verb: 'a',
    data: {},
    fallback: { type: 'Action.Submit', title: 'A', data: {} },
  }
  expect(cardFaults(card({ refresh: refresh(people(60)) }))).toEqual([])
  expect(cardFaults(card({ refresh: refresh(people(61)) }))).toEqual(['refresh names 61 people; 60 fit'])
  expect(cardFaults(card({ refresh: refresh(['29:a', '29:a', 'amir']) }))).toEqual([
    'refresh names somebody twice',
    'refresh names amir, which is no 29: address',
  ])
  expect(cardFaults(card({ refresh: refresh(undefined) }))).toEqual(['refresh names nobody: in a channel nothing is refreshed by itself'])
  expect(cardFaults(card({ version: '1.6' }))).toEqual(["the card's version is 1.6; 1.5 is the newest that Teams shows"])
  expect(cardFaults(card({ body: [{ type: 'Table' }, { ...block('a'), colour: 'red' }] }))).toEqual([
    'body[0]: Teams knows no element Table',
    'body[1]: RichTextBlock has a field colour, which Teams does not know',
  ])
  expect(cardFaults(card({ body: [{ type: 'ActionSet', actions: [act, { ...act, fallback: undefined }] }] }))).toEqual([
    'body[0].actions[1]: Action.Execute has no fallback',
    'two parts of the card have the id a',
  ])
  const choice = { type: 'Input.ChoiceSet', id: 'c', label: 'C', choices: [{ title: 'X', value: 'x' }], value: 'y' }
  expect(cardFaults(card({ body: [choice] }))).toEqual(['body[0]: its value "y" is none of its choices'])
})

test('more than Teams allows is throttled until the window has passed, for each conversation by itself', () => {
  const rates = openRates()
  const made = Array.from({ length: 7 }, (_, index) => rates.take('send', CHANNEL, index))
  expect(made).toEqual(Array.from({ length: 7 }, () => undefined))
  expect(rates.take('update', CHANNEL, 10)).toBe(1)
  expect(rates.take('send', GROUP_CHAT, 10)).toBeUndefined()
  expect(rates.take('member', CHANNEL, 10)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 1000)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 1001)).toBe(1)
  for (let at = 0; at < 52; at++) expect(rates.take('send', CHANNEL, 3000 + at * 400)).toBeUndefined()
  expect(rates.take('send', CHANNEL, 24_000)).toBe(6)
})

test('over HTTP, being throttled names the seconds to wait', async () => {
  teams.connector.rates = { take: () => 2 }
  const answer = await fetch(address(CHANNEL), { method: 'POST', headers: await headers(), body: JSON.stringify(text('a')) })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2'])
})

test('each error can be answered once or for a time, and a call can be cut off before or after it was carried out', async () => {
  for (const code of CODES) {
    teams.connector.faults = once('send', refusal(code))
    expect(await say(CHANNEL, text('a'))).toMatchObject({ status: refusal(code).status, body: { error: { code } } })
    expect((await say(CHANNEL, text(code))).status).toBe(201)
  }
  let now = 0
  teams.connector.faults = downUntil(10, refusal('ServiceUnavailable'), () => now)
  expect((await say(CHANNEL, text('a'))).status).toBe(503)
  now = 10
  expect((await say(CHANNEL, text('after it'))).status).toBe(201)
  for (const carriedOut of [false, true]) {
    teams.connector.faults = once('send', { type: 'cut', carriedOut })
    await expect(say(CHANNEL, text(`carried out: ${carriedOut}`))).rejects.toThrow('fetch failed')
  }
  const said = postsIn(teams.connector.messages, CHANNEL).map(({ text: line }) => line)
  expect(said).toEqual([...CODES, 'after it', 'carried out: true'])
})

test('a file is put once, in one piece', async () => {
  const url = teams.connector.uploadUrl('a log.jsonl')
  const put = async (range: string): Promise<number> =>
    (await fetch(url, { method: 'PUT', headers: { 'content-range': range }, body: 'abc' })).status
  expect([await put('bytes 0-1/3'), await put('bytes 0-2/3'), await put('bytes 0-2/3')]).toEqual([416, 201, 409])
  expect(teams.connector.uploads.get('a log.jsonl')?.toString()).toBe('abc')
})

test('a card that comes back to a person is what this person sees, until the message is changed', async () => {
  const mine = card({ body: [block('your part')] })
  const bot = createServer((request, response) => {
    request.resume().on('end', () => response.end(JSON.stringify({ statusCode: 200, type: CARD, value: mine })))
  })
  await new Promise<void>((resolve) => void bot.listen(0, '127.0.0.1', resolve))
  teams.bot = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`
  const shown = card({ refresh: { action: { type: 'Action.Execute', verb: 'refresh', data: {} }, userIds: [ACCOUNTS.amir.id] } })
  await say(CHANNEL, cardActivity(shown))
  const [message] = postsIn(teams.connector.messages, CHANNEL) as [Message]
  expect(refreshedFor(message)).toEqual(['amir'])
  const { activity, status } = await teams.refresh('amir', message)
  expect(status).toBe(200)
  expect(activity).toMatchObject({ name: 'adaptiveCard/action', value: { action: { verb: 'refresh' }, trigger: 'automatic' } })
  const { messages } = teams.connector
  expect([cardFor(messages, message, 'amir'), cardFor(messages, message, 'dana')]).toEqual([mine, shown])
  await call('PUT', `v3/conversations/${encodeURIComponent(CHANNEL)}/activities/${message.id}`, cardActivity(card({})))
  expect(cardFor(messages, message, 'amir')).toEqual(card({}))
  expect(teams.connector.wrong).toEqual([])
  bot.close()
})

function text(line: string): Partial<Activity> & { type: string } {
  return { ...MessageFactory.text(line), type: 'message', textFormat: 'plain' }
}

function block(line: string): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line }] }
}

function card(over: object): Record<string, unknown> {
  return { type: 'AdaptiveCard', version: '1.5', fallbackText: 'R-1', body: [block('a')], ...over }
}

function cardActivity(content = card({})): Partial<Activity> & { type: string } {
  return { type: 'message', summary: 'R-1 waits', attachments: [{ contentType: CARD, content }] }
}

function mention(): object {
  return { type: 'mention', text: '<at>Amir Haddad</at>', mentioned: { id: ACCOUNTS.amir.id, name: 'Amir Haddad' } }
}

async function logIn(over: Record<string, string> = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = {
    grant_type: 'client_credentials',
    client_id: APP_ID,
    client_secret: APP_SECRET,
    scope: 'https://api.botframework.com/.default',
    ...over,
  }
  const answer = await fetch(`${teams.connector.login}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

async function headers(): Promise<Record<string, string>> {
  const { body } = await logIn()
  return { authorization: `Bearer ${String(body['access_token'])}`, 'content-type': 'application/json' }
}

function address(conversation: string): string {
  return `${teams.connector.serviceUrl}v3/conversations/${encodeURIComponent(conversation)}/activities`
}

async function call(
  method: string,
  path: string,
  body?: object,
  over: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const options = { method, headers: { ...(await headers()), ...over }, ...(body && { body: JSON.stringify(body) }) }
  const answer = await fetch(new URL(path, teams.connector.serviceUrl), options)
  const read = await answer.text()
  return { status: answer.status, body: read === '' ? {} : (JSON.parse(read) as Record<string, unknown>) }
}

function say(conversation: string, activity: object): Promise<{ status: number; body: Record<string, unknown> }> {
  return call('POST', `v3/conversations/${encodeURIComponent(conversation)}/activities`, activity)
}

function open(member: string): Promise<{ status: number; body: Record<string, unknown> }> {
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
    serviceUrl: teams.connector.serviceUrl,
    bot: BOT,
    conversation: { id: conversation, isGroup: true, conversationType: 'channel', tenantId: TENANT, name: '' },
  } satisfies Partial<ConversationReference>
  await adapter.continueConversationAsync(APP_ID, reference, async (context) => void (await work(context)))
}
