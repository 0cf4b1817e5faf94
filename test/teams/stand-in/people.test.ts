/** What people do in the stand-in of Teams, as it reaches a bot: read by botbuilder where botbuilder reads it. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TurnContext, type Activity } from 'botbuilder'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNTS, BOT, FOREIGN_TENANT, TENANT } from './accounts.ts'
import { CARD, FILE_CONSENT } from './activity-faults.ts'
import type { Message } from './messages.ts'
import { CHANNEL, GROUP_CHAT, TEAM } from './places.ts'
import { openTeams, type Teams } from './teams.ts'

interface Taken {
  authorization: string
  activity: Activity & { value?: Record<string, unknown> }
}

let teams: Teams
let bot: Server
let taken: Taken[]
let answer: { status: number; body: string }

beforeEach(async () => {
  teams = await openTeams()
  taken = []
  answer = { status: 200, body: '' }
  bot = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const activity = JSON.parse(Buffer.concat(parts).toString('utf8')) as Taken['activity']
      taken.push({ authorization: request.headers.authorization ?? '', activity })
      response.writeHead(answer.status).end(answer.body)
    })
  })
  bot.listen(0, '127.0.0.1')
  await once(bot, 'listening')
  teams.bot = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`
})

afterEach(async () => {
  bot.close()
  await teams.close()
})

test('a line names the bot as each client writes it, and botbuilder takes the name away', async () => {
  await teams.type('dana', 'run a<b & c')
  await teams.type('dana', 'run a<b & c', { client: 'mobile' })
  const texts = taken.map(({ activity }) => activity.text)
  expect(texts).toEqual(['<at>Countersign</at>&nbsp;run a&lt;b &amp; c\n', '<at>Countersign</at> run a&lt;b &amp; c\u00A0'])
  expect(taken.map(({ activity }) => TurnContext.removeRecipientMention(activity))).toEqual([
    '&nbsp;run a&lt;b &amp; c',
    'run a&lt;b &amp; c',
  ])
  expect(taken.map(({ authorization }) => authorization.split('.').length)).toEqual([3, 3])
})

test('who speaks and where: the channel and the thread, a group chat, the chat with the bot, another tenant', async () => {
  const { id } = (await teams.type('amir', 'a')).activity
  const [post] = teams.connector.messages.all as [Message]
  await teams.type('amir', 'b', { under: post })
  await teams.type('amir', 'c', { place: GROUP_CHAT })
  await teams.type('amir', 'd', { place: teams.connector.messages.personal('amir').id })
  await teams.type('foreign', 'e', { place: teams.connector.messages.personal('foreign').id })
  await teams.type('nameless', 'f')
  const [first, second, third, fourth, fifth, sixth] = taken.map(({ activity }) => activity)
  expect(first).toMatchObject({
    type: 'message',
    id,
    channelId: 'msteams',
    serviceUrl: teams.connector.serviceUrl,
    from: { id: ACCOUNTS.amir.id, name: 'Amir Haddad', aadObjectId: ACCOUNTS.amir.object },
    recipient: BOT,
    conversation: { id: `${CHANNEL};messageid=${id}`, conversationType: 'channel', isGroup: true, tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, channel: { id: CHANNEL }, team: { id: TEAM.id, aadGroupId: TEAM.group } },
  })
  expect(second?.conversation.id).toBe(`${CHANNEL};messageid=${id}`)
  expect(third?.conversation).toEqual({ id: GROUP_CHAT, conversationType: 'groupChat', isGroup: true, tenantId: TENANT })
  expect(fourth?.conversation).toMatchObject({ conversationType: 'personal', tenantId: TENANT })
  expect([fourth?.text, fourth?.entities?.filter(({ type }) => type === 'mention')]).toEqual(['d', []])
  expect(fifth?.conversation.tenantId).toBe(FOREIGN_TENANT)
  expect(sixth?.from).toEqual({ id: ACCOUNTS.nameless.id, name: 'Nobody in Entra' })
})

test('a press carries the data of the button and what was typed; an old client sends it as a message', async () => {
  const message = posted()
  answer.body = JSON.stringify({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Recorded.' })
  const pressed = await teams.press(
    'carol',
    message,
    { verb: 'approve', title: 'Approve', data: { act: 'approve', gate: 1 } },
    { 'approve.reason': 'x' },
  )
  expect(pressed.shown).toEqual({ type: 'message', text: 'Recorded.' })
  answer.body = ''
  await teams.submit('carol', message, { act: 'approve', gate: 1 })
  const [invoke, submit] = taken.map(({ activity }) => activity)
  expect(invoke).toMatchObject({
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: message.id,
    conversation: { id: `${CHANNEL};messageid=${message.id}` },
    value: {
      action: { type: 'Action.Execute', verb: 'approve', title: 'Approve', data: { act: 'approve', gate: 1, 'approve.reason': 'x' } },
      trigger: 'manual',
    },
  })
  expect(submit).toMatchObject({ type: 'message', replyToId: message.id, value: { act: 'approve', gate: 1 } })
  expect(submit?.text).toBeUndefined()
})

test.each([
  ['nothing', 200, '', { type: 'nothing' }, ['Teams cannot read the answer to a press: ']],
  [
    'a card without a version',
    200,
    said(CARD, { type: 'AdaptiveCard', fallbackText: 'x', body: [] }),
    { type: 'card' },
    ["the card's version is undefined; 1.5 is the newest that Teams shows"],
  ],
  [
    'an error of its own',
    200,
    said('application/vnd.microsoft.error', { code: 'BadRequest', message: 'no' }, 400),
    { type: 'error', code: 'BadRequest' },
    [],
  ],
  [
    'an unknown type',
    200,
    said('text/plain', 'x'),
    { type: 'nothing' },
    [`Teams cannot read the answer to a press: ${said('text/plain', 'x')}`],
  ],
  ['not implemented', 501, '', { type: 'nothing' }, []],
])('an answer to a press that is %s is judged as Teams does', async (_what, status, body, shown, wrong) => {
  answer = { status, body }
  expect((await teams.press('carol', posted(), { verb: 'approve', data: {} })).shown).toMatchObject(shown)
  expect(teams.connector.wrong).toEqual(wrong)
})

test('a message that is answered with a body is noted: Teams shows it to nobody', async () => {
  answer.body = '{"text":"lost"}'
  await teams.type('dana', 'a')
  expect(teams.connector.wrong).toEqual(['a message is answered with a body: {"text":"lost"}'])
})

test('a bot that is away answers nothing, and what was typed stands in the channel nevertheless', async () => {
  teams.bot = 'http://127.0.0.1:1/api/messages'
  expect(await teams.type('dana', 'a')).toMatchObject({ status: 0, shown: { type: 'nothing' } })
  expect(teams.connector.messages.all).toMatchObject([{ conversation: CHANNEL, from: 'dana', text: 'a' }])
})

test('a file is taken with a place to put it, or declined without', async () => {
  const content = { description: 'd', sizeInBytes: 3, acceptContext: { file: 'x' }, declineContext: { file: 'x', no: true } }
  const offer = posted([{ contentType: FILE_CONSENT, name: 'R-1.jsonl', content }])
  await teams.answerFile('dana', offer, 'accept')
  await teams.answerFile('dana', offer, 'decline')
  expect(taken.map(({ activity }) => activity.value)).toMatchObject([
    {
      type: 'fileUpload',
      action: 'accept',
      context: { file: 'x' },
      uploadInfo: { name: 'R-1.jsonl', fileType: 'jsonl', uploadUrl: teams.connector.uploadUrl(`${offer.id}-R-1.jsonl`) },
    },
    { type: 'fileUpload', action: 'decline', context: { file: 'x', no: true } },
  ])
  expect(taken[1]?.activity.value?.['uploadInfo']).toBeUndefined()
})

test('adding the app to a place and taking it out is told twice, and a place without it takes nothing', async () => {
  await teams.install('dana', GROUP_CHAT, 'remove')
  expect([...teams.connector.outside]).toEqual([GROUP_CHAT])
  await teams.install('dana', GROUP_CHAT, 'add')
  expect([...teams.connector.outside]).toEqual([])
  expect(
    taken.map(({ activity: { type, action, membersAdded, membersRemoved } }) => ({ type, action, membersAdded, membersRemoved })),
  ).toEqual([
    { type: 'conversationUpdate', membersRemoved: [{ id: BOT.id }] },
    { type: 'installationUpdate', action: 'remove' },
    { type: 'conversationUpdate', membersAdded: [{ id: BOT.id }] },
    { type: 'installationUpdate', action: 'add' },
  ])
})

function posted(attachments: Record<string, unknown>[] = []): Message {
  return teams.connector.messages.post({ conversation: CHANNEL, from: 'bot', text: '', attachments, mentioned: [] })
}

function said(type: string, value: unknown, statusCode = 200): string {
  return JSON.stringify({ statusCode, type, value })
}
