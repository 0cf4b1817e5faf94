import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from './patience.ts'

/** `}, 30_000)` at the end of a test or hook, `{ timeout: 30_000 }` of a test, a hook or a poll. */
const LIMITS = [/^ *\}, ([\d_]+)\)$/gm, /\{ timeout: ([\d_]+)\b/g]

function limitsIn(text: string): number[] {
  return LIMITS.flatMap((limit) => [...text.matchAll(limit)].map(([, ms]) => Number(ms?.replaceAll('_', ''))))
}

test('no test is ended by a clock of its own while a busy machine may still come to it', () => {
  const hasty = globSync('test/**/*.test.ts', { exclude: ['test/suite/*'] }).flatMap((file) =>
    limitsIn(readFileSync(file, 'utf8'))
      .filter((ms) => ms < PATIENCE_MS)
      .map((ms) => `${file}: ${ms} ms`),
  )
  expect(hasty).toEqual([])
})

test('such a clock is seen at the end of a test, and in its options', () => {
  expect(limitsIn("test('a', () => {\n}, 30_000)\ntest('b', { timeout: 5000 }, () => {})\n")).toEqual([30_000, 5000])
})
