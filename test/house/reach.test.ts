import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reach } from './reach.ts'

const root = join(import.meta.dirname, '../..')

test('what decide can reach is small, and holds neither linter, sentence nor engine', () => {
  const { files, lines, packages } = reach(root, 'src/run/decide.ts')
  expect(files.filter(({ name }) => !/^src\/(text|yaml|policy|procedure|run)\//.test(name) || /\/say\b/.test(name))).toEqual([])
  expect(packages).toEqual(['canonicalize', 'node:crypto', 'remark-frontmatter', 'remark-parse', 'unified', 'yaml'])
  // Parameters made of others, and types with a grammar of their own: 430.
  // The way back: 300.
  // Which included document a step is from: 20.
  // What a step tells people: 130.
  // Choices that the estate is asked for: 150.
  // Looks that put a statement together: 20.
  // Items of a list that are called alike, and refusals that say which sub-step: 20.
  // What was nearly written, so that one mistake is said once, and texts that cannot be read: 110.
  // Documents that were read lately: 20.
  // What is refused of sub-steps as it is of steps, and what was told of a step that is undone: 30.
  expect(lines).toBeLessThan(7150)
})

test('is counted by what is loaded, not by what is only named', () => {
  expect(reach(root, 'src/run/state.ts')).toMatchObject({ files: [{ name: 'src/run/state.ts' }], packages: [] })
  expect(() => reach(root, 'src/run/nowhere.ts')).toThrow('src/run/nowhere.ts is no file of')
})
