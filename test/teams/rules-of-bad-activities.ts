/** Activities that Microsoft signed, and that are not what they should be: each is refused, nothing is recorded, and the bot stays up. What is no activity at all: bodies.test.ts. */
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { linesOf } from '../conversation/read-card.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { ACCOUNTS, FOREIGN_TENANT, TENANT } from './stand-in/accounts.ts'
import { executeOf, fileConsentOf, messageOf, type Activity } from './stand-in/activities.ts'
import { firstPlaces, personalPlace, type Place } from './stand-in/places.ts'
import { threadUnder, type Message } from './stand-in/messages.ts'
import type { TeamsHouse } from './teams-installation.ts'
import { newestCard } from './teams-platform.ts'

let house: TeamsHouse
let card: Message
const [channel] = firstPlaces() as [Place]

const serviceUrl = (): string => house.teams.connector.serviceUrl
const refresh = { v: 1, act: 'refresh', run: 'R-1' }
const pressed = (data: unknown, message = card, place = channel): Activity =>
  executeOf('dana', { message, place }, { verb: 'x', data: data as object }, 'manual', serviceUrl())
let lines = 1
const typed = (text: string, place = channel): Activity => messageOf('dana', { place }, `17000000${lines++}`, text, 'desktop', serviceUrl())

const error = (status: number, code: string): string =>
  JSON.stringify({
    statusCode: status,
    type: 'application/vnd.microsoft.error',
    value: { code, message: 'Teams sent something that Countersign cannot read. Nothing was recorded; try again.' },
  })
const NOT_KNOWN = error(501, 'NotImplemented')
const NOT_READ = error(400, 'BadRequest')
const NOT_OURS = 'This button is not one of ours, or older than this version. Use the newest card of the run.'
const NO_OBJECT =
  'Nothing was recorded: Teams does not say which account of Entra you are signed in with, and people are known by nothing else. Sign in to Teams with your work account.'
const ANOTHER =
  'Nothing was recorded: Teams knows another account by your address. Sign out of Teams and in again; if it stays so, tell whoever runs Countersign.'
const BOT = 'Nothing was recorded: this came from a bot, and only people start, approve and reject.'
const STILL_ASKED =
  "Nothing was answered. Still asked for: Which Persistent Chat pool is down? Which SQL Server holds the backup database? Which SQL Server becomes the mirror of the backup database? Which PowerShell endpoint runs on the backup SQL Server's own host? Which management server runs the Skype for Business cmdlets? Through which share is the new mirror seeded? Which chat servers of the backup data centre become active?"
const SHOW = '✗ There is no procedure <at>everyone</at> <at>countersign</at>. /countersign list shows them all.'
const HTML = '<img src=x onerror=alert(1)>'

