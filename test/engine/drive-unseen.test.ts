/** A run that was noted, and of which this process was told nothing, is driven anew: its card may have gone with the bot before. */
import pino from 'pino'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from './until.ts'
import { driveUnseen } from '../../src/engine/conversation/drive-unseen.ts'
import type { RunSummary } from '../../src/run/view/view.ts'

let known: Set<string>
let driven: [string, unknown][]
let fails: number
let ending: AbortController
let noted: (run: RunSummary) => void

beforeEach(() => {
  ;[known, driven, fails, ending] = [new Set(), [], 0, new AbortController()]
  noted = driveUnseen({
    knows: (run) => known.has(run),
    client: {
      redrive: async (run, asked) => {
        driven.push([run, asked])
        if (fails-- > 0) throw new Error('the engine does not answer')
      },
    },
    log: pino({ level: 'silent' }),
    signal: ending.signal,
    afterMs: 5,
  })
})
afterEach(() => ending.abort())

const RUN: RunSummary = {
  run: 'R-7',
  title: 'x',
  phase: 'waiting',
  rehearsal: false,
  requester: { id: 'dana', name: 'Dana' },
  conversation: { platform: 'console', channel: 'ops' },
  mirrors: [],
  startedAt: '2026-11-21T03:00:00.000Z',
}
const DRIVEN: [string, unknown] = ['R-7', { noted: 'waiting' }]

test('it is driven once, however often it is noted meanwhile', async () => {
  noted(RUN)
  noted(RUN)
  await until('it is driven', () => driven.length > 0)
  await pause(30)
  expect(driven).toEqual([DRIVEN])
})

test('one that this process knows is left alone, also where it hears of it only after the note', async () => {
  known.add('R-7')
  noted(RUN)
  known.delete('R-7')
  await pause(30)
  expect(driven).toEqual([])
  noted(RUN)
  known.add('R-7')
  await pause(30)
  expect(driven).toEqual([])
})

test('an engine that does not answer is asked again, until the bot ends', async () => {
  fails = 2
  noted(RUN)
  await until('it was asked three times', () => driven.length === 3)
  await pause(60)
  expect(driven).toEqual([DRIVEN, DRIVEN, DRIVEN])
  fails = Number.POSITIVE_INFINITY
  noted(RUN)
  await until('it is asked once more', () => driven.length > 3)
  ending.abort()
  const asked = driven.length
  await pause(100)
  expect(driven).toHaveLength(asked)
})
