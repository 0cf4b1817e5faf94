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
const now = { file: '' }

type Body = (...args: unknown[]) => unknown

export function test(name: string, first: Body | object, second?: Body | number): void {
  keep(name, bodyOf(name, first, second), [])
}

interface Hooks {
  before: Body[]
  after: Body[]
}

/** Of the file that is loaded, and of each `describe` that stands around what is being read. */
let around: Hooks[] = []

/** What stands at the top of a file from here on belongs to it. */
export function begin(file: string): void {
  now.file = file
  around = [{ before: [], after: [] }]
}

/** Between what comes before and after each test of its file, and of each `describe` around it. */
function keep(name: string, body: Body, args: unknown[]): void {
  const { file } = now
  const hooks = [...around]
  const run = async (): Promise<void> => {
    try {
      for (const before of hooks.flatMap((each) => each.before)) await before()
      await body(...args)
    } finally {
      for (const after of hooks.flatMap((each) => each.after).toReversed()) await after()
    }
  }
  kept.push({ file, name, run })
}

/** @public loaded in place of vitest's */
export const beforeEach = (body: Body): unknown => around.at(-1)?.before.push(body)
/** @public loaded in place of vitest's: each mutant may change what it makes, so that is made anew for each test */
export const beforeAll = (body: Body): unknown => beforeEach(body)
/** @public loaded in place of vitest's */
export const afterEach = (body: Body): unknown => around.at(-1)?.after.push(body)
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
  within(body)
}

describe.each =
  (rows: readonly unknown[]) =>
  (_name: string, body: Body): void => {
    for (const row of rows) within(() => body(...(Array.isArray(row) ? (row as unknown[]) : [row])))
  }

function within(body: () => unknown): void {
  around.push({ before: [], after: [] })
  body()
  around.pop()
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
    if (board.on.size === 0) snapshots.set(key, structuredClone(received))
    const pass = this.equals(received, snapshots.get(key))
    return { pass, message: () => 'it is not what it was' }
  },
})

/** @public loaded in place of vitest's */
export const expect = real
