/** When each run of a conversation is shown. */
import { describe, expect, test } from 'vitest'
import { armedForFirst, EMPTY_QUEUE, tried, wanted, nextRun, type ShowQueue } from '../../src/engine/conversation/show-queue.ts'

const INTERVAL_MS = 1000
const NOW = 1_700_000_000_000
const shown = (retryAfterMs?: number) => ({
  shown: { posted: { lines: [], notices: [] }, ...(retryAfterMs !== undefined && { retryAfterMs }) },
})
const waitingFor = (waiting: ShowQueue['waiting']): ShowQueue => ({ ...EMPTY_QUEUE, waiting })

describe('a run of a conversation', () => {
  test('that Slack puts off for five minutes keeps no other waiting, and is not forgotten', () => {
    const queue = tried(waitingFor({ 'R-1': NOW - 2, 'R-2': NOW - 1 }), 'R-1', shown(300_000), true, NOW)
    expect(armedForFirst(queue, INTERVAL_MS).flush?.atMs).toBe(NOW + INTERVAL_MS)
    expect(nextRun(queue, NOW + INTERVAL_MS)).toBe('R-2')
    const alone = tried(queue, 'R-2', shown(), false, NOW + INTERVAL_MS)
    expect(armedForFirst(alone, INTERVAL_MS).flush?.atMs).toBe(NOW + 300_000)
    expect([nextRun(alone, NOW + 299_000), nextRun(alone, NOW + 300_000)]).toEqual([undefined, 'R-1'])
  })

  test('that was put off is shown at once when it has something new, and the flush that was to come is out of date', () => {
    const { queue: put } = armedForFirst(waitingFor({ 'R-1': NOW + 300_000 }), INTERVAL_MS)
    const { queue, flush } = wanted({ ...put, lastMs: NOW - 5000 }, 'R-1', NOW, INTERVAL_MS)
    expect(flush?.atMs).toBe(NOW)
    expect(queue.next?.no).not.toBe(put.next?.no)
    expect(nextRun(queue, NOW)).toBe('R-1')
  })

  test('that cannot be shown at all waits longer each time, and no other with it', () => {
    let queue = waitingFor({ 'R-1': NOW })
    const pauses = Array.from({ length: 9 }, () => {
      queue = tried(queue, 'R-1', { failed: 'down' }, true, NOW)
      return (queue.waiting['R-1'] ?? 0) - NOW
    })
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect(tried(queue, 'R-1', shown(), false, NOW)).toMatchObject({ waiting: {}, failures: {} })
    expect((tried({ ...queue, waiting: { 'R-1': NOW, 'R-2': NOW } }, 'R-2', { failed: 'down' }, true, NOW).waiting['R-2'] ?? 0) - NOW).toBe(
      1000,
    )
  })
})

describe('the next flush', () => {
  test('is sent once for many wishes, at the pace of the platform', () => {
    const first = wanted({ ...EMPTY_QUEUE, lastMs: NOW - 100 }, 'R-1', NOW, INTERVAL_MS)
    expect(first.flush?.atMs).toBe(NOW + 900)
    expect(wanted(first.queue, 'R-2', NOW + 500, INTERVAL_MS).flush).toBeUndefined()
  })

  test('is sent anew where it was lost with a killed call', () => {
    const first = wanted(EMPTY_QUEUE, 'R-1', NOW, INTERVAL_MS)
    expect(wanted(first.queue, 'R-1', NOW + 9000, INTERVAL_MS).flush).toBeUndefined()
    expect(wanted(first.queue, 'R-1', NOW + 10_000, INTERVAL_MS).flush?.atMs).toBe(NOW + 10_000)
  })

  test('is none where nobody waits', () => {
    expect(armedForFirst(tried(waitingFor({ 'R-1': NOW }), 'R-1', shown(), false, NOW), INTERVAL_MS).flush).toBeUndefined()
  })
})
