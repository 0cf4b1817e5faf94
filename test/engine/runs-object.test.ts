/** The index of runs: what is listed, what is driven anew, and where older runs are found. */
import { generateKeyPairSync } from 'node:crypto'
import type { ObjectContext } from '@restatedev/restate-sdk'
import { beforeEach, expect, test } from 'vitest'
import type { InsideCall, InsideCalls, ListedRun, Sealed } from '../../src/engine/objects.ts'
import { botToken } from '../../src/engine/proof/bot-token.ts'
import { inside as insideOf, secretOf } from '../../src/engine/proof/inside.ts'
import { sealedState, type SealedState } from '../../src/engine/proof/sealed-state.ts'
import { olderRuns, runsObject } from '../../src/engine/run/runs-object.ts'
import type { RunSummary } from '../../src/run/view/view.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const secret = secretOf(privateKey, 'inside')
const strangers = { noticed: (_: string, sentence: string) => expect.unreachable(sentence) }
const bot = { ...botToken(secretOf(privateKey, 'bot')), refuseOthers: () => '' }

type Handlers = Record<string, (ctx: ObjectContext, body?: unknown) => Promise<unknown>>

let store: Map<string, Map<string, unknown>>
let handlers: Handlers
let kept: SealedState
/** Gets of the store, each a way to the engine and back. */
let read: string[]
/** Sets of the store, which the engine writes down. */
let written: string[]
let calls: number
/** Of which runs the bot's process was told that they were noted. */
let told: string[]
beforeEach(() => {
  ;[store, read, written, calls, told] = [new Map(), [], [], 0, []]
  kept = sealedState(secretOf(privateKey, 'state'), strangers)
  handlers = (
    runsObject({ bot, inside: insideOf(secret, strangers), kept, onNote: ({ run }) => void told.push(run) }) as unknown as {
      object: Handlers
    }
  ).object
})

/** In an engine that does at once what is sent. */
async function call(key: string, handler: string, body?: unknown): Promise<unknown> {
  const sent: [string, string, Sealed][] = []
  const answer = await handlers[handler]?.(contextOf(key, sent), body)
  for (const [to, method, parameter] of sent) await call(to, method, parameter)
  return answer
}

function contextOf(key: string, sent: [string, string, Sealed][] = []): ObjectContext {
  const state = store.get(key) ?? new Map<string, unknown>()
  store.set(key, state)
  const id = Buffer.from(`call ${++calls}`)
  return {
    key,
    request: () => ({ id, headers: new Map() }),
    get: async (each: string) => (read.push(`${key} ${each}`), state.get(each) ?? null),
    set: (each: string, value: unknown) => (written.push(`${key} ${each}`), void state.set(each, value)),
    clear: (each: string) => void state.delete(each),
    stateKeys: async () => [...state.keys()],
    genericSend: ({ method, key: to, parameter }: { method: string; key: string; parameter: Sealed }) =>
      void sent.push([to, method, parameter]),
  } as unknown as ObjectContext
}

const say = <C extends InsideCall>(which: C, body: InsideCalls[C]): Promise<unknown> =>
  call('all', which.slice('Runs/'.length), secret.seal(`said to ${which} of all`, body))

const run = (number: number, endedAt?: string): RunSummary => ({
  run: `R-${number}`,
  title: 'x',
  phase: endedAt === undefined ? 'waiting' : 'done',
  rehearsal: false,
  requester: { id: 'dana', name: 'Dana' },
  conversation: { platform: 'console', channel: 'ops' },
  mirrors: [],
  startedAt: '2026-11-28T03:00:00.000Z',
  ...(endedAt !== undefined && { endedAt }),
})
const ends = async (number: number, { told = true } = {}): Promise<void> => {
  await say('Runs/note', run(number, '2026-11-28T04:00:00.000Z'))
  if (told) await say('Runs/told', { run: `R-${number}` })
}
const listed = async (): Promise<ListedRun[]> => (await call('all', 'list')) as ListedRun[]
const numbers = (runs: RunSummary[]): number[] => runs.map(({ run: id }) => Number(id.slice(2)))
const older = (before: string): Promise<RunSummary[]> =>
  olderRuns(
    { pages: async () => (await call('all', 'pages')) as number[], page: async (key) => (await call(key, 'page')) as RunSummary[] },
    before,
  )
