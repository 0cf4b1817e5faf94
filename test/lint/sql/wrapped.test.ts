/** What may not stand in a look may not stand there in any wrapping, and what may stand there may be wrapped. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintSql } from '../../../src/lint/sql/lint.ts'
import { linted } from '../linted.ts'

const CASES = join(import.meta.dirname, '../cases')

/** The blocks of the cases of looks, by name. */
function blocks(name: RegExp): [name: string, text: string][] {
  return readdirSync(CASES)
    .filter((file) => name.test(file))
    .flatMap((file) => {
      const text = /```sql (?:check|before|read)[^\n]*\n([\s\S]*?)\n```/.exec(readFileSync(join(CASES, file), 'utf8'))?.[1]
      return text === undefined ? [] : [[file, text] as [string, string]]
    })
}

const quoted = (text: string): string => text.replaceAll("'", "''")

const WRAPPINGS: [title: string, wrap: (text: string) => string][] = [
  ['a condition', (text) => `IF 1 = 1\nBEGIN\n${text}\nEND`],
  ['TRY', (text) => `BEGIN TRY\n${text}\nEND TRY\nBEGIN CATCH\nTHROW;\nEND CATCH`],
  ['comments', (text) => `/* a /* b */ */ -- c\n${text}\n-- d`],
  ['EXEC', (text) => `EXEC (N'${quoted(text)}')`],
  ['two pieces', (text) => `EXEC (N'${quoted(text.slice(0, 9))}' + N'${quoted(text.slice(9))}')`],
  ['sp_executesql', (text) => `DECLARE @r int; EXEC @r = sys.sp_executesql @stmt = N'${quoted(text)}'`],
  ['a variable', (text) => `DECLARE @q nvarchar(max) = N'${quoted(text)}';\nIF @q IS NULL THROW 50000, N'x', 1;\nEXEC (@q)`],
  ['what fills a table', (text) => `DECLARE @kept TABLE (a int);\nINSERT INTO @kept EXEC (N'${quoted(text)}')`],
]

test.each(blocks(/^sql-(look|c|check)-/))('%s is refused in every wrapping', (_, text) => {
  // A case of its own says what a check of nothing, or without its column, is.
  if (linted(lintSql, 'read', text).length === 0) return
  for (const [title, wrap] of WRAPPINGS) expect(linted(lintSql, 'read', wrap(text)), title).not.toEqual([])
})

test.each(blocks(/^sql-ok-/).filter(([, text]) => !/EXEC|@(?!@)\w+/.test(text) && linted(lintSql, 'read', text).length === 0))(
  '%s loads in every wrapping',
  (_, text) => {
    for (const [title, wrap] of WRAPPINGS) expect(linted(lintSql, 'read', wrap(text)), title).toEqual([])
  },
)
