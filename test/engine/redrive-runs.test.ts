import pino from 'pino'
import { expect, test } from 'vitest'
import type { EngineAdmin } from '../../src/engine/server/admin.ts'
import { fewAtATime } from '../../src/engine/server/few-at-a-time.ts'
import { redriveRuns } from '../../src/engine/server/redrive-runs.ts'
import { configurationTold } from '../../src/engine/server/tell-configuration.ts'
import { until } from './until.ts'
import type { RunSummary } from '../../src/run/view/view.ts'

const log = pino({ level: 'silent' })
const listed = (count: number): RunSummary[] =>
  Array.from({ length: count }, (_, index) => ({
    run: `R-${count - index}`,
    title: 'x',
    phase: 'waiting',
    rehearsal: false,
    requester: { id: 'dana', name: 'Dana' },
    conversation: { platform: 'console', channel: 'ops' },
    mirrors: [],
    startedAt: '2026-11-28T03:00:00.000Z',
  }))
/** A stand-in for the admin interface of an engine that cannot be looked over. */
const blind = { stuck: () => Promise.reject(new Error('no query')) } as unknown as EngineAdmin

test('a start drives the newest run first, a few at a time, and tells it of the configuration by the way; one that is broken keeps no other from its turn', async () => {
  const driven: string[] = []
  const ending = new AbortController()
  const calm: { runs: number }[] = []
  const heard: unknown[] = []
  const read: unknown[] = []
  const told = configurationTold((command) => ({ command, key: 'chat', signature: '' }))
  told.want({ policies: {}, people: [], targets: {} })
  let atOnce = 0
  let most = 0
  const watching = redriveRuns({
    admin: blind,
    told,
    lockHolders: () => Promise.resolve(new Map([['R-7', 'drill/db']])),
    readShown: async (runs) => {
      read.push([runs.size, driven.length])
      throw new Error('no query')
    },
    log,
    signal: ending.signal,
    onCalm: (now) => void calm.push(now),
    client: {
      runs: () => Promise.resolve(listed(30)),
      redrive: async (run, asked) => {
        heard.push([run, asked?.noted, asked?.holds, asked?.told?.command.type])
        most = Math.max(most, ++atOnce)
        await new Promise((resolve) => setTimeout(resolve, 2))
        atOnce--
        driven.push(run)
        if (run === 'R-20' && driven.filter((each) => each === run).length < 3) throw new Error('the rules broke')
      },
    },
  })
  await until('all were driven', () => calm.length > 0)
  ending.abort()
  await watching
  expect(driven.slice(0, 30).toSorted()).toEqual(
    listed(30)
      .map(({ run }) => run)
      .toSorted(),
  )
  expect(driven.slice(0, 8)).toContain('R-30')
  expect(driven.slice(30)).toEqual(['R-20', 'R-20'])
  expect(most).toBe(8)
  expect(heard).toContainEqual(['R-7', 'waiting', 'drill/db', 'configuration-changed'])
  expect(heard).toHaveLength(32)
  expect(heard.filter((each) => JSON.stringify(each).endsWith('"waiting",null,"configuration-changed"]'))).toHaveLength(31)
  expect(read).toEqual([
    [30, 0],
    [1, 30],
    [1, 31],
  ])
  expect(calm).toMatchObject([{ runs: 30 }])
})

test('an engine whose administration hangs keeps no run from being driven', async () => {
  const never = () => new Promise<never>(() => undefined)
  const driven: string[] = []
  const ending = new AbortController()
  const watching = redriveRuns({
    admin: { stuck: never } as unknown as EngineAdmin,
    told: configurationTold((command) => ({ command, key: 'chat', signature: '' })),
    lockHolders: never,
    readShown: never,
    log,
    signal: ending.signal,
    client: { runs: () => Promise.resolve(listed(2)), redrive: async (run) => void driven.push(run) },
  })
  await until('both were driven', () => driven.length === 2)
  ending.abort()
  await watching
})

