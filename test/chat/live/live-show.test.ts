/** A run on a platform that cannot look for what it was sent, knows no files, and says that a message is gone only when it is touched. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Paused, PlatformError } from '../../../src/chat/live/platform-error.ts'
import { planFile } from '../../../src/chat/live/plan-file.ts'
import { LiveShow } from '../../../src/chat/live/show.ts'
import type { Shown } from '../../../src/run/view/chat-port.ts'
import type { SaidRequest } from '../../../src/words/said-port.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { en } from '../../../src/words/en.ts'
import { PEOPLE } from '../../console/stand-in-backend.ts'
import { gate, view } from '../views.ts'
import { MessagesStandIn } from './messages-stand-in.ts'

const CHANNEL = '19:incident@thread.tacv2'
const troubles = new Map<string, string>()
const connection = { up: (part: string) => void troubles.delete(part), down: (part: string, why: string) => void troubles.set(part, why) }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const now = Date.now()
const later = new Date(now + 3_600_000).toISOString()

let messages: MessagesStandIn
let port: LiveShow
let nowMs = now
/** People with an account in Slack. */
const elsewhere = new Set<string>()

/** Another process of the bot, which knows nothing of the one before. */
function born(): LiveShow {
  return new LiveShow({
    messages,
    connection,
    now: () => nowMs,
    log: silent,
    people: () => PEOPLE,
    platformsOf: (person) => (elsewhere.has(person) ? ['slack'] : []),
    words: () => en,
    shown: () => undefined,
  })
}

beforeEach(() => {
  troubles.clear()
  elsewhere.clear()
  nowMs = now
  messages = new MessagesStandIn()
  port = born()
})

function request(over: Partial<SaidRequest> = {}, run: Partial<SaidView> = {}): SaidRequest {
  const conversation = { platform: 'teams', channel: CHANNEL }
  const shown = view({ conversation, startedAt: later, ...run })
  return { conversation, view: shown, viewIn: () => shown, lines: [], notices: [], ...over }
}

const line = (n: number, text: string): { n: number; at: string; text: string } => ({ n, at: later, text })
const cards = (): string[] => messages.messages.filter(({ under, channel }) => channel === CHANNEL && !under).map(({ id }) => id)
const under = (card: string | undefined): string[] =>
  messages.messages.filter((each) => each.under === card).map(({ text }) => text.replace(/\d\d:\d\d:\d\d UTC {2}/g, ''))

describe('a card that was removed', () => {
  test('is put up again as soon as it is touched, and the thread goes on below the new one', async () => {
    await port.show(request({ lines: [line(1, 'started')] }))
    messages.messages = []
    nowMs += 1000
    const shown = await port.show(request({ lines: [line(2, 'planned')] }, { seq: 13 }))
    expect(shown.posted.lines).toEqual([2])
    expect(under(cards()[0])).toEqual([
      'This thread goes on from an earlier one, whose card was removed or could not be kept up to date.\nplanned',
    ])
  })

  test('is put up again by an update alone', async () => {
    const { card } = (await port.show(request())).posted
    messages.messages = []
    const shown = await port.show(request({ card: card ?? '' }, { seq: 13, phase: 'done' }))
    expect(cards()).toHaveLength(1)
    expect(shown.posted.card).not.toBe(card)
  })
})

describe('after a crash', () => {
  const earlier = { startedAt: new Date(now - 60_000).toISOString() }

  test('what was recorded stands, and nothing of it is posted again', async () => {
    const first = await port.show(request({ lines: [line(1, 'started')] }, earlier))
    await born().show(request({ card: first.posted.card ?? '', lines: [line(2, 'planned')] }, earlier))
    expect([cards().length, under(cards()[0])]).toEqual([1, ['started', 'planned']])
  })

  test('what was not recorded is posted once more, because nobody can look', async () => {
    await port.show(request({ lines: [line(1, 'started')] }, earlier))
    await born().show(request({ lines: [line(1, 'started')] }, earlier))
    expect(cards().map((card) => under(card))).toEqual([['started'], ['started']])
  })

  test('a record with an id that this platform does not make is none', async () => {
    const foreign = JSON.stringify({ ts: '1795248412.000001', asks: [], plans: [] })
    await port.show(request({ card: foreign, lines: [line(1, 'started')] }))
    expect(under(cards()[0])).toEqual(['started'])
  })
})

