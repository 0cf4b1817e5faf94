/** A run on a platform that cannot look for what it was sent, knows no files, and says that a message is gone only when it is touched. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Paused, PlatformError } from '../../../src/chat/live/platform-error.ts'
import { planFile } from '../../../src/chat/live/plan-file.ts'
import type { LiveShow } from '../../../src/chat/live/show.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { gate } from '../views.ts'
import { MessagesStandIn } from './messages-stand-in.ts'
import { CHANNEL, line, now, request, showing } from './showing.ts'

let messages: MessagesStandIn
let port: LiveShow
let nowMs = now
const { born, cards, under, troubles } = showing(() => ({ messages, nowMs }))
beforeEach(() => {
  nowMs = now
  messages = new MessagesStandIn()
  port = born()
})

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
