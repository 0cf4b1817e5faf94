import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderSizes } from './figures.ts'

/** More are not found by their names any more: then a part of them is a concern of its own. */
const MOST_FILES = 20

test(`no folder of src holds more than ${MOST_FILES} files`, () => {
  expect(folderSizes(join(import.meta.dirname, '../..')).filter(({ files }) => files > MOST_FILES)).toEqual([])
})

test('a folder is counted without those below it, and nothing to count proves nothing', () => {
  const root = mkdtempSync(join(tmpdir(), 'folders-'))
  expect(() => folderSizes(root)).toThrow('nothing was judged')
  mkdirSync(join(root, 'src/run/gate'), { recursive: true })
  for (let file = 0; file <= MOST_FILES; file++) writeFileSync(join(root, `src/run/gate/file-${file}.ts`), '')
  writeFileSync(join(root, 'src/run/decide.ts'), '')
  expect(folderSizes(root)).toEqual([
    { folder: 'src/run/gate', files: 21 },
    { folder: 'src/run', files: 1 },
  ])
  rmSync(root, { recursive: true })
})