test('everybody gets a turn, and who failed is named with the error', async () => {
  const seen: number[] = []
  const failed = await fewAtATime([1, 2, 3, 4, 5], 2, async (item) => {
    seen.push(item)
    if (item % 2 === 0) throw new Error(`no ${item}`)
  })
  expect(seen).toEqual([1, 2, 3, 4, 5])
  expect(failed.map(({ item, error }) => [item, (error as Error).message])).toEqual([
    [2, 'no 2'],
    [4, 'no 4'],
  ])
})

test('a run that takes long keeps neither the others from their turn nor the calls from being looked over', async () => {
  const ending = new AbortController()
  const told = configurationTold((command) => ({ command, key: 'chat', signature: '' }))
  const slow = Promise.withResolvers<void>()
  const driven: string[] = []
  let looked = 0
  const calm: { runs: number }[] = []
  const watching = redriveRuns({
    admin: { stuck: async () => (looked++, { mismatched: [], paused: [], waiting: [] }) } as unknown as EngineAdmin,
    told,
    lockHolders: () => Promise.resolve(new Map()),
    readShown: async () => undefined,
    log,
    signal: ending.signal,
    onCalm: (now) => void calm.push(now),
    client: {
      runs: () => Promise.resolve(listed(3)),
      redrive: async (run) => {
        if (run === 'R-3') await slow.promise
        driven.push(run)
      },
    },
  })
  await until('the calls are looked over again', () => looked > 2)
  expect([driven, calm]).toEqual([['R-2', 'R-1'], []])
  slow.resolve()
  await until('it is calm', () => calm.length > 0)
  expect(driven).toEqual(['R-2', 'R-1', 'R-3'])
  ending.abort()
  await watching
})

test('a call that was killed asks for all runs again, also while they are being driven', async () => {
  const ending = new AbortController()
  const told = configurationTold((command) => ({ command, key: 'chat', signature: '' }))
  const slow = Promise.withResolvers<void>()
  const driven: string[] = []
  let killed = 0
  const call = { id: 'inv', target: 'Run/R-1/command', service: 'Run', key: 'R-1', status: 'backing-off', failure: 'RT0016' }
  const watching = redriveRuns({
    admin: {
      stuck: async () => ({ mismatched: driven.length === 1 && killed === 0 ? [call] : [], paused: [], waiting: [] }),
      kill: async () => void killed++,
    } as unknown as EngineAdmin,
    told,
    lockHolders: () => Promise.resolve(new Map()),
    readShown: async () => undefined,
    log,
    signal: ending.signal,
    client: {
      runs: () => Promise.resolve(listed(2)),
      redrive: async (run) => {
        if (run === 'R-1' && killed === 0) await slow.promise
        driven.push(run)
      },
    },
  })
  await until('it is killed', () => killed === 1)
  slow.resolve()
  await until('all were driven again', () => driven.length === 4)
  expect(driven.toSorted()).toEqual(['R-1', 'R-1', 'R-2', 'R-2'])
  ending.abort()
  await watching
})

test('a run that has ended and was not seen to its end is driven, told of nothing, and not counted as active', async () => {
  const ending = new AbortController()
  const told = configurationTold((command) => ({ command, key: 'chat', signature: '' }))
  told.want({ policies: {}, people: [], targets: {} })
  const asked: unknown[] = []
  const calm: { runs: number }[] = []
  const [active, over, untold] = listed(3) as [RunSummary, RunSummary, RunSummary]
  const endedAt = '2026-11-28T04:00:00.000Z'
  const watching = redriveRuns({
    admin: blind,
    told,
    lockHolders: () => Promise.resolve(new Map()),
    readShown: async () => undefined,
    log,
    signal: ending.signal,
    onCalm: (now) => void calm.push(now),
    client: {
      runs: () =>
        Promise.resolve([
          active,
          { ...over, phase: 'done' as const, endedAt },
          { ...untold, phase: 'done' as const, endedAt, untold: true },
        ]),
      redrive: async (run, more) => void asked.push([run, more?.noted, more?.told?.command.type]),
    },
  })
  await until('it is calm', () => calm.length > 0)
  expect(asked).toEqual([
    ['R-3', 'waiting', 'configuration-changed'],
    ['R-1', 'done', undefined],
  ])
  expect(calm).toMatchObject([{ runs: 1 }])
  ending.abort()
  await watching
})
