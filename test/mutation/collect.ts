/** Stands in for `vitest` in the test files that the mutation tester loads: their tests are kept, to be run again for every mutant. */
import { expect as real, inject as injected } from 'vitest'
import { board } from './switchboard.ts'

export interface KeptTest {
  file: string
  name: string
  run: () => unknown
}

export const kept: KeptTest[] = []
export const now = { file: '' }

type Body = (...args: unknown[]) => unknown

export function test(name: string, first: Body | object, second?: Body): void {
  const run = bodyOf(name, first, second)
  kept.push({ file: now.file, name, run: () => run() })
}

/** Options stand before the body. */
function bodyOf(name: string, first: Body | object, second?: Body): Body {
  const run = second ?? first
  if (typeof run !== 'function') throw new Error(`the test "${name}" has no body`)
  return run as Body
}

test.each =
  (rows: readonly unknown[]) =>
  (name: string, first: Body | object, second?: Body): void => {
    const run = bodyOf(name, first, second)
    for (const row of rows) {
      const args = Array.isArray(row) ? (row as unknown[]) : [row]
      kept.push({ file: now.file, name: `${name} ${JSON.stringify(args)?.slice(0, 60)}`, run: () => run(...args) })
    }
  }

export function describe(_name: string, body: () => void): void {
  body()
}

describe.each =
  (rows: readonly unknown[]) =>
  (_name: string, body: Body): void => {
    for (const row of rows) body(...(Array.isArray(row) ? (row as unknown[]) : [row]))
  }

/** @public loaded in place of vitest's */
export function inject(name: string): unknown {
  return name === 'neverCommands' ? injected('mutation').commands : injected(name as never)
}

/** A snapshot is what the program as it was written gives. */
const snapshots = new Map<string, unknown>()
export const running = { test: '', snapshot: 0 }

real.extend({
  toMatchSnapshot(received: unknown) {
    const key = `${running.test} ${++running.snapshot}`
    if (board.on === 0) snapshots.set(key, structuredClone(received))
    const pass = this.equals(received, snapshots.get(key))
    return { pass, message: () => 'it is not what it was' }
  },
})

/** @public loaded in place of vitest's */
export const expect = real