const range = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index)

test('all active runs and the hundred newest ended ones are listed, the older ones are found page by page to the first', async () => {
  await say('Runs/note', run(1))
  expect(told).toEqual(['R-1'])
  for (const number of range(430, 2).toReversed()) await ends(number)
  expect(numbers(await listed())).toEqual([...range(430, 331), 1])
  const [first, second, third, fourth] = [await older('R-331'), await older('R-300'), await older('R-200'), await older('R-100')]
  expect([first, second, third, fourth].map(numbers)).toEqual([range(330, 300), range(299, 200), range(199, 100), range(99, 2)])
  expect(await older('R-2')).toEqual([])
  expect(numbers(await older('R-250'))).toEqual(range(249, 200))
})

test('where numbers were passed over no page is asked that is not there', async () => {
  for (const number of [3, ...range(90_100, 90_000).toReversed()]) await ends(number)
  const asked: string[] = []
  const found = await olderRuns(
    {
      pages: async () => (await call('all', 'pages')) as number[],
      page: async (key) => (asked.push(key), (await call(key, 'page')) as RunSummary[]),
    },
    'R-90000',
  )
  expect([numbers(found), asked]).toEqual([[3], ['ended/0']])
})

test('a run whose end nobody has seen is marked until it is told, and stays in the index however many have ended since', async () => {
  await ends(1, { told: false })
  for (const number of range(110, 2).toReversed()) await ends(number)
  expect((await listed()).filter(({ untold }) => untold)).toMatchObject([{ run: 'R-1' }])
  await say('Runs/note', run(1, '2026-11-28T04:00:00.000Z'))
  expect((await listed()).at(-1)).toMatchObject({ run: 'R-1', untold: true })
  await say('Runs/told', { run: 'R-1' })
  expect(numbers(await listed())).toEqual(range(110, 11))
  expect(numbers(await older('R-11'))).toEqual(range(10, 1))
})

test('a note writes the one run that it speaks of, however many there are', async () => {
  for (const number of range(300, 1)) await say('Runs/note', run(number))
  written.length = 0
  await say('Runs/note', { ...run(7), phase: 'working' })
  expect(written).toEqual(['all R-7'])
})

test('of hundreds that end at once, each is noted and told without a look at the others', async () => {
  for (const number of range(300, 1)) await ends(number, { told: false })
  read.length = 0
  await ends(301, { told: false })
  expect(new Set(read)).toEqual(new Set(['all R-301']))
  read.length = 0
  await say('Runs/told', { run: 'R-301' })
  expect(new Set(read)).toEqual(new Set(['all R-301', 'all ended']))
  for (const number of range(300, 1)) await say('Runs/told', { run: `R-${number}` })
  expect(numbers(await listed())).toEqual(range(301, 202))
  expect(numbers(await older('R-202'))).toEqual(range(201, 200))
})

test('a run whose end nobody has seen stays in the index also where release 0.9.0 counted it among the others', async () => {
  for (const number of range(100, 2).toReversed()) await ends(number)
  await ends(1, { told: false })
  await kept.write(
    contextOf('all'),
    'Runs',
    'ended',
    range(100, 1).map((number) => `R-${number}`),
  )
  await ends(101)
  expect(numbers(await listed())).toEqual(range(101, 1))
  await say('Runs/told', { run: 'R-1' })
  expect(numbers(await listed())).toEqual(range(101, 2))
})

test('what is repeated later changes nothing: no run begins again, none that was told is untold', async () => {
  await say('Runs/told', { run: 'R-7' })
  await say('Runs/note', run(7))
  await say('Runs/told', { run: 'R-7' })
  expect(await listed()).toEqual([run(7)])
  await ends(7)
  const over = await listed()
  await say('Runs/note', run(7))
  await say('Runs/note', run(7, '2026-11-28T04:00:00.000Z'))
  await say('Runs/told', { run: 'R-7' })
  expect(await listed()).toEqual(over)
  expect(over).toEqual([run(7, '2026-11-28T04:00:00.000Z')])
})
