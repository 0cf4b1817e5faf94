/** Stands in for `vitest` in the test files that the mutation tester loads: their tests are kept, to be run again for every mutant. */
import { expect as real, inject as injected } from 'vitest'
import { board } from './switchboard.ts'

/** @public loaded in place of vitest's */
export { vi } from 'vitest'

export interface KeptTest {
  file: string
  name: string
  run: () => unknown
}

export const kept: KeptTest[] = []
export const now = { file: '' }

type Body = (...args: unknown[]) => unknown

export function test(name: string, first: Body | object, second?: Body | number): void {
  keep(name, bodyOf(name, first, second), [])
}

/** Between what comes before and after each test of its file. */
function keep(name: string, body: Body, args: unknown[]): void {
  const { file } = now
  const run = async (): Promise<void> => {
    try {
      for (const before of hooksOf(file).before) await before()
      await body(...args)
    } finally {
      for (const after of hooksOf(file).after.toReversed()) await after()
    }
  }
  kept.push({ file, name, run })
}

interface Hooks {
  before: Body[]
  after: Body[]
}

const hooks = new Map<string, Hooks>()

function hooksOf(file: string): Hooks {
  const own = hooks.get(file) ?? { before: [], after: [] }
  hooks.set(file, own)
  return own
}

/** @public loaded in place of vitest's */
export const beforeEach = (body: Body): unknown => hooksOf(now.file).before.push(body)
/** @public loaded in place of vitest's: each mutant may change what it makes, so that is made anew for each test */
export const beforeAll = (body: Body): unknown => beforeEach(body)
/** @public loaded in place of vitest's */
export const afterEach = (body: Body): unknown => hooksOf(now.file).after.push(body)
/** @public loaded in place of vitest's: the folder that a file uses is left until the end */
export const afterAll = (body: Body): unknown => atEnd.push(body)
export const atEnd: Body[] = []

/** Options stand before the body, a time limit after it. */
function bodyOf(name: string, first: Body | object, second?: Body | number): Body {
  const run = typeof second === 'function' ? second : first
  if (typeof run !== 'function') throw new Error(`the test "${name}" has no body`)
  return run as Body
}

test.each =
  (rows: readonly unknown[]) =>
  (name: string, first: Body | object, second?: Body | number): void => {
    const run = bodyOf(name, first, second)
    for (const row of rows) {
      const args = Array.isArray(row) ? (row as unknown[]) : [row]
      keep(`${name} ${JSON.stringify(args)?.slice(0, 60)}`, run, args)
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
