/** Any document of ours, of strangers or of the bad ones, changed at random, beside all the others: reading it ends with what it says or with faults at lines of files that are there. */
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeDocument, judgeRules } from '../../src/lint/judge-document.ts'
import { shortOrLong } from '../suite/long-form.ts'

const ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['commands', 'test/procedure/strangers', 'test/procedure/bad/commands']
const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => ({
    name,
    file: `${folder}/${name}`,
    text: readFileSync(join(ROOT, folder, name), 'utf8'),
  })),
)
// Of two of one name the first: the rules are those of `commands/`.
const BESIDE = new Map(DOCUMENTS.toReversed().map((document) => [document.name, document]))
const LINES = DOCUMENTS.flatMap(({ text }) => text.split('\n'))
const FENCES = DOCUMENTS.flatMap(({ text }) => text.match(/^(`{3,}|~{3,}).*\n[\s\S]*?^\1[ \t]*$/gm) ?? [])
const IDS = [...BESIDE.keys()].map((name) => name.replace(/\.md$/, ''))
const CHARACTERS = [
  ...Array.from('`~#-:;,.|<>()[]{}@$%&*!?"\'\\/=+^ \t\r\n0é집'),
  '\0',
  '\uFEFF',
  '\uD800',
  '​',
  '–',
  '“',
  '```',
  '---',
  '## ',
  '$(',
  '/*',
  "'@",
  '@"',
]
const VALUES = [
  'true',
  '[]',
  '{}',
  '[a, a]',
  '~',
  '*a',
  '&a b',
  '!!x y',
  '0s',
  '99d',
  '-1',
  '1e9',
  '"{pool}"',
  '{ not: {} }',
  'constructor',
  '__proto__',
  '|',
]

/** Where in the document, as a part of it. */
const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
type Change = (text: string) => string

const inLine =
  (at: number, change: (line: string) => string): Change =>
  (text) => {
    const lines = text.split('\n')
    const index = Math.floor(at * lines.length)
    lines[index] = change(lines[index] ?? '')
    return lines.join('\n')
  }

const change: fc.Arbitrary<Change> = fc.oneof(
  // Characters.
  fc.tuple(part, part, fc.constantFrom(...CHARACTERS)).map(([at, column, odd]) =>
    inLine(at, (line) => {
      const cut = Math.floor(column * (line.length + 1))
      return line.slice(0, cut) + odd + line.slice(cut)
    }),
  ),
  fc.tuple(part, part, fc.nat(9)).map(([at, column, length]) =>
    inLine(at, (line) => {
      const cut = Math.floor(column * (line.length + 1))
      return line.slice(0, cut) + line.slice(cut + length)
    }),
  ),
  // Lines: one that is left out, one of another document, the rest of the text.
  part.map(
    (at): Change =>
      (text) =>
        text
          .split('\n')
          .filter((_, index, { length }) => index !== Math.floor(at * length))
          .join('\n'),
  ),
  fc.tuple(part, fc.constantFrom(...LINES)).map(([at, other]) => inLine(at, (line) => `${line}\n${other}`)),
  part.map(
    (at): Change =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
  // Fences of other documents, and their opening lines alone.
  fc.tuple(part, fc.constantFrom(...FENCES)).map(([at, fence]) => inLine(at, (line) => `${line}\n\n${fence}\n`)),
  fc.tuple(part, fc.constantFrom(...FENCES)).map(([at, fence]) => inLine(at, () => fence.split('\n')[0] ?? '')),
  // Nodes of YAML: a value of another kind, a key of another depth.
  fc.tuple(part, fc.constantFrom(...VALUES)).map(([at, value]): Change => (text) => {
    const keys = [...text.matchAll(/^ *[\w-]+: *(.+)$|[{,] *[\w-]+: *([^,}\n]+)/gm)]
    const found = keys[Math.floor(at * keys.length)]
    if (found === undefined) return `${text}\n${value}`
    const written = found[1] ?? found[2] ?? ''
    const from = found.index + found[0].lastIndexOf(written)
    return text.slice(0, from) + value + text.slice(from + written.length)
  }),
  fc.tuple(part, fc.nat(4)).map(([at, blanks]) => inLine(at, (line) => ' '.repeat(blanks) + line)),
  // What another document says.
  fc
    .tuple(part, fc.constantFrom(...IDS))
    .map(([at, id]) => inLine(at, (line) => `${line}\n\n## Include it\n\n\`\`\`yaml\ninclude: ${id}\nwith: { pool: pool }\n\`\`\`\n`)),
  fc
    .tuple(part, fc.integer({ min: 1, max: 90 }))
    .map(([at, rule]) => inLine(at, (line) => `${line}\n\n## Keep it\n\n\`\`\`yaml\nrules: [R${rule}, { R22: { pool: pool } }]\n\`\`\`\n`)),
)

const LINES_OF = new Map([...BESIDE.values()].map(({ file, text }) => [file, linesOf(text)]))

function linesOf(text: string): number {
  return text.split(/\r\n|\r|\n/).length
}

/** Judging 5,000 documents takes a minute or two of a core. */
const LIMIT_MS = 600_000
const ROUNDS = Array.from({ length: shortOrLong({ short: 1, long: 4 }) }, (_, index) => index + 1)

test.each(ROUNDS)(
  'is read to its end, round %i',
  () => {
    let faulty = 0
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), fc.array(change, { minLength: 1, maxLength: 4 }), (document, changes) => {
        const text = changes.reduce((so, each) => each(so), document.text)
        const beside = new Map(BESIDE).set(document.name, { ...document, text })
        const read =
          document.name === 'rules.md' ? { faults: judgeRules(document.file, text) } : judgeDocument(document.file, text, undefined, beside)
        if (!('faults' in read)) return
        faulty += 1
        const wrong = read.faults.filter(({ file, line, what, next }) => {
          const last = file === document.file ? linesOf(text) : (LINES_OF.get(file) ?? 0)
          return line < 1 || line > last || what === '' || next === '' || /Invalid input|\bundefined\b|\[object|NaN/.test(`${what} ${next}`)
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: shortOrLong({ short: 100, long: 5000 }) },
    )
    expect(faulty).toBeGreaterThan(50)
  },
  LIMIT_MS,
)
