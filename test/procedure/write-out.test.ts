/** The one text that is written out of a document and what it cites, line by line. */
import { describe, expect, test } from 'vitest'
import { writeOut } from '../../src/procedure/include/write-out.ts'
import { LONGEST_DOCUMENT } from '../../src/text/bounds.ts'
import { changed, GOOD } from './documents.ts'
import { besideOf, faults, OUTER, procedure, spoilt, WITH } from './including.ts'

const written = (text: string, documents: Record<string, string> = { 'mend.md': GOOD }) =>
  writeOut({ file: 'commands/all.md', text }, besideOf({ 'all.md': text, ...documents }))

const padded = (text: string, length: number): string => text + ' '.repeat(length - text.length)

/** Cites rules where the other includes a document. */
const CITING = spoilt('```powershell run on=console', '```yaml\nrules: [R24]\n```\n\n```powershell run on=console').replace(
  /```yaml\ninclude[^`]*```\n/,
  '```sql read on=sql\nSELECT n = 1;\n```\n',
)

describe('left as it is', () => {
  test.each<[what: string, text: string, said: string]>([
    [
      'is a document with half a character, whatever it includes',
      OUTER.replace('Why.', 'Why\ud800.'),
      'commands/all.md:1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark',
    ],
    [
      'is a document with half a character, whatever rules it cites',
      CITING.replace('Why.', 'Why\ud800.'),
      'commands/all.md:1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark',
    ],
    [
      'is a document that is too long, whatever it includes',
      padded(OUTER, LONGEST_DOCUMENT + 1),
      `commands/all.md:1: this document has ${LONGEST_DOCUMENT + 1} characters, and ${LONGEST_DOCUMENT} are possible; make two procedures of it`,
    ],
    [
      'is a document that is too long, whatever rules it cites',
      padded(CITING, LONGEST_DOCUMENT + 1),
      `commands/all.md:1: this document has ${LONGEST_DOCUMENT + 1} characters, and ${LONGEST_DOCUMENT} are possible; make two procedures of it`,
    ],
  ])('%s', (_, text, said) => {
    expect(written(text)).toEqual({ text, faults: [] })
    expect(faults(text)).toEqual([said])
  })

  test('is every line of a document that has no step, and only speaks of what it could include', () => {
    const text = '---\ntitle: What to include\n---\n\nIt ends here.'
    expect(written(text)).toMatchObject({ text, faults: [] })
  })

  test.each<[what: string, text: string]>([
    ['whose names are not all mapped', spoilt(', mode: way', '')],
    ['that maps a name that is none', spoilt('mode: way', 'mode: way, moode: way')],
    ['that maps a name of another type', spoilt('pool: site', 'pool: base')],
    ['that protects something else', spoilt('lock: widget/{site}', 'lock: widgets/{site}')],
    ['that includes what is not there', spoilt('include: mend', 'include: mnd')],
  ])('is a step %s', (_, text) => {
    expect(written(text)).toMatchObject({ text, faults: [expect.anything()] })
  })

  test('is a step that maps two names to one, where they must differ', () => {
    const differing = changed(['  backup:', '  second: { type: database, ask: "Which second?", differs-from: database }\n  backup:'])
    const text = spoilt('database: base', 'database: base, second: base')
    expect(written(text, { 'mend.md': differing })).toMatchObject({ text, faults: [expect.anything()] })
  })
})

test('a document of as many characters as are possible is written out', () => {
  const text = padded(OUTER, LONGEST_DOCUMENT)
  expect(written(text).text).toContain('## Mend: Look around\n\n```yaml included\nfrom: mend\n')
})

test('what a document finds that is included twice has a name of its own each time', () => {
  const again = `## Mend again\n\n\`\`\`yaml\ninclude: mend\nwith: ${WITH}\n\`\`\`\n`
  const captures = procedure(OUTER.replace('## Tell them', `${again}\n${again.replace('again', 'once more')}\n## Tell them`)).steps.map(
    (step) => Object.keys(step.captures),
  )
  expect(captures.filter((names) => names.length > 0)).toEqual([
    ['mendShare', 'mendLogs'],
    ['mend2Share', 'mend2Logs'],
    ['mend3Share', 'mend3Logs'],
  ])
})

test('a step of an included document has no condition that nobody gave it', () => {
  expect(procedure(OUTER).steps.map(({ when }) => when)).toEqual([
    undefined,
    undefined,
    undefined,
    [{ name: 'way', equals: 'FailedOver' }],
    undefined,
    undefined,
  ])
})

test('each line is known by the place where it stands, through documents that include each other', () => {
  const top = OUTER.replace('/mend all', '/mend twice')
    .replace('include: mend', 'include: all')
    .replace(WITH, '{ site: site, base: base, sql: sql, console: console, hosts: hosts, count: count, way: way }')
    .replace('$mendShare', '$allMendShare')
  const { text, origins = [] } = writeOut(
    { file: 'commands/top.md', text: top },
    besideOf({ 'all.md': OUTER, 'mend.md': GOOD, 'top.md': top }),
  )
  const standing = new Map<string, string>([
    ['commands/top.md', top],
    ['commands/all.md', OUTER],
    ['commands/mend.md', GOOD],
  ])
  const lines = text.trimEnd().split('\n')
  const elsewhere = lines.filter((line, index) => {
    const { file, line: number } = origins[index] ?? { file: '', line: 0 }
    return line !== standing.get(file)?.split('\n')[number - 1]
  })
  // What no document holds is written by the program, and said at the line that includes it.
  const byProgram = /^$|^## (All|Mend|All: Mend): |^```(yaml included)?$|^from: (all|mend)$|^names: \{/
  expect(elsewhere.filter((line) => !byProgram.test(line))).toEqual([])
  expect(new Set(origins.map(({ file }) => file))).toEqual(new Set(standing.keys()))
  expect(origins).toHaveLength(lines.length)
})

describe('a rule is written out', () => {
  const rule = (text: string): string => `Rules for all.

## R24: Something holds

\`\`\`yaml
source: A page
names: { site: fqdn, console: powershell }
\`\`\`

${text}
`

  test('in more back-ticks than it holds', () => {
    const asked = '# ``` and ````\n@{ Ok = (Get-CsPool -Identity $site).Count -gt 0; Detail = 1 }'
    const { text } = written(CITING, { 'rules.md': rule(`\`\`\`\`\`powershell before on=console\n${asked}\n\`\`\`\`\``) })
    expect(text).toContain(`\n\`\`\`\`\`powershell before on=console rule=R24 with=site:site,console:console\n${asked}\n\`\`\`\`\`\n`)
  })

  test('and each of its lines is known by its place', () => {
    const asked = '# A page.\n@{ Ok = (Get-CsPool -Identity $site).Count -gt 0; Detail = 1 }'
    const { text, origins = [] } = written(CITING, { 'rules.md': rule(`\`\`\`powershell before on=console\n${asked}\n\`\`\``) })
    const first = text.split('\n').findIndex((line) => line.includes('rule=R24'))
    expect(origins.slice(first, first + 4)).toEqual([10, 11, 12, 10].map((line) => ({ file: 'commands/rules.md', line })))
  })
})
