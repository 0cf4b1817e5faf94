/** The calls of the port against a server of ours that answers as Teams' connector does. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { botFramework, OPEN_ID } from '../../src/chat/teams/bot-framework.ts'
import { CallFailed, type BotPort, type Calls, type Reference } from '../../src/chat/teams/bot-port.ts'

const APP = '0c0ffee0-0000-4000-8000-00000000b07a'
const TENANT = '72f988bf-0000-4000-8000-000000000001'

interface Heard {
  method: string | undefined
  path: string | undefined
  authorization: string | undefined
  headers: IncomingMessage['headers']
  body: unknown
}

let server: Server
let heard: Heard[]
let answers: { status: number; body?: string; headers?: Record<string, string> }[]
let port: BotPort
let there: Reference
let forgotten: number

beforeEach(async () => {
  heard = []
  forgotten = 0
  answers = []
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const { method, url, headers } = request
      heard.push({ method, path: url, authorization: headers.authorization, headers, body: text === '' ? undefined : JSON.parse(text) })
      const { status, body = '', headers: more = {} } = answers.shift() ?? { status: 500 }
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`
  there = { serviceUrl, tenant: TENANT, conversation: '19:ops@thread.tacv2;messageid=1700', kind: 'channel' }
  port = botFramework({
    appId: APP,
    tenants: [TENANT],
    openId: OPEN_ID,
    token: { of: async () => 'a-token', forget: () => forgotten++ },
    log: { warn: () => undefined, error: () => undefined },
  })
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

function calling<T>(work: (calls: Calls) => Promise<T>): Promise<T> {
  return port.continueIn(there, work)
}

test('a card is sent into the thread, as the bot, with a bearer', async () => {
  answers.push({ status: 201, body: '{"id":"1701"}' })
  expect(await calling((calls) => calls.send({ card: { type: 'AdaptiveCard', version: '1.5', body: [] }, summary: 'R-1 waits' }))).toBe(
    '1701',
  )
  expect(heard).toMatchObject([
    {
      method: 'POST',
      path: '/teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1700/activities',
      authorization: 'Bearer a-token',
      body: {
        type: 'message',
        from: { id: `28:${APP}` },
        summary: 'R-1 waits',
        attachments: [
          { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.5', body: [] } },
        ],
      },
    },
  ])
})

test('a targeted message names who alone may see it', async () => {
  answers.push({ status: 201, body: '{"id":"1702"}' })
  expect(await calling((calls) => calls.send({ text: 'only you', textFormat: 'plain', targeted: '29:amir' }))).toBe('1702')
  const [{ path, body, headers } = {}] = heard
  expect(path).toBe('/teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1700/activities?isTargetedActivity=true')
  expect(body).toMatchObject({ text: 'only you', textFormat: 'plain', recipient: { id: '29:amir' } })
  expect(Object.keys(headers ?? {}).filter((name) => name.includes('countersign'))).toEqual([])
})

test('an activity is updated and removed where it stands', async () => {
  answers.push({ status: 200, body: '{"id":"1701"}' }, { status: 200 }, { status: 204 })
  await calling(async (calls) => {
    await calls.update('1701', { text: 'done' })
    await calls.update('1701', { text: 'done' })
    await calls.remove('1701')
  })
  expect(heard.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1700/activities/1701',
    'PUT /teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1700/activities/1701',
    'DELETE /teams/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1700/activities/1701',
  ])
})

test('the roster is read page by page, of the channel and not of the thread', async () => {
  const dana = { id: '29:dana', aadObjectId: 'o-1', tenantId: TENANT, name: 'Dana', userRole: 'user' }
  answers.push(
    { status: 200, body: JSON.stringify({ members: [dana], continuationToken: 'next' }) },
    { status: 200, body: JSON.stringify({ members: [{ id: '29:guest', objectId: 'o-2', userRole: 'guest' }] }) },
    { status: 200, body: JSON.stringify(dana) },
  )
  const read = await calling(async (calls) => [await calls.members(), await calls.members('next'), await calls.member('o-1')])
  expect(read).toEqual([
    { members: [{ id: '29:dana', object: 'o-1', tenant: TENANT, name: 'Dana', role: 'user' }], after: 'next' },
    { members: [{ id: '29:guest', object: 'o-2', role: 'guest' }] },
    { id: '29:dana', object: 'o-1', tenant: TENANT, name: 'Dana', role: 'user' },
  ])
  expect(heard.map(({ path }) => path)).toEqual([
    '/teams/v3/conversations/19%3Aops%40thread.tacv2/pagedmembers?pageSize=200',
    '/teams/v3/conversations/19%3Aops%40thread.tacv2/pagedmembers?pageSize=200&continuationToken=next',
    '/teams/v3/conversations/19%3Aops%40thread.tacv2/members/o-1',
  ])
})

test('a 1:1 conversation is opened in the tenant of the conversation', async () => {
  answers.push({ status: 201, body: '{"id":"a:1"}' })
  expect(await calling((calls) => calls.openDirect('29:amir'))).toEqual({ ...there, conversation: 'a:1', kind: 'personal' })
  expect(heard[0]).toMatchObject({
    path: '/teams/v3/conversations',
    body: {
      isGroup: false,
      bot: { id: `28:${APP}` },
      members: [{ id: '29:amir' }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    },
  })
})

test.each([
  [
    { status: 429, headers: { 'retry-after': '3' }, body: '{"error":{"code":"RateLimited","message":"m"}}' },
    { status: 429, code: 'RateLimited', retryAfterMs: 3000 },
  ],
  [
    { status: 403, body: '{"error":{"code":"MessageWritesBlocked","message":"m"}}' },
    { status: 403, code: 'MessageWritesBlocked' },
  ],
  [{ status: 503 }, { status: 503 }],
  [{ status: 502, body: '<html>' }, { status: 502 }],
  [{ status: 302, headers: { location: 'http://127.0.0.1:9/' } }, { status: 302 }],
  [
    { status: 201, body: '{}' },
    { status: 200, system: 'NO_ID' },
  ],
  [
    { status: 201, body: '{"id"' },
    { status: 200, system: 'UNREADABLE' },
  ],
])('what Teams answers, %o, is one fault and one call', async (answered, fault) => {
  answers.push(answered)
  const failed = await calling((calls) => calls.send({ text: 'x' })).catch((cause: unknown) => cause)
  expect(failed).toBeInstanceOf(CallFailed)
  expect(failed).toMatchObject(fault)
  expect(heard).toHaveLength(1)
})

test('a bearer that Teams does not take is not used again', async () => {
  answers.push({ status: 401 }, { status: 403 })
  await calling((calls) => calls.remove('1')).catch(() => undefined)
  expect(forgotten).toBe(1)
  await calling((calls) => calls.remove('1')).catch(() => undefined)
  expect(forgotten).toBe(1)
})

test('nobody there is said by the code of the system', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  there = { ...there, serviceUrl: `http://127.0.0.1:${(gone.address() as AddressInfo).port}/` }
  gone.close()
  await once(gone, 'close')
  const failed = await calling((calls) => calls.remove('1')).catch((cause: unknown) => cause)
  expect(failed).toBeInstanceOf(CallFailed)
  expect(failed).toMatchObject({ status: undefined, system: 'ECONNREFUSED' })
})

test('a token that is not given is the fault of the call, and nothing is sent', async () => {
  const token = {
    of: async () => {
      throw new CallFailed({ status: 401, code: 'AADSTS7000215', unsent: true })
    },
    forget: () => undefined,
  }
  port = botFramework({ appId: APP, tenants: [TENANT], openId: OPEN_ID, token, log: { warn: () => undefined, error: () => undefined } })
  const failed = await calling((calls) => calls.send({ text: 'x' })).catch((cause: unknown) => cause)
  expect(failed).toMatchObject({ status: 401, code: 'AADSTS7000215', unsent: true })
  expect(heard).toEqual([])
})

test('where an activity came from is read or not known', () => {
  const activity = {
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversation: { id: '19:a@thread.tacv2;messageid=1', conversationType: 'channel' },
    channelData: { tenant: { id: TENANT } },
  }
  expect(port.referenceOf(activity)).toEqual({
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    tenant: TENANT,
    conversation: '19:a@thread.tacv2;messageid=1',
    kind: 'channel',
  })
  expect(port.referenceOf({ ...activity, channelData: {} })).toBeUndefined()
  expect(port.referenceOf({ ...activity, conversation: { id: 'a' } })).toBeUndefined()
  expect(port.referenceOf('activity')).toBeUndefined()
})

test("the mentions of the bot are taken out of the text, and nobody else's", () => {
  const recipient = { id: `28:${APP}` }
  const entities = [
    { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: recipient.id } },
    { type: 'mention', text: '<at>Bob</at>', mentioned: { id: '29:bob' } },
    { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: recipient.id } },
    { type: 'mention' },
    null,
  ]
  const text = '<at>Countersign</at> status&nbsp;of &lt;at&gt; &amp;lt; <at>Bob</at> <at>Countersign</at>'
  expect(port.withoutMention({ text, recipient, entities })).toBe('status of <at> &lt; <at>Bob</at>')
  expect(port.withoutMention({ text: 7, recipient, entities })).toBe('')
  expect(port.withoutMention(undefined)).toBe('')
})
