/** A run lies in the store in pieces: whoever reaches it can take one away, put another in its place, or leave half of a command there. */
import { describe, expect, test } from 'vitest'
import { readLog } from '../../src/engine/run/run-log.ts'
import { readRun, writeRun, type StoredRun } from '../../src/engine/run/stored-run.ts'
import { goesOn, locks, starts, stepOf, theEnd } from '../run/acts.ts'
import { newSeal, RunStore, StoredPractice } from './run-store.ts'

const seal = newSeal()
const practice = new StoredPractice(seal, starts(), locks, theEnd)
const LAST = practice.entries.length

/** What a call finds: the run, and its log. */
async function found({ ctx }: RunStore, by = seal) {
  const stored = await readRun(ctx, by)
  return stored === null || stored === 'altered' || 'stateVersion' in stored ? stored : readLog(ctx, by, stored)
}

test('a run is read as it was stored, by the bot that stored it and by its next process', async () => {
  expect(await readRun(practice.store.ctx, seal)).toEqual({
    state: practice.made,
    rules: practice.entries[0]?.rules,
    plan: expect.any(Number),
  })
  expect(await found(practice.store)).toEqual({ entries: practice.entries, heads: [], more: false })
  expect(await found(practice.store, newSeal())).toBe('altered')
  expect(await readRun(new RunStore().ctx, seal)).toBeNull()
})

test('what is large is written when it changes, an entry once, and the state last', () => {
  const written = practice.store.passed.filter(({ way }) => way === 'written').map(({ name }) => name)
  const plans = written.filter((name) => name.startsWith('plan/'))
  const changing = practice.entries.filter(({ events }) => events.some(({ type }) => ['started', 'planned', 'captured'].includes(type)))
  expect(plans).toEqual(changing.map(({ seq }) => `plan/${seq}`))
  expect(written.filter((name) => name.startsWith('entry/'))).toEqual(practice.entries.map(({ seq }) => `entry/${seq}`))
  const after = written.flatMap((name, index) => (name.startsWith('entry/') ? [written[index + 1]] : []))
  expect(new Set(after)).toEqual(new Set(['state']))
})

test('a log is given by pages that fit, an entry at least, and each page follows the one before', async () => {
  const stored = practice.stored as StoredRun
  const read: number[][] = []
  for (let from = 1, more = true; more;) {
    const page = await readLog(practice.store.ctx, seal, stored, from, 8_000)
    if (page === 'altered' || 'stateVersion' in page) throw new Error('not read')
    read.push(page.entries.map(({ seq }) => seq))
    from += page.entries.length
    more = page.more
  }
  expect(read.length).toBeGreaterThan(2)
  expect(read.flat()).toEqual(practice.entries.map(({ seq }) => seq))
  expect(await readLog(practice.store.ctx, seal, stored, 3, 1)).toMatchObject({ entries: [{ seq: 3 }], more: true })
  expect(await readLog(practice.store.ctx, seal, stored, LAST + 1)).toEqual({ entries: [], heads: [], more: false })
})

