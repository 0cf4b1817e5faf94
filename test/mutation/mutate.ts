/** Runs inside vitest, started by `run.ts`: every mutant in one warm program, against the tests that reach it, quickest first. */
import { writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import * as fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { atEnd, kept, now, running } from './collect.ts'
import type { KeptTest } from './collect.ts'
import type { Mutant } from './find-mutants.ts'
import { placeOf } from './say-table.ts'
import { board } from './switchboard.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mutation: { root: string; report: string; mutants: Mutant[]; files: string[]; commands: number }
  }
}

export interface Report {
  tests: number
  killed: Record<number, string>
  survived: number[]
  unreached: number[]
  /** Tests that fail at the end without any mutant, with what they say: what was killed before may have been killed by chance. */
  broken: string[]
}

const KILLS_AGAIN = 1
/** A test that takes longer is asked only where a whole rule is gone: those few would be most of the work. */
const SLOW_MS = 2000

interface Baseline {
  test: KeptTest
  /** Of the processor, whatever else the machine does. */
  ms: number
  calls: number
  reached: Set<number>
  /** What killed the mutant before will often kill its neighbour. */
  kills: number
}

test('every mutant', { timeout: 6 * 3_600_000 }, async () => {
  const { root, report, mutants, files } = inject('mutation')
  // Every mutant is judged by the same values, so that none is killed by chance.
  fc.configureGlobal({ seed: 1 })
  await load(root, files)
  expect(kept.length, 'no test was found').toBeGreaterThan(0)
  const baselines: Baseline[] = []
  for (const each of kept) baselines.push(await measure(each))
  baselines.sort((a, b) => a.ms - b.ms)
  const result: Report = { tests: kept.length, killed: {}, survived: [], unreached: [], broken: [] }
  for (const [index, mutant] of mutants.entries()) {
    const { id } = mutant
    const reaching = baselines.filter(({ ms, reached }) => reached.has(id) && (ms < SLOW_MS || mutant.kind === 'refusal dropped'))
    for (const baseline of baselines) baseline.kills *= 0.9
    const killer = await firstToFail(mutant, reaching)
    if (killer !== undefined) result.killed[id] = killer
    else {
      ;(reaching.length > 0 ? result.survived : result.unreached).push(id)
      process.stderr.write(`\r${placeOf(mutant)}\n`)
    }
    if (index % 20 === 0) process.stderr.write(`\r${index} of ${mutants.length} mutants`)
  }
  process.stderr.write('\r')
  for (const { test: each } of baselines) {
    const failed = await faultWithout(each)
    if (failed !== undefined) result.broken.push(failed)
  }
  for (const end of atEnd) await end()
  writeFileSync(report, JSON.stringify(result))
})

async function load(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    now.file = file
    await import(`${root}/${file}`)
  }
}

/** As it was written every test passes; what it touches, and how long it takes, is remembered. */
async function measure(each: KeptTest): Promise<Baseline> {
  const reached = new Set<number>()
  const began = process.cpuUsage()
  const failed = await faultWithout(each, reached)
  if (failed !== undefined) throw new Error(failed)
  const { user, system } = process.cpuUsage(began)
  return { test: each, ms: (user + system) / 1000, calls: board.calls, reached, kills: 0 }
}

/** Asked before the mutants and again after them: what one of them left behind must not have judged the others. */
async function faultWithout(each: KeptTest, reached?: Set<number>): Promise<string | undefined> {
  const failed = await fails(each, 0, Number.POSITIVE_INFINITY, reached)
  return failed === undefined ? undefined : `${each.file} "${each.name}" fails without any mutant: ${failed}`
}

async function firstToFail({ id, file }: Mutant, reaching: readonly Baseline[]): Promise<string | undefined> {
  const room = file.split('/')[1] ?? ''
  const isNear = ({ test: each }: Baseline): number => Number(each.file.startsWith(`test/${room}/`))
  for (const baseline of reaching.toSorted((a, b) => b.kills - a.kills || isNear(b) - isNear(a))) {
    const { test: each, calls } = baseline
    if ((await fails(each, id, calls * 20 + 100_000)) === undefined) continue
    baseline.kills = KILLS_AGAIN
    return `${each.file} "${each.name}"`
  }
  return undefined
}

async function fails(each: KeptTest, on: number, limit: number, reached?: Set<number>): Promise<string | undefined> {
  Object.assign(board, { on, limit, calls: 0, reached })
  Object.assign(running, { test: `${each.file} ${each.name}`, snapshot: 0 })
  try {
    await Promise.race([each.run(), inVain()])
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : String(error)
  } finally {
    board.on = 0
  }
}

/** A mutant that lets a test wait for what never comes asks for nothing while it waits. */
async function inVain(): Promise<never> {
  await setTimeout(60_000, undefined, { ref: false })
  throw new Error('this mutant waits for ever')
}
