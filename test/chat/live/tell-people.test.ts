/** What a document tells people reaches each of them once, and holds up nobody. */
import { beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/live/platform-error.ts'
import { LiveShow } from '../../../src/chat/live/show.ts'
import type { Shown } from '../../../src/run/view/chat-port.ts'
import type { SaidRequest } from '../../../src/words/said-port.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { en } from '../../../src/words/en.ts'
import { PEOPLE } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'
import { MessagesStandIn } from './messages-stand-in.ts'

const HOME = { platform: 'teams', channel: '19:incident@thread.tacv2' }
const now = Date.now()
const NOTICE = {
  key: 'tell:step-3',
  people: ['amir', 'carol'],
  tells: {
    at: { step: 3, title: 'Say so' },
    to: 'dba',
    say: '{database} is back after {wait}.',
    values: { database: 'mgc', wait: { ms: 90_000 } },
  },
}
const SAID =
  'mgc is back after 1 min 30 s.\nR-7: Fail over Persistent Chat Server to the backup data centre, asked for by Dana Ruiz. Step 3 "Say so".'

let messages: MessagesStandIn
let port: LiveShow
let nowMs = now
let accounts: Record<string, string[]>

function born(): LiveShow {
  return new LiveShow({
    messages,
    connection: { up: () => undefined, down: () => undefined },
    now: () => nowMs,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    people: () => PEOPLE,
    platformsOf: (person) => accounts[person] ?? ['teams'],
    words: () => en,
    shown: () => undefined,
  })
}

beforeEach(() => {
  nowMs = now
  accounts = {}
  messages = new MessagesStandIn()
  port = born()
})

const shows = (run: Partial<SaidView> = {}, over: Partial<SaidRequest> = {}): Promise<Shown> => {
  const shown = view({ conversation: HOME, startedAt: new Date(now + 3_600_000).toISOString(), ...run })
  return port.show({ conversation: HOME, view: shown, viewIn: () => shown, lines: [], notices: [NOTICE], ...over })
}
const directs = (): [string, string][] =>
  messages.messages.filter(({ channel }) => channel.startsWith('1:1')).map(({ channel, text }) => [channel, text])

describe('what a document tells people', () => {
  test('is a message to each, in their words', async () => {
    expect((await shows()).posted.notices).toEqual(['tell:step-3'])
    expect(directs()).toEqual([
      ['1:1 amir', SAID],
      ['1:1 carol', SAID],
    ])
  })

  test('is not said again to whom it was said, by another process either, and is never taken back', async () => {
    messages.fails = (call) => (call === 'direct' && directs().length > 0 ? { error: NO, done: false } : undefined)
    const first = await shows()
    expect(first.posted.notices).toEqual([])
    messages.fails = () => undefined
    nowMs += 3_600_000
    port = born()
    expect((await shows({ startedAt: new Date(now).toISOString() }, { card: first.posted.card ?? '' })).posted.notices).toEqual([
      'tell:step-3',
    ])
    expect(directs().map(([to]) => to)).toEqual(['1:1 amir', '1:1 carol'])
  })

  test('that cannot be said to somebody is named on the card, and given up when the run is over', async () => {
    messages.without.add('carol')
    expect((await shows()).posted.notices).toEqual([])
    const named = 'Carol Lindqvist was not told: people.yaml names no Teams account of theirs: write it there. Tell them yourself.'
    expect(messages.messages[0]?.text.split('\n')).toContain(named)
    nowMs += 60_000
    const last = await shows({ phase: 'done', seq: 99 })
    expect(last.posted.notices).toEqual(['tell:step-3'])
    expect(messages.messages[0]?.text.split('\n')).toContain(named)
    expect(directs().map(([to]) => to)).toEqual(['1:1 amir'])
  })

  test('is said in the first of the conversations on whose platform they have an account', async () => {
    accounts['amir'] = ['slack', 'teams']
    const home = { platform: 'slack', channel: 'C0INCIDENT' }
    expect((await shows({ conversation: home, mirrors: [HOME] })).posted.notices).toEqual(['tell:step-3'])
    expect(directs().map(([to]) => to)).toEqual(['1:1 carol'])
  })
})

const NO = new PlatformError(() => 'Teams says no.', { code: 'Forbidden', certain: true })