describe('a plan that the card cannot hold', () => {
  const waiting: Partial<SaidView> = { phase: 'waiting', gate: gate() }
  const whole = (): string => {
    const file = planFile(request({}, waiting).view, gate())
    return `${file.comment}\n\n${file.text}`
  }
  const said = (): string =>
    under(cards()[0])
      .map((piece, index) => (index === 0 ? piece : piece.replace(/^… /, '')))
      .join('')

  test('is said in the thread, in pieces, once', async () => {
    const first = await port.show(request({}, waiting))
    await port.show(request({ card: first.posted.card ?? '' }, { ...waiting, seq: 13 }))
    await born().show(request({ card: first.posted.card ?? '' }, { ...waiting, seq: 14 }))
    expect(under(cards()[0]).length).toBeGreaterThan(3)
    expect(said()).toBe(whole())
  })

  test('goes on where it was interrupted', async () => {
    let pieces = 0
    messages.fails = (call) => (call === 'say' && ++pieces > 2 ? { error: new Paused(() => 'Wait.', 1000, true), done: false } : undefined)
    await port.show(request({}, waiting))
    expect(under(cards()[0])).toHaveLength(2)
    messages.fails = () => undefined
    nowMs += 1000
    await port.show(request({}, waiting))
    expect(said()).toBe(whole())
  })

  test('begins anew below a new card', async () => {
    await port.show(request({}, waiting))
    messages.messages = []
    nowMs += 60_000
    await port.show(request({ lines: [line(2, 'planned')] }, { ...waiting, seq: 13 }))
    const [card] = cards()
    expect(under(card).slice(1).join('').replaceAll('… ', '')).toBe(whole())
  })
})

describe('what does not work', () => {
  const no = new PlatformError(({ tag }) => `Teams says no, in ${tag}.`, { code: 'Forbidden', certain: true })

  test('is said with the name of the platform', async () => {
    messages.fails = (call, text) => (call === 'update' && !text.includes('does not take') ? { error: no, done: false } : undefined)
    await port.show(request())
    await port.show(request({}, { seq: 13, phase: 'done' }))
    expect(messages.messages.map(({ text }) => text)).toEqual([
      'Done\nTeams does not take the whole card (Forbidden). /countersign status R-7 and /countersign plan R-7 show it.',
    ])
    expect([...troubles.values()]).toEqual([`R-7: its card in channel ${CHANNEL} does not show how it stands. Teams says no, in en.`])
  })

  test('and cannot be read is not taken for an answer', async () => {
    messages.fails = (call) => (call === 'post' ? { error: new TypeError('undefined is not a function'), done: false } : undefined)
    expect(await port.show(request())).toEqual({ posted: { card: expect.any(String), lines: [], notices: [] }, retryAfterMs: 10_000 })
    expect([...troubles.values()][0]).toBe(
      `R-7: its card cannot be posted in channel ${CHANNEL}. Teams answered what cannot be read. Report it with the log.`,
    )
  })
})

describe('those who can fill an open line', () => {
  const waiting: Partial<SaidView> = {
    phase: 'waiting',
    gate: gate({ lines: [{ from: ['dba', 'uc-leads'], count: 2, by: [] }], barred: [] }),
  }
  const notices = [{ key: 'notify:gate-2', gate: 2, people: ['amir', 'carol'] }]

  test('are led to the card, and told no more when the gate is gone', async () => {
    const first = await port.show(request({ notices }, waiting))
    const asks = (): string[] => messages.messages.filter(({ channel }) => channel.startsWith('1:1')).map(({ text }) => text)
    const [card] = cards()
    const link = `https://teams.example/${CHANNEL}/${card}`
    expect(first.posted.notices).toEqual(['notify:gate-2'])
    expect(asks()).toEqual(Array.from({ length: 2 }, () => `R-7 waits for your approval at gate 2\n${link}`))
    await port.show(request({ card: first.posted.card ?? '' }, { seq: 13 }))
    expect(asks()).toEqual([])
  })

  test('and have no account here are named on the card, with what to do', async () => {
    messages.without.add('carol')
    const shown = await port.show(request({ notices }, waiting))
    expect(messages.messages[0]?.text.split('\n')).toContain(
      'Carol Lindqvist was not told: people.yaml names no Teams account of theirs: write it there. Tell them yourself.',
    )
    expect(shown.posted.notices).toEqual([])
  })

  test('and were not told are named to whoever looks for themselves, in their words, as long as it is so', async () => {
    messages.without.add('carol')
    await port.show(request({ notices }, waiting))
    expect(port.notTold('R-7', CHANNEL, en)).toEqual([
      'Carol Lindqvist was not told: people.yaml names no Teams account of theirs: write it there. Tell them yourself.',
    ])
    expect([port.notTold('R-7', 'another', en), port.notTold('R-8', CHANNEL, en)]).toEqual([[], []])
    messages.without.clear()
    nowMs += 20_000
    await port.show(request({ notices }, waiting))
    expect(port.notTold('R-7', CHANNEL, en)).toEqual([])
  })

  test('and must not be told are named, in the words of the platform', async () => {
    messages.unfit.add('carol')
    await port.show(request({ notices }, waiting))
    expect(messages.messages[0]?.text.split('\n')).toContain('Carol Lindqvist was not told: carol is a guest. Tell them yourself.')
  })

  test('and cannot be written to are mentioned in the thread', async () => {
    const no = new PlatformError(() => 'Teams says no.', { code: 'Forbidden', certain: true })
    messages.fails = (call) => (call === 'direct' ? { error: no, done: false } : undefined)
    await port.show(request({ notices: [{ ...notices[0]!, people: ['amir'] }] }, waiting))
    expect(under(cards()[0])[0]).toBe('@amir R-7 waits for your approval at gate 2. Its card is at the top of this thread.')
  })
})

