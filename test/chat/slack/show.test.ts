import { beforeEach, describe, expect, test } from 'vitest'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import type { SaidRequest } from '../../../src/words/said-port.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { LiveShow } from '../../../src/chat/live/show.ts'
import { SlackMessages } from '../../../src/chat/slack/show/slack-messages.ts'
import { Teller } from '../../../src/chat/slack/show/tell-one-person.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { PEOPLE } from '../../console/stand-in-backend.ts'
import { gate, view } from '../views.ts'
import { connectionLost, platformError, rateLimited, SlackStandIn } from './slack-stand-in.ts'
import { en } from '../../../src/words/en.ts'

const CHANNEL = 'C0INCIDENT'
const troubles = new Map<string, string>()
const connection = { up: (part: string) => void troubles.delete(part), down: (part: string, why: string) => void troubles.set(part, why) }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let slack: SlackStandIn
let port: LiveShow
let nowMs = Date.now()

/** Another process of the bot, which knows nothing of the one before. */
function born(): LiveShow {
  // A clock that jumps over every wait: the pace is tried elsewhere.
  let ms = 0
  const api = new SlackApi(slack, new RateLimit(() => (ms += 60_000)))
  const messages = new SlackMessages({
    api,
    session: new Session(api),
    teller: new Teller({ api, log: silent, connection }),
    hurry: 1,
    accounts: { standing: async () => undefined },
    accountOf: (person) => ({ team: 'T0CONTOSO', user: `U${person.toUpperCase()}` }),
    installation: () => 'contoso',
  })
  return new LiveShow({
    messages,
    connection,
    now: () => nowMs,
    log: silent,
    people: () => PEOPLE,
    platformsOf: () => ['slack'],
    words: () => en,
    shown: () => undefined,
  })
}

beforeEach(() => {
  troubles.clear()
  slack = new SlackStandIn()
  port = born()
})

const later = new Date(Date.now() + 3_600_000).toISOString()
const line = (n: number, text: string, at = later): { n: number; at: string; text: string } => ({ n, at, text })

function request(over: Partial<SaidRequest> = {}, run: Partial<SaidView> = {}): SaidRequest {
  const conversation = { platform: 'slack', channel: CHANNEL }
  const shown = view({ conversation, startedAt: later, ...run })
  return { conversation, view: shown, viewIn: () => shown, lines: [], notices: [], ...over }
}

const cards = (): string[] => slack.messages.filter(({ channel, thread_ts }) => channel === CHANNEL && !thread_ts).map(({ ts }) => ts)
const thread = (): string[] =>
  slack.messages.filter(({ thread_ts }) => thread_ts).map(({ text }) => text.replace(/\d\d:\d\d:\d\d UTC {2}/g, ''))

describe('a run shown in Slack', () => {
  test('is one card, and a thread below it', async () => {
    const first = await port.show(request({ lines: [line(1000, 'started'), line(1001, 'planned')] }))
    const { card } = first.posted
    expect(first.posted.lines).toEqual([1000, 1001])
    await port.show(request({ card: card ?? '', lines: [line(2000, 'approved')] }, { seq: 13, status: 'Something else.' }))
    expect(cards()).toHaveLength(1)
    expect(thread()).toEqual(['started\nplanned', 'approved'])
    expect(slack.messages[0]?.blocks).toBeDefined()
  })

  test('is updated with its blocks, and only when it looks different', async () => {
    const { card } = (await port.show(request())).posted
    await port.show(request({ card: card ?? '' }, { seq: 13 }))
    expect(slack.called('chat.update')).toHaveLength(0)
    await port.show(request({ card: card ?? '' }, { seq: 14, phase: 'done' }))
    expect(slack.called('chat.update').map(({ blocks, text }) => Array.isArray(blocks) && typeof text)).toEqual(['string'])
  })

  test('keeps from the channel what was said to one person, and counts it as posted', async () => {
    const shown = await port.show(request({ lines: [{ ...line(1000, 'refused'), only: 'dana' }, line(1001, 'planned')] }))
    expect([shown.posted.lines, thread()]).toEqual([[1000, 1001], ['planned']])
  })

  test('gets a new card when somebody removed it', async () => {
    const { card } = (await port.show(request())).posted
    slack.messages.splice(0)
    const again = await port.show(request({ card: card ?? '' }, { seq: 14, phase: 'done' }))
    expect(cards()).toHaveLength(1)
    expect(again.posted.card).not.toBe(card)
  })
})

