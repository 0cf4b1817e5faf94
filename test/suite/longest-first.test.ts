import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LONGEST, placeOf } from './longest-first.ts'

test('what takes longest is there', () => {
  expect(LONGEST.filter((file) => !existsSync(file))).toEqual([])
})

test('the longest come first, then what starts programs, then what opens sockets, then what is pure', () => {
  const files = ['test/run/gates.test.ts', 'test/worker/claim.test.ts', 'test/cli/lost-runs.test.ts', LONGEST[1] ?? '', LONGEST[0] ?? '']
  expect(files.toSorted((one, other) => placeOf(one) - placeOf(other))).toEqual(files.toReversed())
})
