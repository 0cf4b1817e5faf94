/** Somebody has the engine's key and plays the engine: what a call found out comes back as he likes it. */
import { generateKeyPairSync } from 'node:crypto'
import type { ObjectContext } from '@restatedev/restate-sdk'
import { beforeEach, expect, test } from 'vitest'
import { inside as insideOf, secretOf } from '../../src/engine/proof/inside.ts'
import type { InsideCall, InsideCalls, Sealed } from '../../src/engine/objects.ts'
import { lockObject } from '../../src/engine/run/lock-object.ts'
import { ownStep, ownTime } from '../../src/engine/proof/own-step.ts'
import { sealedState } from '../../src/engine/proof/sealed-state.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const secret = secretOf(privateKey, 'inside')
const noticed: string[] = []
const strangers = { noticed: (_: string, sentence: string) => void noticed.push(sentence) }
const inside = insideOf(secret, strangers)
const kept = sealedState(secretOf(privateKey, 'state'), strangers, { remembers: false })
const step = ownStep(secretOf(privateKey, 'step'), strangers)

interface Sent {
  call: string
  key: string
  body: unknown
}

type Handlers = Record<string, (ctx: ObjectContext, sealed: Sealed) => Promise<void>>
const handlersOf = (object: unknown): Handlers => (object as { object: Handlers }).object

/** An object of this key in such an engine. `answers`: what the engine says that a step has found out. */
function played(object: unknown, name: string, key: string, answers: (found: unknown) => unknown = (found) => found) {
  const state = new Map<string, unknown>()
  const sent: Sent[] = []
  let calls = 0
  const call = async <C extends InsideCall>(which: C, body: InsideCalls[C]): Promise<void> => {
    const id = Buffer.from(`call ${++calls}`)
    const ctx = {
      key,
      request: () => ({ id }),
      get: async (each: string) => state.get(each) ?? null,
      set: (each: string, value: unknown) => void state.set(each, value),
      date: { now: async () => Date.now() },
      run: async (_: string, act: () => unknown) => answers(await act()),
      genericSend: ({ service, method, key: to, parameter }: { service: string; method: string; key: string; parameter: Sealed }) =>
        void sent.push({ call: `${service}/${method}`, key: to, body: JSON.parse(parameter.said) }),
    }
    await handlersOf(object)[which.slice(name.length + 1)]?.(
      ctx as unknown as ObjectContext,
      secret.seal(`said to ${which} of ${key}`, body),
    )
  }
  return { call, sent }
}

const said = (sent: Sent[]) => sent.map(({ key, body }) => [key, (body as { type: string }).type, (body as { holder?: string }).holder])

beforeEach(() => void noticed.splice(0))

const LOOKED = 'Who stands before the lock drill/db was not looked up by this bot: it is given to nobody.'
const lost = (holder: string | undefined) =>
  lockObject({ inside, kept, step, lost: { holder: () => Promise.resolve(holder), released: () => undefined } })

test('a lock that a lost run holds is given to nobody, whatever the engine says was found', async () => {
  const honest = played(lost('R-1 "x"'), 'Lock', 'drill/db')
  await honest.call('Lock/take', { run: 'R-2', title: 'y' })
  expect(said(honest.sent)).toEqual([['R-2', 'lock-refused', 'R-1 "x"']])
  expect(noticed).toEqual([])
  for (const forged of [undefined, null, '', { said: 'null', tag: 'forged' }]) {
    const { call, sent } = played(lost('R-1 "x"'), 'Lock', 'drill/db', () => forged)
    await call('Lock/take', { run: 'R-2', title: 'y' })
    expect(said(sent)).toEqual([['R-2', 'lock-refused', 'a run that this bot could not look up']])
  }
  expect(noticed).toEqual([LOOKED, LOOKED, LOOKED, LOOKED])
})

test('what was found for another run, or by another call, gives nobody a lock', async () => {
  const found: unknown[] = []
  const first = played(lost(undefined), 'Lock', 'drill/db', (each) => (found.push(each), each))
  await first.call('Lock/take', { run: 'R-2', title: 'y' })
  expect(said(first.sent)).toEqual([['R-2', 'lock-granted', undefined]])
  const other = played(lost('R-1 "x"'), 'Lock', 'drill/db', () => found[0])
  await other.call('Lock/take', { run: 'R-3', title: 'z' })
  await other.call('Lock/take', { run: 'R-2', title: 'y' })
  expect(said(other.sent).map(([, type]) => type)).toEqual(['lock-refused', 'lock-refused'])
})

test('the one that waits is not given a lock by what the engine says was found', async () => {
  let before: string | undefined
  const lock = lockObject({ inside, kept, step, lost: { holder: () => Promise.resolve(before), released: () => undefined } })
  let lies = false
  const { call, sent } = played(lock, 'Lock', 'drill/db', (found) => (lies ? null : found))
  await call('Lock/take', { run: 'R-2', title: 'y' })
  await call('Lock/take', { run: 'R-3', title: 'z' })
  before = 'R-1 "x"'
  lies = true
  await call('Lock/release', { run: 'R-2' })
  expect(said(sent).map(([run, type]) => [run, type])).toEqual([
    ['R-2', 'lock-granted'],
    ['R-3', 'lock-refused'],
  ])
})

const time = ownTime(step)

/** A call as an engine carries it out, which gives back what was found out before: here, whatever it likes. */
function callOf(id: string, key: string, before?: (found: unknown) => unknown): { ctx: ObjectContext; found: unknown[] } {
  const found: unknown[] = []
  const run = async (_: string, act: () => unknown) => {
    const now = await act()
    found.push(now)
    return before === undefined ? now : before(now)
  }
  return { ctx: { key, request: () => ({ id: Buffer.from(id) }), run } as unknown as ObjectContext, found }
}

test('a call reads the clock of this bot, and the same time when it is carried out again', async () => {
  const first = callOf('call 1', 'R-1')
  const read = await time(first.ctx, { said: 'approve' })
  expect(Math.abs(read - Date.now())).toBeLessThan(1000)
  expect(await time(callOf('call 1', 'R-1', () => first.found[0]).ctx, { said: 'approve' })).toBe(read)
  expect(noticed).toEqual([])
})

test('a time that is made up, or was read for another call, another run or other words, is none', async () => {
  const first = callOf('call 1', 'R-1')
  await time(first.ctx, 'a')
  const sealed = first.found[0] as { said: string; tag: string }
  const forgeries: [string, string, string, unknown][] = [
    ['call 1', 'R-1', 'a', Date.now() + 1_800_000],
    ['call 1', 'R-1', 'a', null],
    ['call 1', 'R-1', 'a', { ...sealed, said: String(Number(sealed.said) + 1_800_000) }],
    ['call 2', 'R-1', 'a', sealed],
    ['call 1', 'R-2', 'a', sealed],
    ['call 1', 'R-1', 'b', sealed],
  ]
  for (const [id, key, words, forged] of forgeries) {
    const sentence = `The time of a call of Run/${key} was not read by this bot: nothing was done for it.`
    await expect(time(callOf(id, key, () => forged).ctx, words)).rejects.toThrow(sentence)
  }
  expect(noticed).toHaveLength(forgeries.length)
})