describe('after a crash', () => {
  const earlier = new Date(Date.now() - 60_000).toISOString()

  test('between the card and its record there is no second card', async () => {
    await port.show(request({ lines: [line(1000, 'started', earlier)] }, { startedAt: earlier }))
    const shown = await born().show(
      request({ lines: [line(1000, 'started', earlier), line(1001, 'planned', earlier)] }, { startedAt: earlier }),
    )
    expect(cards()).toHaveLength(1)
    expect(thread()).toEqual(['started', 'planned'])
    expect(shown.posted.lines).toEqual([1000, 1001])
  })

  test('of two cards the second is the live one, and the first says so', async () => {
    const run = { startedAt: earlier }
    await port.show(request({}, run))
    const [first] = slack.messages
    if (first) slack.messages.push({ ...first, ts: '1795248499.000001' })
    const shown = await born().show(request({}, run))
    expect(JSON.parse(shown.posted.card ?? '{}')).toMatchObject({ ts: '1795248499.000001' })
    expect(slack.messages[0]?.text).toBe('R-7: this card is not kept up to date. The live one stands below.')
  })

  test('a card that somebody else posted proves nothing', async () => {
    await port.show(request({}, { startedAt: earlier }))
    for (const message of slack.messages) message.user = 'U0STRANGER'
    await born().show(request({}, { startedAt: earlier }))
    expect(cards()).toHaveLength(2)
  })

  test.each([{ run: 'R-8' }, { installation: 'fabrikam' }])('a card of ours with %j proves nothing', async (other) => {
    await port.show(request({}, { startedAt: earlier }))
    for (const message of slack.messages) {
      const mark = message.metadata as { event_type: string; event_payload: object }
      message.metadata = { ...mark, event_payload: { ...mark.event_payload, ...other } }
    }
    await born().show(request({}, { startedAt: earlier }))
    expect(cards()).toHaveLength(2)
  })

  test('a post whose answer was lost is looked for before it is made again', async () => {
    slack.fails = (method) => (method === 'chat.postMessage' ? { error: connectionLost(), done: true } : undefined)
    expect(await port.show(request({ lines: [line(1, 'a')] }))).toEqual({ posted: { lines: [], notices: [] }, retryAfterMs: 1000 })
    slack.fails = () => undefined
    nowMs += 1000
    await port.show(request({ lines: [line(1, 'a')] }))
    expect([cards().length, thread()]).toEqual([1, ['a']])
  })
})

describe('when Slack asks for patience', () => {
  test('before anything was posted, the time is passed on', async () => {
    slack.fails = (method) => (method === 'chat.postMessage' ? { error: rateLimited(30), done: false } : undefined)
    expect(await port.show(request())).toEqual({ posted: { lines: [], notices: [] }, retryAfterMs: 30_000 })
  })

  test('half-way, what was posted is answered, and the rest is asked for later', async () => {
    slack.fails = (method, { thread_ts }) =>
      method === 'chat.postMessage' && thread_ts ? { error: rateLimited(7), done: false } : undefined
    const shown = await port.show(request({ lines: [line(1, 'a')] }))
    expect(shown).toEqual({ posted: { card: expect.any(String), lines: [], notices: [] }, retryAfterMs: 7000 })
  })

  test('a refusal for good is said with its remedy, and tried again rarely', async () => {
    slack.fails = (method) => (method === 'chat.postMessage' ? { error: platformError('not_in_channel'), done: false } : undefined)
    expect(await port.show(request())).toEqual({ posted: { lines: [], notices: [] }, retryAfterMs: 10_000 })
    expect([...troubles.values()]).toEqual([
      `R-7: its card cannot be posted in channel ${CHANNEL}. Slack refused chat.postMessage (not_in_channel): the app is no member of that channel. Type /invite @countersign there.`,
      'R-7: Dana Ruiz, who started it, does not hear that it has no card. Slack refused chat.postMessage (not_in_channel): the app is no member of that channel. Type /invite @countersign there.',
    ])
  })
})

describe('those who can fill an open line', () => {
  const waiting: Partial<SaidView> = {
    phase: 'waiting',
    gate: gate({
      lines: [
        { from: ['dba'], count: 1, by: [] },
        { from: ['uc-leads'], count: 1, by: [] },
      ],
      barred: [],
    }),
  }
  const notices = [{ key: 'notify:gate-2', gate: 2, people: ['amir', 'carol', 'dana'] }]
  const asked = (): string[] => slack.messages.filter(({ channel }) => channel.startsWith('D')).map(({ channel }) => channel)

  test('are told alone, and not again when the line is filled, the gate is gone or the process is another', async () => {
    const first = await port.show(request({ notices }, waiting))
    expect([first.posted.notices, asked()]).toEqual([['notify:gate-2'], ['DAMIR', 'DCAROL']])
    const filled = {
      ...waiting,
      gate: gate({
        lines: [
          { from: ['dba'], count: 1, by: ['Amir Haddad'] },
          { from: ['uc-leads'], count: 1, by: [] },
        ],
        barred: [],
      }),
    }
    const second = await born().show(request({ card: first.posted.card ?? '' }, { ...filled, seq: 13 }))
    expect(asked()).toEqual(['DCAROL'])
    await born().show(request({ card: second.posted.card ?? '' }, { seq: 14 }))
    expect(asked()).toEqual([])
  })

  test('are led to the card, where the plan is', async () => {
    await port.show(request({ notices }, waiting))
    const message = slack.messages.find(({ channel }) => channel === 'DAMIR')
    expect(message?.text).toBe('R-7 waits for your approval at gate 2')
    expect(JSON.stringify(message?.blocks)).toContain(
      `<https://contoso.slack.com/archives/${CHANNEL}/p1795248412000001|Read the plan on its card>`,
    )
  })
})
