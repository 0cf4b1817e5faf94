import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { orderOf } from '../run/acts.ts'
import { running } from '../run/given.ts'
import { Random } from '../run/nevers/random.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { World } from './astray/world.ts'

const HISTORIES = shortOrLong({ short: 300, long: 100_000 })
const TURNS = 120

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }))
afterEach(() => vi.useRealTimers())

test.each([
  ['a statement, under its lock', 2],
  ['a block of PowerShell, which no lock guards', 3],
])(
  `in ${HISTORIES / 2} histories of %s, whatever frames and processes do, an attempt is granted once and acts once`,
  { timeout: 3_600_000 },
  (_, step) => {
    const state = running(orderOf(step)).run.made
    const seen = new Map<string, number>()
    const count = (what: string, times: number) => seen.set(what, (seen.get(what) ?? 0) + times)
    for (let seed = 1; seed <= HISTORIES / 2; seed++) {
      vi.setSystemTime(Date.parse('2026-11-21T03:01:00.000Z'))
      const world = new World(state, new Random(seed))
      for (let turn = 0; turn < TURNS; turn++) world.turn()
      world.close()
      for (const [attempt, nonces] of world.granted)
        if (nonces.length > 1) throw new Error(`seed ${seed}: ${attempt} is granted to ${nonces.join(' and ')}`)
      for (const [place, times] of world.site.effects) if (times > 1) throw new Error(`seed ${seed}: ${place} is done ${times} times`)
      for (const [type, times] of world.seen) count(type, times)
      count('effects', world.site.effects.size)
    }
    // Histories that never came so far would prove nothing.
    for (const type of ['claimed', 'attempt-ended', 'contact-lost', 'attempt-judged', 'effects'])
      expect(seen.get(type) ?? 0, type).toBeGreaterThan(HISTORIES / 10)
  },
)
