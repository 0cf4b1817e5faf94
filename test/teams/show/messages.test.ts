/** A run's conversation in Teams, call by call. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NoAccount } from '../../../src/chat/live/platform-error.ts'
import type { CallFault, Calls, Member, Reference } from '../../../src/chat/teams/bot-port.ts'
import { CallFailed } from '../../../src/chat/teams/bot-port.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi } from '../../../src/chat/teams/calls/teams-api.ts'
import { Remembered } from '../../../src/chat/teams/remembered.ts'
import { Roster } from '../../../src/chat/teams/show/roster.ts'
import { SentCards } from '../../../src/chat/teams/show/sent-cards.ts'
import { TeamsMessages } from '../../../src/chat/teams/show/teams-messages.ts'
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { PEOPLE } from '../../console/stand-in-backend.ts'
import { view } from '../../chat/views.ts'

const CHANNEL = '19:incident@thread.tacv2'
const CHAT = '19:incident@thread.v2'
const PLACE = { run: 'R-7', channel: CHANNEL, since: '2026-11-21T03:12:00.000Z' }
const WAIT = { longestWaitMs: 8000 }
const AMIR = { tenant: 'contoso', object: 'AMIR' }

let folder: string
let nowMs: number
let made: string[]
let faults: Partial<Record<keyof Calls, CallFault>>
let member: Member
let people: Record<string, typeof AMIR>
let sent: SentCards
let messages: TeamsMessages

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teams-messages-'))
  nowMs = 1_000_000
  made = []
  faults = {}
  member = { id: '29:amir', object: 'amir', tenant: 'Contoso', name: 'Amir', role: 'user' }
  people = { amir: AMIR }
  const called = async <T>(at: Reference, call: keyof Calls, what: string, answer: T): Promise<T> => {
    made.push(`${call} ${at.conversation}${what === '' ? '' : ` ${what}`}`)
    const fault = faults[call]
    if (fault !== undefined) throw new CallFailed(fault)
    return answer
  }
  const port = {
    continueIn: <T>(at: Reference, work: (calls: Calls) => Promise<T>): Promise<T> =>
      work({
        send: () => called(at, 'send', '', String(made.length)),
        update: (id) => called(at, 'update', id, undefined),
        remove: (id) => called(at, 'remove', id, undefined),
        member: (id) => called(at, 'member', id, member),
        members: () => called(at, 'members', '', { members: [] }),
        openDirect: (id) => called(at, 'openDirect', id, { ...at, conversation: `a:${id}`, kind: 'personal' as const }),
      }),
  }
  const log = { warn: () => undefined }
  const remembered = new Remembered(join(folder, 'teams.json'), { serviceUrl: 'https://smba.example/', tenant: 'contoso' }, log)
  const now = (): number => nowMs
  const api = new TeamsApi({ port, rateLimit: new RateLimit(now), wait: async (ms) => void (nowMs += ms), random: () => 0 })
  sent = new SentCards(api, remembered, now)
  messages = new TeamsMessages({
    api,
    remembered,
    sent,
    roster: new Roster(api, remembered, now, ['contoso']),
    hurry: 1,
    account: (person) => people[person],
    people: () => PEOPLE,
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

const failed = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => value,
    (cause: unknown) => cause,
  )

describe('an account is looked at in the conversation of the run', () => {
  test.each<[string, Partial<Member>, string]>([
    ['somebody else', { object: 'carol' }, 'Teams says that they are not in this team or chat. Add them there.'],
    [
      'of another tenant',
      { tenant: 'fabrikam' },
      'Teams says that their account is of the tenant fabrikam, and people.yaml names another. Correct it there.',
    ],
    ['a guest', { role: 'guest' }, 'Teams says that their account is a guest, and guests approve nothing.'],
  ])('and is %s', async (_, is, says) => {
    member = { ...member, ...is }
    const cause = await failed(messages.checkAccount(PLACE, 'amir'))
    expect([cause instanceof NoAccount, (cause as Error).message]).toEqual([true, says])
  })

  test('and nobody is asked about somebody of a tenant whose people may not speak', async () => {
    people = { amir: { ...AMIR, tenant: 'fabrikam' } }
    const cause = await failed(messages.checkAccount(PLACE, 'amir'))
    expect(cause).toBeInstanceOf(NoAccount)
    expect((cause as Error).message).toBe(
      'Their account is of the tenant fabrikam, and teams.tenants in the configuration does not name it.',
    )
    expect(made).toEqual([])
  })

  test.each(['object', 'tenant', 'role'] as const)('and what Teams does not say (%s) is a no', async (left) => {
    const { [left]: _, ...rest } = member
    member = rest
    expect(await failed(messages.checkAccount(PLACE, 'amir'))).toBeInstanceOf(NoAccount)
  })

  test('once a minute, and anew for another person and where it was refused', async () => {
    await messages.checkAccount(PLACE, 'amir')
    nowMs += 60_000
    await messages.checkAccount(PLACE, 'amir')
    expect(made).toEqual([`member ${CHANNEL} AMIR`])
    nowMs += 1
    member = { ...member, role: 'guest' }
    await failed(messages.checkAccount(PLACE, 'amir'))
    await failed(messages.checkAccount(PLACE, 'amir'))
    expect(made.length).toBe(3)
  })

  test('and nobody is looked for whom people.yaml does not name', async () => {
    expect([messages.accountOf('amir'), messages.accountOf('erin')]).toEqual(['contoso/AMIR', undefined])
    expect(await failed(messages.openDirect(PLACE, 'erin'))).toMatchObject({
      message: 'people.yaml names no Teams account of theirs: write it there.',
    })
    expect(made).toEqual([])
  })
})

describe('a 1:1 chat', () => {
  test('is opened once, by the id that Teams gave', async () => {
    expect([await messages.openDirect(PLACE, 'amir'), await messages.openDirect(PLACE, 'amir')]).toEqual(['a:29:amir', 'a:29:amir'])
    expect(made).toEqual([`member ${CHANNEL} AMIR`, `openDirect ${CHANNEL} 29:amir`])
  })

  test('that takes nothing is opened anew, and one that only did not answer is not', async () => {
    const to = { person: 'amir', channel: await messages.openDirect(PLACE, 'amir') }
    faults = { send: { status: 503 } }
    await failed(messages.postDirect(PLACE, to, 'x', undefined, WAIT))
    await messages.openDirect(PLACE, 'amir')
    expect(made.filter((call) => call.startsWith('openDirect')).length).toBe(1)
    faults = { send: { status: 403, code: 'MessageWritesBlocked' } }
    await failed(messages.postDirect(PLACE, to, 'x', undefined, WAIT))
    await messages.openDirect(PLACE, 'amir')
    expect(made.filter((call) => call.startsWith('openDirect')).length).toBe(2)
  })
})

test('there are threads in a channel, and none in a chat', () => {
  expect([CHANNEL, '19:old@thread.skype', CHAT].map((place) => messages.hasThreads(place))).toEqual([true, true, false])
})

describe('a line', () => {
  test('goes below the card in a channel, and after it in a chat', async () => {
    expect([await messages.say(PLACE, '17', 'x', [], WAIT), await messages.say({ ...PLACE, channel: CHAT }, '17', 'x', [], WAIT)]).toEqual([
      true,
      true,
    ])
    expect(made).toEqual([`send ${CHANNEL};messageid=17`, `send ${CHAT}`])
  })

  test('that was taken without an id was said', async () => {
    faults = { send: { status: 200, system: 'NO_ID' } }
    expect(await messages.say(PLACE, '17', 'x', [], WAIT)).toBe(true)
  })

  test('that finds no message to hang below is not said where nobody can look, and in a chat it is only refused', async () => {
    faults = { send: { status: 404, code: 'ActivityNotFoundInConversation' } }
    expect(await messages.say(PLACE, '17', 'x', [], WAIT)).toBe(false)
    expect(await failed(messages.say({ ...PLACE, channel: CHAT }, '17', 'x', [], WAIT))).toMatchObject({
      code: 'ActivityNotFoundInConversation',
      gone: false,
    })
  })
})

describe('whether a card stands', () => {
  const drawn = () => messages.draw(PLACE, view(), drawCard(view()), [])

  test('is seen by sending it the very same once more, and not known of one that this process did not send', async () => {
    expect([await messages.stands(PLACE, '5'), await messages.removedOf(CHANNEL, ['5'])]).toEqual([undefined, []])
    const id = await drawn().post(WAIT)
    expect(await messages.stands(PLACE, id)).toBe(true)
    faults = { update: { status: 404, code: 'ActivityNotFoundInConversation' } }
    expect(await messages.stands(PLACE, id)).toBe(false)
    faults = { update: { status: 404, code: 'ConversationNotFound' } }
    expect(await messages.stands(PLACE, id)).toBe(undefined)
    expect(made.slice(1)).toEqual(Array.from({ length: 3 }, () => `update ${CHANNEL} ${id}`))
  })

  test('is not looked at when it was seen lately, and of many the longest unseen are looked at first, four at a time', async () => {
    const ids: string[] = []
    for (let n = 0; n < 6; n++) {
      ids.push(await drawn().post(WAIT))
      nowMs += 1000
    }
    made = []
    await messages.removedOf(CHANNEL, ids)
    expect(made).toEqual([])
    nowMs += 35_000
    await messages.removedOf(CHANNEL, ids.toReversed())
    expect(made).toEqual(ids.slice(0, 4).map((id) => `update ${CHANNEL} ${id}`))
    made = []
    nowMs += 35_000
    faults = { update: { status: 404, code: 'ActivityNotFoundInConversation' } }
    expect(await messages.removedOf(CHANNEL, ids)).toEqual([ids[4], ids[5], ids[0], ids[1]])
  })

  test('goes by what was last sent, and not by more than five hundred', async () => {
    const id = await drawn().post(WAIT)
    nowMs += 40_000
    await drawn().update(id, WAIT)
    made = []
    await messages.removedOf(CHANNEL, [id])
    expect(made).toEqual([])
    for (let n = 0; n < 500; n++) sent.note(CHANNEL, `card-${n}`, {})
    expect(await messages.stands(PLACE, id)).toBe(undefined)
  })
})

test('a drawing is another one as soon as Teams has named whom it should ask', async () => {
  const asked = view({ requester: { id: 'amir', name: 'Amir Haddad' } })
  const drawing = messages.draw(PLACE, asked, drawCard(asked), [])
  const before = drawing.hash
  expect(drawing.hash).toBe(before)
  await messages.checkAccount(PLACE, 'amir')
  expect(drawing.hash).not.toBe(before)
  expect(drawing.cutPlan).toBe(false)
})

test.each([
  ['1485983408511', true],
  ['1:abc-DEF_9.x;y=z@w', true],
  ['', false],
  ['a b', false],
  ['<x>', false],
  ['1'.repeat(301), false],
])('%j is an id of a message: %s', (id, is) => expect(messages.isId(id)).toBe(is))
