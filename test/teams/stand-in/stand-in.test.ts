/** What the stand-in of Teams takes and what is not there, spoken to by botbuilder's own client and by hand. */
import { TeamsInfo } from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNTS, TENANT } from './accounts.ts'
import { postsIn, threadUnder, type Message } from './messages.ts'
import { CHANNEL, GROUP_CHAT } from './places.ts'
import { openTeams, type Teams } from './teams.ts'
import { cardActivity, spokenTo, text } from './spoken-to.ts'

let teams: Teams
beforeEach(async () => {
  teams = await openTeams({ limited: false })
})
afterEach(() => teams.close())
const { asBot, call, open, say } = spokenTo(() => teams)

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

test('a file is put once, in one piece', async () => {
  const url = teams.connector.uploadUrl('a log.jsonl')
  const put = async (range: string): Promise<number> =>
    (await fetch(url, { method: 'PUT', headers: { 'content-range': range }, body: 'abc' })).status
  expect([await put('bytes 0-1/3'), await put('bytes 0-2/3'), await put('bytes 0-2/3')]).toEqual([416, 201, 409])
  expect(teams.connector.uploads.get('a log.jsonl')?.toString()).toBe('abc')
})
