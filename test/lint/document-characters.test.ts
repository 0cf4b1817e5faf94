import { describe, expect, test } from 'vitest'
import { formatFault } from '../../src/text/fault.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { changed, faultsOf, GOOD } from '../procedure/documents.ts'

const lineOf = (words: string): number => GOOD.slice(0, GOOD.indexOf(words)).split('\n').length
const found = (line: number, code: string, column: number): string =>
  `${line}: ${code} at column ${column} is a character that is not seen as what it is; type it by hand instead of pasting it`

describe('a block', () => {
  const line = lineOf('EXEC dbo.mend @log;')

  test.each([
    ['a name with a zero-width space, which names another job', "EXEC dbo.mend N'Night\u200bly';", 'U+200B', 22],
    ['an isolate that turns a comment inside out', 'EXEC dbo.mend @log; /* \u2067*/ EXEC dbo.drop_all --\u2069 */', 'U+2067', 24],
    ['an override', 'EXEC dbo.mend @log; /*\u202e */', 'U+202E', 23],
    ['a line separator, at which other readers end a comment', 'EXEC dbo.mend @log; -- no\u2028EXEC dbo.drop_all', 'U+2028', 26],
    ['a blank that is none', 'EXEC\u00a0dbo.mend @log;', 'U+00A0', 5],
    ['a mark that makes another sign of =', 'EXEC dbo.mend @log =\u0338 1;', 'U+0338', 21],
  ])('with %s is refused, with its line, column and number', (_what, code, number, column) => {
    expect(faultsOf(changed(['EXEC dbo.mend @log;', code]))).toContain(found(line, number, column))
  })

  test('in PowerShell is judged alike', () => {
    const shell = lineOf('Set-Thing')
    const turned = changed(['Set-Thing -Identity $pool', "Set-Thing <#\u202e #> -Identity $pool -Name 'RTC\u200b'"])
    expect(faultsOf(turned)).toContain(found(shell, 'U+202E', 13))
  })

  test('whose opening line holds one is refused', () => {
    const opening = lineOf('```sql run on=backup database=msdb')
    expect(faultsOf(changed(['```sql run on=backup database=msdb', '```sql run on=backup database=ms\u200bdb']))).toEqual([
      found(opening, 'U+200B', 33),
    ])
  })

  test('ends its lines with line feeds', () => {
    expect(faultsOf(changed(['EXEC dbo.mend @log;', '-- no\rEXEC dbo.mend @log;']))).toEqual([
      `${line}: a line ends with U+000D alone; end lines with a line feed`,
    ])
    expect(faultsOf(GOOD.replaceAll('\n', '\r\n'))).toEqual([])
  })

  test.each([
    ['400 blanks before a statement', `EXEC dbo.mend @log;${' '.repeat(400)}EXEC dbo.mend @log;`, 400, 420],
    ['a statement far from the margin', `${' '.repeat(41)}EXEC dbo.mend @log;`, 41, 42],
    ['a statement beyond the end of the line above', `-- ${'-'.repeat(38)}\n${' '.repeat(41)}EXEC dbo.mend @log;`, 41, 42],
    [
      'a statement beyond the blanks at the end of the line above',
      `SELECT 1;${' '.repeat(60)}\n${' '.repeat(41)}EXEC dbo.mend @log;`,
      41,
      42,
    ],
    ['tabs, which are wide', `EXEC dbo.mend @log;${'\t'.repeat(6)}EXEC dbo.mend @log;`, 48, 26],
  ])('with %s is refused', (_what, code, wide, column) => {
    expect(faultsOf(changed(['EXEC dbo.mend @log;', code]))).toEqual([
      `${line + code.split('\n').length - 1}: ${wide} blanks stand before column ${column}, where nobody looks for more; begin a new line there`,
    ])
  })

  test('with a line wider than any window is refused, and so is one far below what is seen', () => {
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `/* ${'-'.repeat(276)} */ EXEC dbo.mend @log;`]))).toEqual([
      `${line}: this line of code has 302 characters, and is not seen to its end; part it: 300 at most`,
    ])
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `/* ${'-'.repeat(274)} */ EXEC dbo.mend @log;`]))).toEqual([])
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `-- done${'\n'.repeat(22)}EXEC dbo.mend @log;`]))).toEqual([
      `${line + 21}: more than 20 empty lines stand before what comes next in this block; take them away`,
    ])
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `-- done${'\n'.repeat(21)}EXEC dbo.mend @log;`]))).toEqual([])
  })

  test('may be indented, and its comments stand in a column', () => {
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `${' '.repeat(40)}EXEC dbo.mend @log;${' '.repeat(40)}-- 한국어`]))).toEqual([])
    expect(faultsOf(changed(['EXEC dbo.mend @log;', `-- ${'-'.repeat(60)}\n${' '.repeat(50)}EXEC dbo.mend @log;`]))).toEqual([])
  })
})

describe('what is written in YAML', () => {
  test('is judged as written and as meant', () => {
    const title = lineOf('title: Mend')
    expect(faultsOf(changed(['title: Mend the widget', 'title: Mend the\u00a0widget']))).toEqual([found(title, 'U+00A0', 16)])
    expect(faultsOf(changed(['title: Mend the widget', 'title: "Mend the\\u200b widget"']))).toEqual([
      `${title}: U+200B stands here by an escape, and is not seen as what it is; write it without`,
    ])
    expect(faultsOf(changed(['gate: careful', 'gate: careful # \u202e nobody']))).toEqual([found(lineOf('gate: careful'), 'U+202E', 17)])
    expect(faultsOf(changed(['choices: [yes, nobody there]', 'choices: [yes, "nobody\u200b there"]']))).toEqual([
      found(lineOf('confirm: {'), 'U+200B', 66),
    ])
  })

  test('may hold a picture', () => {
    expect(faultsOf(changed(['title: Mend the widget', 'title: ⚠️ Mend the widget']))).toEqual([])
  })
})

test('prose may hold what its language needs, and nothing that turns the rest', () => {
  expect(faultsOf(changed(['What it means.', 'Vers 10\u00a0000 widgets\u00a0: ça va ⚠️, می‌خواهم.']))).toEqual([])
  const line = lineOf('What it means.')
  expect(faultsOf(changed(['What it means.', 'What it \u202e means.']))).toEqual([found(line, 'U+202E', 9)])
})

test('a file whose name is not seen as what it is, is refused', () => {
  const read = judgeDocument('commands/me\u200bnd.md', GOOD)
  expect('faults' in read && read.faults.map((fault) => formatFault(fault))).toEqual([
    'commands/me⟨U+200B⟩nd.md:1: the name of this file holds U+200B, which is not seen as what it is; rename it',
  ])
})