describe('what was tampered with is not read', () => {
  /** Another run of the same bot, sealed with the same key. */
  const other = new StoredPractice(seal, starts(), locks, stepOf(3))
  const others = new RunStore('R-2')
  writeRun(others.ctx, seal, null, { state: other.made, entry: other.entries[0]!, heads: [] })
  const plan = `plan/${practice.stored?.plan}`
  const bytes = (name: string) => practice.store.values.get(name) ?? new Uint8Array()
  const bent = (name: string) => Uint8Array.from(bytes(name), (byte, index) => (index === 40 ? byte ^ 1 : byte))
  /** The same bot decided it at this number as well, in a call that was cut off and came to nothing. */
  const cutOff = (n: number) => {
    const lost = practice.store.copy()
    const entry = { ...practice.entries[n - 1]!, hash: 'f'.repeat(64) }
    writeRun(lost.ctx, seal, null, { state: practice.made, entry, heads: [] })
    return lost.values.get(`entry/${n}`)
  }

  test.each<[string, Record<string, Uint8Array | undefined>]>([
    ['a state of another run', { state: others.values.get('state') }],
    ['a state with a bit of it changed', { state: bent('state') }],
    ['a state that is cut', { state: bytes('state').subarray(0, 31) }],
    ['a plan in place of the state', { state: bytes(plan) }],
    ['a state whose plan was taken away', { [plan]: undefined }],
    ['a plan with a bit of it changed', { [plan]: bent(plan) }],
    ['an older plan of the run', { [plan]: bytes('plan/1') }],
    ['a log of which an entry was taken away', { 'entry/4': undefined }],
    ['a log of which the first entry was taken away', { 'entry/1': undefined }],
    ['a log of which the newest entry was taken away', { [`entry/${LAST}`]: undefined }],
    ['an entry with a bit of it changed', { 'entry/4': bent('entry/4') }],
    ['two entries that changed places', { 'entry/4': bytes('entry/5'), 'entry/5': bytes('entry/4') }],
    ['an entry twice', { 'entry/5': bytes('entry/4') }],
    ['an entry of another run', { 'entry/1': others.values.get('entry/1') }],
    ['an entry that came to nothing', { 'entry/5': cutOff(5) }],
    ['a newest entry that came to nothing', { [`entry/${LAST}`]: cutOff(LAST) }],
    ['a state that counts more entries than there are', { [`entry/${LAST - 1}`]: undefined, [`entry/${LAST}`]: undefined }],
  ])('%s', async (_, changes) => {
    const store = practice.store.copy()
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) store.values.delete(name)
      else store.values.set(name, value)
    }
    expect(await found(store)).toBe('altered')
  })

  test('an entry beyond the state is nothing', async () => {
    const store = practice.store.copy()
    const beyond = { ...practice.entries[0]!, seq: LAST + 1 }
    const state = bytes('state')
    writeRun(store.ctx, seal, practice.stored, { state: practice.made, entry: beyond, heads: [] })
    store.values.set('state', state)
    expect(await found(store)).toEqual({ entries: practice.entries, heads: [], more: false })
  })
})

test('a crash after any write of any command leaves the run as it was before, and the next command leads on', async () => {
  const later = new StoredPractice(seal, starts())
  let cuts = 0
  const checks: Promise<void>[] = []
  later.before = (added) => {
    const [stands, entries] = [later.stored, later.entries.slice(0, -1)]
    const whole = later.store.copy()
    writeRun(whole.ctx, seal, stands, added)
    const writes = whole.passed.map(({ name }) => name)
    for (let done = 1; done < writes.length; done++) {
      const cut = later.store.copy()
      for (const name of writes.slice(0, done)) cut.values.set(name, whole.values.get(name) ?? new Uint8Array())
      cuts++
      checks.push(
        (async () => {
          expect(await readRun(cut.ctx, seal)).toEqual(stands)
          expect(await found(cut)).toEqual({ entries, heads: [], more: false })
          // Another command than the one that was cut off: what that one left is written over.
          const entry = { ...added.entry, at: '2030-01-01T00:00:00.000Z' }
          writeRun(cut.ctx, seal, stands, { ...added, entry })
          expect(await found(cut)).toEqual({ entries: [...entries, entry], heads: [], more: false })
        })(),
      )
    }
  }
  locks(later)
  theEnd(later)
  await Promise.all(checks)
  expect(cuts).toBeGreaterThan(LAST)
})

test('a command reads state and plan, writes entry and state, and weighs at the end of a long list what it weighs at the beginning', async () => {
  const run = new StoredPractice(seal, starts(), locks)
  run.finds['files'] = Array.from({ length: 200 }, (_, index) => `\\\\a\\share\\${index}.trn`)
  const done = () => run.made.steps[3]?.items.filter((item) => item.done !== undefined).length ?? 0
  /** Bytes of all commands of one item. */
  const weightOf = async (item: number): Promise<number> => {
    while (done() < item - 1) goesOn(run)
    let bytes = 0
    while (done() < item) {
      run.store.passed = []
      await readRun(run.store.ctx, seal)
      goesOn(run)
      expect(run.store.passed.map(({ way, name }) => `${way} ${name.replace(/\d+/, 'n')}`)).toEqual([
        'read state',
        'read plan/n',
        'written entry/n',
        'written state',
      ])
      bytes += run.store.passed.reduce((sum, each) => sum + each.bytes, 0)
    }
    return bytes
  }
  const second = await weightOf(2)
  const last = await weightOf(199)
  expect(last / second).toBeLessThan(1.1)
  expect(run.made.seq).toBeGreaterThan(300)
})
