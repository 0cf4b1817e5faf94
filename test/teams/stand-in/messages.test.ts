/** Which messages and cards the stand-in of Teams refuses or notes, and how people see those that it takes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNTS } from './accounts.ts'
import { CARD } from './activity-faults.ts'
import { cardFaults, sizeFault } from './card-faults.ts'
import { cardFor, postsIn, refreshedFor, type Message } from './messages.ts'
import { CHANNEL } from './places.ts'
import { openTeams, type Teams } from './teams.ts'
import { block, card, cardActivity, mention, spokenTo, text } from './spoken-to.ts'

let teams: Teams
beforeEach(async () => {
  teams = await openTeams({ limited: false })
})
afterEach(() => teams.close())
const { call, say } = spokenTo(() => teams)

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
