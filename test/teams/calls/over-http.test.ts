/** The bot's calls over HTTP, with its own log-in, to the stand-in of Teams that holds it to Teams' limits. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appToken } from '../../../src/chat/teams/app-token.ts'
import { botFramework, OPEN_ID } from '../../../src/chat/teams/bot-framework.ts'
import type { Outgoing, Reference } from '../../../src/chat/teams/bot-port.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi } from '../../../src/chat/teams/calls/teams-api.ts'
import { ACCOUNTS, APP_ID, APP_SECRET, TENANT } from '../stand-in/accounts.ts'
import { CARD } from '../stand-in/activity-faults.ts'
import { CODES, once, refusal, type Fault } from '../stand-in/call.ts'
import { openConnector, type Connector } from '../stand-in/connector.ts'
import { postsIn, threadUnder, type Message } from '../stand-in/messages.ts'
import { CHANNEL, GROUP_CHAT } from '../stand-in/places.ts'

const LONG = { longestWaitMs: 60_000 }
let connector: Connector
let api: TeamsApi
let channel: Reference

beforeEach(async () => {
  connector = await openConnector()
  const token = appToken({ appId: APP_ID, tenant: TENANT, proof: () => ({ secret: APP_SECRET }), login: connector.login })
  const log = { warn: () => undefined, error: () => undefined }
  const port = botFramework({ appId: APP_ID, tenants: [TENANT], openId: OPEN_ID, token, log })
  api = new TeamsApi({ port, rateLimit: new RateLimit(() => performance.now()), random: () => 0 })
  channel = { serviceUrl: connector.serviceUrl, tenant: TENANT, conversation: CHANNEL, kind: 'channel' }
})

afterEach(() => connector.close())

test('a card, its thread, its change, the roster and a 1:1 chat: each call is one that Teams knows', async () => {
  const { messages } = connector
  const card = { type: 'AdaptiveCard', version: '1.5', fallbackText: 'R-1', body: [] }
  const root = await api.send(channel, { card, summary: 'R-1 waits' })
  await api.send({ ...channel, conversation: `${CHANNEL};messageid=${root}` }, line('in the thread'))
  await api.updateCard(channel, root, { card: { ...card, fallbackText: 'R-1 · Done' }, summary: 'R-1 is done' }, LONG)
  const [message] = postsIn(messages, CHANNEL) as [Message]
  expect(message).toMatchObject({ id: root, edits: 1, summary: 'R-1 is done', attachments: [{ contentType: CARD }] })
  expect(threadUnder(messages, message).map(({ text }) => text)).toEqual(['in the thread'])

  const amir = await api.member(channel, ACCOUNTS.amir.object)
  expect(amir).toEqual({ id: ACCOUNTS.amir.id, object: ACCOUNTS.amir.object, tenant: TENANT, name: 'Amir Haddad', role: 'user' })
  const direct = await api.openDirect(channel, amir.id)
  const ask = await api.send(direct, line('for Amir'))
  await api.remove(direct, ask)
  expect(direct).toEqual({ serviceUrl: connector.serviceUrl, tenant: TENANT, conversation: messages.personal('amir').id, kind: 'personal' })
  expect(postsIn(messages, direct.conversation)).toEqual([])
  await api.send(channel, { ...line('for Carol alone'), targeted: ACCOUNTS.carol.id })
  expect(postsIn(messages, CHANNEL).at(-1)).toMatchObject({ only: 'carol' })
  expect(connector.calls.filter(({ operation }) => operation === 'log-in')).toHaveLength(1)
  expect(connector.wrong).toEqual([])
})

test('as fast as they may, in two conversations at once: nothing is throttled, and the order is kept', async () => {
  const chat: Reference = { ...channel, conversation: GROUP_CHAT, kind: 'groupChat' }
  const numbers = Array.from({ length: 16 }, (_, index) => String(index))
  const all = [channel, chat].map(async (place) => {
    for (const number of numbers) await api.send(place, line(number), LONG)
  })
  await Promise.all(all)
  expect(connector.calls.filter(({ answer }) => answer?.status === 429)).toEqual([])
  for (const place of [CHANNEL, GROUP_CHAT]) expect(postsIn(connector.messages, place).map(({ text }) => text)).toEqual(numbers)
})

test.each(CODES)('%s comes back as it was said, and is tried by nobody unseen', async (code) => {
  const { status } = refusal(code)
  connector.faults = once('send', refusal(code, code === 'Throttled' ? 3 : undefined))
  const fault = await api.send(channel, line('a')).catch((thrown: unknown) => thrown)
  expect(fault).toMatchObject(
    code === 'Throttled'
      ? { retryAfterMs: 3000, asked: true }
      : {
          code,
          status,
          certain: status < 500,
          passes: status >= 500 || status === 412,
          gone: code === 'ActivityNotFoundInConversation' || code === 'MemberNotFoundInConversation',
        },
  )
  expect(connector.calls.filter(({ operation }) => operation === 'send')).toHaveLength(1)
  expect(postsIn(connector.messages, CHANNEL)).toEqual([])
})

test.each<[what: string, fault: Fault, posts: number]>([
  ['before it was done', { type: 'cut', carriedOut: false }, 0],
  ['after it was done', { type: 'cut', carriedOut: true }, 1],
])('a connection that is reset %s: nobody can tell, and nobody tries again by himself', async (_what, fault, posts) => {
  connector.faults = once('send', fault)
  const thrown = await api.send(channel, line('a')).catch((cause: unknown) => cause)
  expect(thrown).toMatchObject({ code: 'unreachable', certain: false, passes: true })
  expect(postsIn(connector.messages, CHANNEL)).toHaveLength(posts)
})

test('a connector that is not there took nothing: that is certain, once no kept connection is left to try', async () => {
  await api.send(channel, line('a'))
  await connector.close()
  const attempt = (): Promise<unknown> => api.send(channel, line('b')).catch((cause: unknown) => cause)
  await attempt()
  const thrown = await attempt()
  connector = await openConnector()
  expect(thrown).toMatchObject({ code: 'unreachable', certain: true, passes: true })
})

function line(text: string): Outgoing {
  return { text, textFormat: 'plain' }
}
