import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AN_HOUR_MS, cardKey, cardSlot, slotsOf } from '../../../src/chat/teams/calls/limits.ts'
import { RateLimit, type Slot, type Window } from '../../../src/chat/teams/calls/rate-limit.ts'

const WHERE = { tenant: 'contoso', conversation: '19:incident@thread.tacv2' }

/** So many calls in any stretch of the window's length: more than `most` is a fault. */
function exceeded(times: readonly number[], { most, perMs }: Window): boolean {
  return times.some((at, index) => {
    const next = times[index + most]
    return next !== undefined && next - at < perMs
  })
}

/** Takes a place for a call that ends at once. 0, or how long to wait. */
function take(limit: RateLimit, slots: readonly Slot[]): number {
  const taken = limit.take(slots)
  if ('waitMs' in taken) return taken.waitMs
  taken.ended()
  return 0
}

test('no window is ever exceeded, whoever calls whenever, and whenever between its beginning and its end a call arrives', () => {
  const window = fc.record({ most: fc.integer({ min: 1, max: 8 }), perMs: fc.integer({ min: 1, max: 400 }) })
  const windows = fc.array(fc.array(window, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 3 })
  const call = fc.record({
    afterMs: fc.integer({ min: 0, max: 60 }),
    keys: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1 }),
    lastsMs: fc.integer({ min: 0, max: 300 }),
    arrives: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(windows, fc.array(call, { maxLength: 200 }), (ofKeys, calls) => {
      let nowMs = 0
      const limit = new RateLimit(() => nowMs)
      const arrived = ofKeys.map((): number[] => [])
      const running: { endsMs: number; ended: () => void }[] = []
      const pass = (ms: number): void => {
        const untilMs = nowMs + ms
        for (const each of running.toSorted((a, b) => a.endsMs - b.endsMs).filter(({ endsMs }) => endsMs <= untilMs)) {
          nowMs = Math.max(nowMs, each.endsMs)
          each.ended()
          running.splice(running.indexOf(each), 1)
        }
        nowMs = untilMs
      }
      for (const { afterMs, keys, lastsMs, arrives } of calls) {
        pass(afterMs)
        const slots = keys.map((key): Slot => ({ key: String(key), windows: ofKeys[key] ?? [] }))
        let taken = limit.take(slots)
        if ('waitMs' in taken) {
          pass(taken.waitMs)
          taken = limit.take(slots)
          if ('waitMs' in taken) continue
        }
        running.push({ endsMs: nowMs + lastsMs, ended: taken.ended })
        for (const key of keys) arrived[key]?.push(nowMs + lastsMs * arrives)
      }
      return ofKeys.every((each, key) => each.every((one) => !exceeded(arrived[key]?.toSorted((a, b) => a - b) ?? [], one)))
    }),
  )
})

test('a call that runs keeps its place until it ends, and ends once', () => {
  let nowMs = 0
  const limit = new RateLimit(() => nowMs)
  const slots: Slot[] = [{ key: 'a', windows: [{ most: 1, perMs: 100 }] }]
  const taken = limit.take(slots)
  if ('waitMs' in taken) throw new Error('nobody was there')
  nowMs = 1000
  expect([limit.take(slots), limit.used('a', 100)]).toEqual([{ waitMs: 100 }, 1])
  taken.ended()
  nowMs = 1050
  taken.ended()
  expect(limit.take(slots)).toEqual({ waitMs: 50 })
  nowMs = 1100
  expect(take(limit, slots)).toBe(0)
})

test('the time that it asks for is enough: after it there is a place, when nobody else took it', () => {
  let nowMs = 0
  const limit = new RateLimit(() => nowMs)
  const slots = slotsOf('send', WHERE)
  const waits: number[] = []
  for (let call = 0; call < 61; call++) {
    const waitMs = take(limit, slots)
    waits.push(waitMs)
    nowMs += waitMs
    if (waitMs > 0) expect(take(limit, slots)).toBe(0)
  }
  // Seven at once, the eighth a second later, and on at eight in two seconds until thirty seconds have had their sixty.
  expect(waits.slice(0, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 1000, 1000, 0])
  expect(nowMs).toBe(30_000)
})

test('threads of a channel count as their channel, its roster and another channel by themselves, and all of them for the tenant', () => {
  const limit = new RateLimit(() => 0)
  const thread = { ...WHERE, conversation: `${WHERE.conversation};messageid=17` }
  for (let call = 0; call < 7; call++) expect(take(limit, slotsOf('send', call % 2 === 0 ? WHERE : thread))).toBe(0)
  expect(take(limit, slotsOf('update', thread))).toBe(1000)
  for (let call = 0; call < 14; call++) expect(take(limit, slotsOf('member', WHERE))).toBe(0)
  expect(take(limit, slotsOf('members', WHERE))).toBe(1000)
  for (let call = 0; call < 7; call++) expect(take(limit, slotsOf('create', { ...WHERE, conversation: `19:${call}` }))).toBe(0)
  expect(take(limit, slotsOf('create', WHERE))).toBe(1000)
  for (let call = 0; call < 22; call++) expect(take(limit, slotsOf('send', { ...WHERE, conversation: `19:${call}` }))).toBe(0)
  expect(take(limit, slotsOf('send', { ...WHERE, conversation: '19:another' }))).toBe(1000)
  expect(take(limit, slotsOf('send', { tenant: 'fabrikam', conversation: '19:another' }))).toBe(0)
})

test('a pause holds up its own conversation only, and says whether Teams asked for it', () => {
  let nowMs = 0
  const limit = new RateLimit(() => nowMs)
  const slots = slotsOf('send', WHERE)
  const key = slots[0]?.key ?? ''
  limit.pause(key, 500, false)
  expect([take(limit, slots), limit.pausedFor(slots), limit.pausedFor(slots, true)]).toEqual([500, 500, 0])
  limit.pause(key, 30_000, true)
  limit.pause(key, 500, false)
  expect([take(limit, slots), limit.pausedFor(slots, true)]).toEqual([30_000, 30_000])
  expect(take(limit, slotsOf('send', { ...WHERE, conversation: '19:another' }))).toBe(0)
  nowMs = 30_000
  limit.pause(key, 500, false)
  expect([limit.pausedFor(slots, true), limit.pausedFor(slots)]).toEqual([0, 500])
})

test('cards that want to change all the time become slower, never stop, and leave a third of the hour to lines', () => {
  let nowMs = 0
  const limit = new RateLimit(() => nowMs)
  const gone: number[] = []
  let longestMs = 0
  while (nowMs < 3 * AN_HOUR_MS) {
    const slot = cardSlot(WHERE, limit.used(cardKey(WHERE), AN_HOUR_MS))
    const waitMs = take(limit, [slot])
    nowMs += waitMs
    if (waitMs > 0) continue
    longestMs = Math.max(longestMs, nowMs - (gone.at(-1) ?? 0))
    gone.push(nowMs)
  }
  expect(gone.slice(0, 4)).toEqual([0, 2500, 5000, 7500])
  expect(exceeded(gone, { most: 1200, perMs: AN_HOUR_MS })).toBe(false)
  expect(longestMs).toBeLessThan(15_000)
})
