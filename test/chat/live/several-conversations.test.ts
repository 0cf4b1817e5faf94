/** A run in several conversations of one platform: a card and a thread in each, and people are told once. */
import { beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/live/platform-error.ts'
import type { LiveShow } from '../../../src/chat/live/show.ts'
import type { Shown } from '../../../src/run/view/chat-port.ts'
import type { SaidRequest } from '../../../src/words/said-port.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { gate } from '../views.ts'
import { MessagesStandIn } from './messages-stand-in.ts'
import { CHANNEL, line, now, request, showing } from './showing.ts'

let messages: MessagesStandIn
let port: LiveShow
let nowMs = now
const { born, under, troubles, elsewhere } = showing(() => ({ messages, nowMs }))
beforeEach(() => {
  nowMs = now
  messages = new MessagesStandIn()
  port = born()
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