/** What Teams shows: the sentence of an answer, the first line of its card, or the whole answer where it is neither. */
const INVOKES: [string, () => Record<string, unknown>, number, string][] = [
  ['an invoke without a name', () => ({ ...pressed(refresh), name: undefined }), 501, NOT_KNOWN],
  ['an invoke of a name that nobody knows', () => ({ ...pressed(refresh), name: 'composeExtension/query' }), 501, NOT_KNOWN],
  ['a name that is a number', () => ({ ...pressed(refresh), name: 7 }), 501, ''],
  ['a dialog that was never offered', () => ({ ...pressed(refresh), name: 'task/submit' }), 501, NOT_KNOWN],
  ['a press without a value', () => ({ ...pressed(refresh), value: undefined }), 400, NOT_READ],
  ['a value that is a list', () => ({ ...pressed(refresh), value: [refresh] }), 400, NOT_READ],
  ['a value that is a text', () => ({ ...pressed(refresh), value: '{}' }), 400, NOT_READ],
  ['a press without an action', () => ({ ...pressed(refresh), value: { trigger: 'manual' } }), 400, NOT_READ],
  ['data that is a text', () => pressed('approve R-1'), 400, NOT_READ],
  ['data that is a list', () => pressed([refresh]), 400, NOT_READ],
  ['no data', () => pressed({}), 200, NOT_OURS],
  ['data of another version', () => pressed({ v: 2, act: 'cancel', run: 'R-1' }), 200, NOT_OURS],
  ['an act that nobody knows', () => pressed({ v: 1, act: 'delete', run: 'R-1' }), 200, NOT_OURS],
  ['a run that is a number', () => pressed({ ...refresh, run: 1 }), 200, NOT_OURS],
  ['a run that is HTML', () => pressed({ ...refresh, run: '<b>R-1</b>' }), 200, NOT_OURS],
  ['a run that is not there', () => pressed({ ...refresh, run: 'R-999' }), 200, 'There is no run R-999. /countersign runs lists them.'],
  ['an approval of no gate', () => pressed({ v: 1, act: 'approve', run: 'R-1' }), 200, NOT_OURS],
  ['a field that is an object', () => pressed({ v: 1, act: 'answer', run: 'R-1', 'answer.pool': { a: 1 } }), 200, STILL_ASKED],
  [
    'HTML in a field',
    () => pressed({ v: 1, act: 'answer', run: 'R-1', 'answer.pool': HTML }),
    200,
    `✗ Nothing was taken. pool: \`${HTML}\` is no full host name; write it like \`lyncpc.contoso.com\`.`,
  ],
  ['a press without a recipient', () => ({ ...pressed(refresh), recipient: undefined }), 400, NOT_READ],
  [
    'a conversation that does not say of which kind it is',
    () => ({ ...pressed(refresh), conversation: { id: channel.id, tenantId: 'x' } }),
    400,
    NOT_READ,
  ],
  ['a press without an object id', () => from({ aadObjectId: undefined }), 200, NO_OBJECT],
  ['an object id that is a name', () => from({ aadObjectId: 'dana@contoso.com' }), 200, NO_OBJECT],
  ["somebody else's address", () => from({ id: ACCOUNTS.amir.id }), 200, ANOTHER],
  ["somebody else's object id", () => from({ aadObjectId: ACCOUNTS.amir.object }), 200, ANOTHER],
  [
    'an address that nobody has',
    () => from({ id: '29:nobody' }),
    200,
    'Nothing was recorded: you are not in this team or chat any more. Have yourself added, then do it again.',
  ],
  ['the address of a bot', () => from({ id: '28:other' }), 200, BOT],
  ['an agent', () => from({ role: 'agenticUser' }), 200, BOT],
  [
    'a guest',
    () => from({ id: ACCOUNTS.guest.id, aadObjectId: ACCOUNTS.guest.object }),
    200,
    'Nothing was recorded: you are a guest in this team or chat, and guests start and approve nothing. Ask a member.',
  ],
  [
    'a foreign tenant',
    () => ({ ...pressed(refresh), channelData: { tenant: { id: FOREIGN_TENANT } } }),
    200,
    `Nothing was recorded: Teams names 2 tenants for this (${TENANT}, ${FOREIGN_TENANT}), and only one can be yours. Do it in a channel or chat of your own tenant.`,
  ],
  [
    'a tenant that is a list',
    () => ({ ...pressed(refresh), channelData: { tenant: { id: [FOREIGN_TENANT] } } }),
    200,
    'Nothing was recorded: Teams does not say of which tenant you are, and people are known by nothing else. Sign in to Teams with your work account.',
  ],
  ['a file that nobody offered', () => file({ file: 'none' }, 'https://contoso.sharepoint.com/x'), 200, ''],
  ['a file without its context', () => file('none', 'https://contoso.sharepoint.com/x'), 400, NOT_READ],
]

const from = (over: object): Record<string, unknown> => {
  const good = pressed(refresh)
  return { ...good, from: { ...(good['from'] as object), ...over } }
}
const file = (context: unknown, uploadUrl: string): Activity =>
  fileConsentOf(
    'dana',
    { message: card, place: personalPlace('dana') },
    { action: 'accept', context, name: 'a.txt', uploadUrl },
    serviceUrl(),
  )

