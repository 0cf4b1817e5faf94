/** Runs inside vitest, started by `run.ts`: every mutant in one warm program, against the tests that reach it, quickest first. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import * as fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { atEnd, begin, kept, running } from './collect.ts'
import type { KeptTest } from './collect.ts'
import type { Mutant } from './find-mutants.ts'
import { placeOf } from './say-table.ts'
import { board } from './switchboard.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `kills`: the file to which each kill is added at once, a line of JSON for each. */
    mutation: { root: string; report: string; kills: string; mutants: Mutant[]; files: string[]; commands: number }
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
/** A test that takes longer is asked only where a whole rule is gone, or where no other comes: those few would be most of the work. */
const SLOW_MS = 2000
/** So long, as the tests take without a mutant, a mutant is tried alone. Most are killed by then; those that are left meet the other tests together. */
const ALONE_MS = 500

interface Baseline {
  test: KeptTest
  /** Of the processor, whatever else the machine does. */
  ms: number
  calls: number
  reached: Set<number>
  /** What killed the mutant before will often kill its neighbour. */
  kills: number
}

/** A mutant that no test has killed yet, and the tests that it has met alone. */
interface Alive {
  mutant: Mutant
  met: Set<Baseline>
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
  say(`${kept.length} tests take ${Math.round(baselines.reduce((sum, { ms }) => sum + ms, 0) / 1000)} s of a processor without a mutant`)
  const result: Report = { tests: kept.length, killed: {}, survived: [], unreached: [], broken: [] }
  const isRefusal = ({ kind }: Mutant): boolean => kind === 'refusal dropped'
  // What matters most is known first.
  for (const some of [mutants.filter(isRefusal), mutants.filter((mutant) => !isRefusal(mutant))]) {
    const alive = await eachAlone(some, baselines, result)
    await allTogether(alive, baselines, result)
  }
  for (const { test: each } of baselines) {
    const failed = await faultWithout(each)
    if (failed !== undefined) result.broken.push(failed)
  }
  for (const end of atEnd) await end()
  writeFileSync(report, JSON.stringify(result))
})

async function load(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    begin(file)
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
  const failed = await fails(each, [], Number.POSITIVE_INFINITY, reached)
  return failed === undefined ? undefined : `${each.file} "${each.name}" fails without any mutant: ${failed}`
}

async function eachAlone(mutants: readonly Mutant[], baselines: readonly Baseline[], result: Report): Promise<Alive[]> {
  const alive: Alive[] = []
  for (const [index, mutant] of mutants.entries()) {
    if (index % 50 === 0) say(`${index} of ${mutants.length} mutants alone, ${alive.length} alive`)
    const quick = baselines.filter((baseline) => isFor(baseline, mutant))
    const reaching = quick.length > 0 ? quick : baselines.filter(({ reached }) => reached.has(mutant.id))
    if (reaching.length === 0) {
      result.unreached.push(mutant.id)
      say(`${placeOf(mutant)} (no test comes here)`)
      continue
    }
    const met = new Set<Baseline>()
    const killer = await firstToFail(mutant, reaching, met)
    if (killer !== undefined) kill(mutant, killer, result)
    else {
      alive.push({ mutant, met })
      say(`alive so far: ${placeOf(mutant)}`)
    }
  }
  return alive
}

/** Whether a test is asked about this mutant at all. */
function isFor({ ms, reached }: Baseline, { id, kind }: Mutant): boolean {
  return reached.has(id) && (ms < SLOW_MS || kind === 'refusal dropped')
}

/** The likeliest first, as long as they are cheap. `met`: those that did not fail. */
async function firstToFail(mutant: Mutant, reaching: readonly Baseline[], met: Set<Baseline>): Promise<string | undefined> {
  const room = mutant.file.split('/')[1] ?? ''
  const isNear = ({ test: each }: Baseline): number => Number(each.file.startsWith(`test/${room}/`))
  for (const baseline of reaching) baseline.kills *= 0.9
  let left = ALONE_MS
  for (const baseline of reaching.toSorted((a, b) => b.kills - a.kills || isNear(b) - isNear(a))) {
    left -= baseline.ms
    if (left < 0 && met.size > 0) return undefined
    if ((await failsWith(baseline, [mutant])) !== undefined) {
      baseline.kills = KILLS_AGAIN
      return saidOf(baseline)
    }
    met.add(baseline)
  }
  return undefined
}

/**
 * Those that are left meet each test together: where it passes with all of them, none is killed by it; where it fails, halves are tried, down to the one that
 * fails alone. One may keep another from being reached, so that a survivor may be none; what is killed was killed alone.
 */
async function allTogether(alive: readonly Alive[], baselines: readonly Baseline[], result: Report): Promise<void> {
  // Neighbours often fail together.
  const inOrder = alive.toSorted((a, b) => a.mutant.id - b.mutant.id)
  for (const [index, baseline] of baselines.entries()) {
    if (index % 50 === 0) say(`${index} of ${baselines.length} tests with all that are left`)
    const here = inOrder.filter(({ mutant, met }) => !(mutant.id in result.killed) && !met.has(baseline) && isFor(baseline, mutant))
    const killed = await killedBy(
      baseline,
      here.map(({ mutant }) => mutant),
    )
    for (const mutant of killed) kill(mutant, saidOf(baseline), result)
  }
  for (const { mutant } of alive) {
    if (mutant.id in result.killed) continue
    result.survived.push(mutant.id)
    say(placeOf(mutant))
  }
}

async function killedBy(baseline: Baseline, mutants: readonly Mutant[]): Promise<Mutant[]> {
  if (mutants.length === 0 || (await failsWith(baseline, mutants)) === undefined) return []
  if (mutants.length === 1) return [...mutants]
  const half = Math.ceil(mutants.length / 2)
  return [...(await killedBy(baseline, mutants.slice(0, half))), ...(await killedBy(baseline, mutants.slice(half)))]
}

async function failsWith({ test: each, calls }: Baseline, mutants: readonly Mutant[]): Promise<string | undefined> {
  return fails(
    each,
    mutants.map(({ id }) => id),
    calls * 20 + 100_000,
  )
}

async function fails(each: KeptTest, on: readonly number[], limit: number, reached?: Set<number>): Promise<string | undefined> {
  Object.assign(board, { on: new Set(on), limit, calls: 0, reached })
  Object.assign(running, { test: `${each.file} ${each.name}`, snapshot: 0 })
  try {
    await Promise.race([each.run(), inVain()])
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : String(error)
  } finally {
    board.on = new Set()
  }
}

/** A mutant that lets a test wait for what never comes asks for nothing while it waits. */
async function inVain(): Promise<never> {
  await setTimeout(60_000, undefined, { ref: false })
  throw new Error('this mutant waits for ever')
}

function kill({ id }: Mutant, by: string, result: Report): void {
  result.killed[id] = by
  appendFileSync(inject('mutation').kills, `${JSON.stringify([id, by])}\n`)
}

function saidOf({ test: { file, name } }: Baseline): string {
  return `${file} "${name}"`
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
