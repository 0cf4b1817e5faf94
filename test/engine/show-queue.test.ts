/** When each run of a conversation is shown. */
import { describe, expect, test } from 'vitest'
import { ShowQueue } from '../../src/engine/conversation/show-queue.ts'

const INTERVAL_MS = 1000
const NOW = 5_000_000
const shown = (retryAfterMs?: number) => ({
  shown: { posted: { lines: [], notices: [] }, ...(retryAfterMs !== undefined && { retryAfterMs }) },
})
function waitingFor(waiting: Record<string, number>): ShowQueue {
  const queue = new ShowQueue(INTERVAL_MS)
  for (const [run, atMs] of Object.entries(waiting)) queue.want(run, atMs)
  return queue
}

describe('a run of a conversation', () => {
  test('that Slack puts off for five minutes keeps no other waiting, and is not forgotten', () => {
    const queue = waitingFor({ 'R-1': NOW - 2, 'R-2': NOW - 1 })
    expect(queue.next(NOW)).toBe('R-1')
    queue.tried('R-1', shown(300_000), true, NOW)
    expect([queue.nextMs(), queue.next(NOW + INTERVAL_MS)]).toEqual([NOW + INTERVAL_MS, 'R-2'])
    queue.tried('R-2', shown(), false, NOW + INTERVAL_MS)
    expect([queue.nextMs(), queue.next(NOW + 299_000), queue.next(NOW + 300_000)]).toEqual([NOW + 300_000, undefined, 'R-1'])
  })

  test('that was put off is shown at once when it has something new', () => {
    const queue = waitingFor({ 'R-1': NOW })
    queue.tried('R-1', shown(300_000), true, NOW)
    queue.want('R-1', NOW + 5000)
    expect([queue.nextMs(), queue.next(NOW + 5000)]).toEqual([NOW + 5000, 'R-1'])
  })

  test('that cannot be shown at all waits longer each time, and no other with it', () => {
    const queue = waitingFor({ 'R-1': NOW })
    const pauses = Array.from({ length: 9 }, () => {
      queue.tried('R-1', { failed: 'down' }, true, NOW)
      return (queue.nextMs() ?? 0) - NOW
    })
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
    queue.want('R-2', NOW)
    queue.tried('R-2', { failed: 'down' }, true, NOW)
    expect((queue.nextMs() ?? 0) - NOW).toBe(1000)
    queue.leave('R-2')
    queue.tried('R-1', shown(), false, NOW)
    expect(queue.nextMs()).toBeUndefined()
    queue.tried('R-1', { failed: 'down' }, true, NOW)
    expect((queue.nextMs() ?? 0) - NOW).toBe(1000)
  })
})

describe('the next try', () => {
  test('is one for many wishes, at the pace of the platform', () => {
    const queue = waitingFor({ 'R-1': NOW })
    queue.tried('R-1', shown(), false, NOW)
    queue.want('R-1', NOW + 100)
    queue.want('R-2', NOW + 200)
    queue.want('R-1', NOW + 300)
    expect([queue.nextMs(), queue.next(NOW + INTERVAL_MS)]).toEqual([NOW + INTERVAL_MS, 'R-1'])
  })

  test('is none where nobody waits', () => {
    const queue = waitingFor({ 'R-1': NOW })
    queue.leave('R-1')
    expect([queue.nextMs(), queue.next(NOW)]).toEqual([undefined, undefined])
  })
})
