/** Runs inside vitest, started by `run.ts`: every mutant in one warm program, against the tests that reach it, quickest first. */
import { readdirSync, writeFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { kept, now, running } from './collect.ts'
import type { KeptTest } from './collect.ts'
import { board } from './switchboard.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mutation: { root: string; report: string; ids: number[]; only: string; commands: number }
  }
}

export interface Report {
  tests: number
  killed: Record<number, string>
  survived: number[]
  unreached: number[]
}

const KILLS_AGAIN = 1

interface Baseline {
  test: KeptTest
  ms: number
  calls: number
  reached: Set<number>
  /** What killed the mutant before will often kill its neighbour. */
  kills: number
}

test('every mutant', { timeout: 6 * 3_600_000 }, async () => {
  const { root, report, ids, only } = inject('mutation')
  await load(root, only)
  expect(kept.length, 'no test was found').toBeGreaterThan(0)
  const baselines: Baseline[] = []
  for (const each of kept) baselines.push(await measure(each))
  baselines.sort((a, b) => a.ms - b.ms)
  const result: Report = { tests: kept.length, killed: {}, survived: [], unreached: [] }
  for (const [index, id] of ids.entries()) {
    const reaching = baselines.filter(({ reached }) => reached.has(id))
    for (const baseline of baselines) baseline.kills *= 0.9
    const killer = await firstToFail(id, reaching)
    if (killer !== undefined) result.killed[id] = killer
    else if (reaching.length > 0) result.survived.push(id)
    else result.unreached.push(id)
    if (index % 100 === 0) process.stderr.write(`\r${index} of ${ids.length} mutants`)
  }
  process.stderr.write('\r')
  writeFileSync(report, JSON.stringify(result))
})

async function load(root: string, only: string): Promise<void> {
  for (const room of ['text', 'policy', 'procedure', 'run', 'lint']) {
    for (const name of readdirSync(`${root}/test/${room}`, { recursive: true, encoding: 'utf8' }).toSorted()) {
      if (!name.endsWith('.test.ts') || !`${room}/${name}`.includes(only)) continue
      now.file = `test/${room}/${name}`
      await import(`${root}/test/${room}/${name}`)
    }
  }
}

/** As it was written every test passes; what it touches, and how long it takes, is remembered. */
async function measure(each: KeptTest): Promise<Baseline> {
  const reached = new Set<number>()
  const began = performance.now()
  const failed = await fails(each, 0, Number.POSITIVE_INFINITY, reached)
  if (failed !== undefined) throw new Error(`${each.file} "${each.name}" fails without any mutant: ${failed}`)
  return { test: each, ms: performance.now() - began, calls: board.calls, reached, kills: 0 }
}

async function firstToFail(id: number, reaching: readonly Baseline[]): Promise<string | undefined> {
  for (const baseline of reaching.toSorted((a, b) => b.kills - a.kills)) {
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
    await each.run()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : String(error)
  } finally {
    board.on = 0
  }
}
