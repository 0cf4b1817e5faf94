import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/audit/entry.ts'
import { until } from '../engine/until.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { auditEntries } from './audit-entries.ts'
import { openConsoleClient, type ConsoleClient } from './console-client.ts'
import { playToTheEnd, WORDS } from './players.ts'
import { startProgram, type Program } from './program.ts'
import { writeConfiguration, type PracticeConfiguration } from './write-configuration.ts'

const dir = mkdtempSync(join(tmpdir(), 'leaving-worker-'))
const workers = ['dc2-a', 'dc2-b']
let estate: Estate
let practice: PracticeConfiguration
let bot: Program
let client: ConsoleClient
const living = new Map<string, Program>()
/** The last worker that was started anew is there. */
let both = Promise.resolve()
const start = (...words: string[]) => startProgram(practice, words, join(dir, 'programs.log'))

beforeAll(async () => {
  estate = await startEstate({ dir: join(dir, 'estate'), speed: 10 })
  practice = await writeConfiguration(estate, { dir, workers, standInOnly: true })
  bot = await start('start')
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
  for (const name of workers) living.set(name, await start('worker', name))
})
afterAll(async () => {
  // A test that ended before leaves a start behind, and its folder goes.
  await Promise.allSettled([both])
  for (const worker of living.values()) await worker.end()
  await bot?.end()
  await estate?.close()
  rmSync(dir, { recursive: true, force: true })
})

const entries = (run: string): Entry[] => auditEntries(practice, run)

/** Who spoke last of an order, and which. */
function lastWord(run: string): { worker: string; seq: number } | undefined {
  const found = entries(run).findLast(({ command }) => 'worker' in command.command && 'boot' in command.command)
  return found && 'worker' in found.command.command ? { worker: found.command.command.worker, seq: found.seq } : undefined
}

test('a worker that is told to stop says so: another goes on, and nobody hears of lost contact', async () => {
  const { run = '' } = await client.type('dana', WORDS)
  // A start takes as long as much of the run: at its next gate the run waits until both are there again.
  const playing = playToTheEnd(() => Promise.resolve(client), run, { beforeApprovals: () => both, patienceMs: 240_000 })
  // Of about 35 words: whoever is ended last still leaves much to the other.
  for (const words of [3, 10, 18]) {
    await both
    const spoken = await wordsOf(run, words)
    await living.get(spoken.worker)?.end()
    await nextWord(run, spoken)
    both = start('worker', spoken.worker).then((worker) => void living.set(spoken.worker, worker))
  }
  const shown = await playing
  await both
  const log = entries(run)
  const lost = log.flatMap(({ events }) => events.filter(({ type }) => type === 'contact-lost' || type === 'worker-missing'))
  expect({ state: shown.shown.state, lost }).toEqual({ state: 'Done', lost: [] })
}, 300_000)

/** When workers have said so much of the run, the one that spoke last. */
function wordsOf(run: string, count: number): Promise<{ worker: string; seq: number }> {
  return until(`workers have said ${count} things`, () => {
    const words = entries(run).filter(({ command }) => 'boot' in command.command)
    return words.length >= count ? lastWord(run) : undefined
  })
}

function nextWord(run: string, after: { worker: string; seq: number }): Promise<Entry> {
  return until(`somebody else than ${after.worker} goes on`, () =>
    entries(run).find(
      ({ seq, command: { command } }) => seq > after.seq && 'worker' in command && 'boot' in command && command.worker !== after.worker,
    ),
  )
}
