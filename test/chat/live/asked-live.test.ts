/** Whoever can approve is told on a platform, or named where they cannot be. */
import { beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '../../../src/chat/live/platform-error.ts'
import type { LiveShow } from '../../../src/chat/live/show.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { en } from '../../../src/words/en.ts'
import { gate } from '../views.ts'
import { MessagesStandIn } from './messages-stand-in.ts'
import { CHANNEL, now, request, showing } from './showing.ts'

let messages: MessagesStandIn
let port: LiveShow
let nowMs = now
const { born, cards, under } = showing(() => ({ messages, nowMs }))
beforeEach(() => {
  nowMs = now
  messages = new MessagesStandIn()
  port = born()
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
