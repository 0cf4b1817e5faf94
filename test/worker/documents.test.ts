/** A worker judges a document itself before it takes it in: it does not trust the bot. */
import { USUAL_READERS } from '../../src/lint/usual-readers.ts'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Documents } from '../../src/worker/documents.ts'
import { changed, GOOD } from '../procedure/documents.ts'

const dir = mkdtempSync(join(tmpdir(), 'countersign-documents-'))
afterAll(() => rmSync(dir, { recursive: true }))

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const writes = changed(['SELECT share = s.place FROM dbo.places s WHERE s.name = @database;', 'DELETE dbo.places; SELECT share = 1;'])

test('given a document whose look would write, a worker refuses to hold it, says why once, and holds the mended one', () => {
  const refused: [string, string[]][] = []
  const file = join(dir, 'mend.md')
  writeFileSync(file, writes)
  const documents = new Documents(dir, join(dir, 'state'), USUAL_READERS, (document, faults) => refused.push([document, faults]))
  documents.refresh()
  expect(documents.holds(hashOf(writes))).toBe(false)
  expect(documents.hashes()).toEqual([])
  expect(refused).toEqual([
    [
      file,
      [
        `${file}:28: a \`read\` block only reads, and DELETE does more; move it into the \`run\` block, or write [brackets] round it if it is a name`,
      ],
    ],
  ])

  writeFileSync(file, GOOD)
  expect(documents.holds(hashOf(GOOD))).toBe(true)
  expect(refused).toHaveLength(1)
})