/** Answered 200 by Teams' rules. The first line of what their author is told in their own chat; nobody is told of what nobody said to us. */
const LINES: [string, () => Record<string, unknown>, string?][] = [
  ['HTML', () => typed(HTML), '✗ There is no command /<img src=x. /countersign list shows what can be started.'],
  ['a text that is a number', () => ({ ...typed('status R-1'), text: 7 })],
  ['no text', () => ({ ...typed('status R-1'), text: undefined }), 'ℹ︎ What you can type'],
  ['mentions that are no list', () => ({ ...typed('status R-1'), entities: { type: 'mention' } })],
  ['a mention of nobody', () => ({ ...typed('status R-1'), entities: [{ type: 'mention', text: '<at>Countersign</at>' }] })],
  ['a mention of a number', () => ({ ...typed('status R-1'), entities: [{ type: 'mention', mentioned: { id: 7 }, text: 7 }] })],
  ['mentions of everybody in what is asked', () => typed('show <at>everyone</at> <at>Countersign</at>'), SHOW],
  ['a value that is a list', () => ({ ...typed('status R-1'), value: [refresh] }), `✗ ${NOT_OURS}`],
  ['a value of HTML', () => ({ ...typed('status R-1'), value: { html: '<script>' } }), `✗ ${NOT_OURS}`],
  [
    'a start in a chat with nobody else',
    () => typed('failover persistent-chat', personalPlace('dana')),
    '✗ Type it in a channel or a group chat: others have to see and approve it, and this chat has nobody but you.',
  ],
  ['a line without an object id', () => ({ ...typed('cancel R-1 no'), from: { id: ACCOUNTS.dana.id } }), `✗ ${NO_OBJECT}`],
  ['a typing', () => ({ ...typed('status R-1'), type: 'typing' })],
  ['a type that nobody knows', () => ({ ...typed('status R-1'), type: 'pipeline' })],
  ['a reaction', () => ({ ...typed('status R-1'), type: 'messageReaction', reactionsAdded: [{ type: 'like' }] })],
  ['an installation without an action', () => ({ ...typed('status R-1'), type: 'installationUpdate' })],
  ['members that are no list', () => ({ ...typed('status R-1'), type: 'conversationUpdate', membersAdded: 'all' })],
  ['a language of 1,000 letters', () => ({ ...typed('status R-1'), locale: 'e'.repeat(1000) })],
]

/** In a house in which no run has begun. */
export function rulesOfBadActivities(opened: TeamsHouse): void {
  beforeAll(async () => {
    house = opened
    const { teams } = house
    await teams.type('dana', '/failover persistent-chat')
    card = await until(() => newestCard(teams, channel.id, 'R-1'))
  })

  test.each(INVOKES)('%s', async (_, activity, status, says) => {
    const { text, shown, ...answered } = await house.teams.deliver(activity() as Activity)
    const said = shown.type === 'message' ? shown.text : shown.type === 'card' ? linesOf(shown.card)[0] : text
    expect([answered.status, said]).toEqual([status, says])
  })

  test('lines that are none, one after the other; then a good one is answered, and the run is as it was', async () => {
    const { messages } = house.teams.connector
    const own = messages.personal('dana').id
    const since = messages.all.length
    const told = (): string[] =>
      messages.all
        .slice(since)
        .filter(({ from: by }) => by === 'bot')
        .map((message) => (message.conversation === own ? (linesOf(message.card)[0] ?? message.text) : `in public: ${message.text}`))
    const expected: string[] = []
    for (const [name, activity, says] of LINES) {
      const { status, text } = await house.teams.deliver(activity() as Activity)
      expect([name, status, text]).toEqual([name, 200, ''])
      if (says === undefined) continue
      expected.push(says)
      await until(() => (told().length >= expected.length ? true : undefined))
    }
    await house.teams.type('dana', 'whoami')
    await until(() => (told().length > expected.length ? true : undefined))
    expect(told()).toEqual([...expected, 'ℹ︎ Dana Whitfield'])
    expect(newestCard(house.teams, channel.id, 'R-1')?.id).toBe(card.id)
    expect(threadUnder(messages, card).map(({ text }) => text.replace(/^[\d:]+ UTC +/, ''))).toEqual([
      'R-1: Dana Whitfield asks for "Fail over Persistent Chat Server to the backup data centre" (/failover persistent-chat).',
    ])
    expect(house.teams.connector.wrong).toEqual([])
  })
}

async function until<T>(look: () => T | undefined): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (Date.now() > giveUpAt) throw new Error('it never came')
    await pause(40)
  }
}