describe('a run in several conversations', () => {
  const HOME = { platform: 'slack', channel: 'C0INCIDENT' }
  const FIRST = { platform: 'teams', channel: CHANNEL }
  const SECOND = { platform: 'teams', channel: '19:duty@thread.tacv2' }
  const waiting: Partial<SaidView> = {
    phase: 'waiting',
    gate: gate({ lines: [{ from: ['dba', 'uc-leads'], count: 2, by: [] }], barred: [] }),
    conversation: HOME,
    mirrors: [FIRST, SECOND],
  }
  const notices = [{ key: 'notify:gate-2', gate: 2, people: ['amir', 'carol'] }]
  const shownIn = (conversation: SaidRequest['conversation'], over: Partial<SaidRequest> = {}): Promise<Shown> =>
    port.show(request({ conversation, ...over }, waiting))
  const cardsIn = (channel: string): string[] =>
    messages.messages.filter((each) => each.channel === channel && !each.under).map(({ id }) => id)

  test('has a card and a thread in each', async () => {
    await shownIn(FIRST, { lines: [line(1, 'started')] })
    await shownIn(SECOND, { lines: [line(1, 'started')] })
    expect([FIRST, SECOND].map(({ channel }) => cardsIn(channel).map((card) => under(card)[0]))).toEqual([['started'], ['started']])
  })

  test('asks people in the first of the platform only', async () => {
    const asks = (): string[] => messages.messages.filter(({ channel }) => channel.startsWith('1:1')).map(({ channel }) => channel)
    expect((await shownIn(SECOND, { notices })).posted.notices).toEqual(['notify:gate-2'])
    expect(asks()).toEqual([])
    expect((await shownIn(FIRST, { notices })).posted.notices).toEqual(['notify:gate-2'])
    expect(asks()).toEqual(['1:1 amir', '1:1 carol'])
  })

  test('leaves whoever has no account here to a platform where they have one', async () => {
    messages.without.add('amir').add('carol')
    elsewhere.add('amir')
    expect((await shownIn(FIRST, { notices })).posted.notices).toEqual([])
    expect(messages.messages[0]?.text).not.toContain('Amir Haddad was not told')
    expect(messages.messages[0]?.text).toContain('Carol Lindqvist was not told: people.yaml names no Teams account of theirs')
    elsewhere.add('carol')
    nowMs += 20_000
    expect((await shownIn(FIRST, { notices })).posted.notices).toEqual(['notify:gate-2'])
  })

  test('names whoever has an account on a platform where the run is not shown', async () => {
    messages.without.add('carol')
    elsewhere.add('carol')
    await port.show(request({ notices }, { ...waiting, conversation: FIRST, mirrors: [] }))
    expect(messages.messages[0]?.text).toContain('Carol Lindqvist was not told')
  })

  test('gets a new card in the one where it was removed, and keeps the other', async () => {
    await shownIn(FIRST)
    await shownIn(SECOND)
    const [kept] = cardsIn(FIRST.channel)
    port.cardRemoved('R-7', SECOND.channel)
    await shownIn(FIRST)
    await shownIn(SECOND)
    expect([cardsIn(FIRST.channel), cardsIn(SECOND.channel).length]).toEqual([[kept], 2])
  })

  test('says of each what does not work there, and tells the one who started it of the home alone', async () => {
    const no = new PlatformError(() => 'Teams says no.', { code: 'Forbidden', certain: true })
    messages.fails = (call) => (call === 'post' ? { error: no, done: false } : undefined)
    await shownIn(FIRST)
    await shownIn(SECOND)
    expect([...troubles]).toEqual(
      [FIRST, SECOND].map(({ channel }) => [`${channel}/R-7/card`, `R-7: its card cannot be posted in channel ${channel}. Teams says no.`]),
    )
    expect(messages.messages).toEqual([])
    await port.show(request({}, { ...waiting, conversation: FIRST, mirrors: [] }))
    expect(messages.messages).toMatchObject([
      { channel: '1:1 dana', text: expect.stringContaining('R-7 is started, and its card cannot be posted') },
    ])
  })
})
