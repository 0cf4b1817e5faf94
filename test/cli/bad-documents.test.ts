/** Documents as people really get them wrong, read as `countersign check` reads a folder: all that is wrong with all of them is said at once, and each sentence stands in `bad/faults.txt`. */
import { readdirSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readInstallation } from '../../src/cli/installation/load-installation.ts'
import { draftProcedure } from '../../src/procedure/document/read-procedure.ts'
import { readRules } from '../../src/procedure/include/read-rules.ts'
import { writeOut } from '../../src/procedure/include/write-out.ts'
import { formatFault, type Fault } from '../../src/text/fault.ts'
import { CONFIGURATION } from './small-installation.ts'

const ROOT = join(import.meta.dirname, '../..')
const BAD = join(ROOT, 'test/procedure/bad')
/** Each is a folder of documents that stand beside each other. */
const FOLDERS = ['commands', 'faulty-rules', 'no-rules'] as const

const dir = mkdtempSync(join(tmpdir(), 'bad-documents-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function faultsOf(folder: string): Fault[] {
  const file = join(dir, `${folder}.yaml`)
  writeFileSync(file, stringify({ ...CONFIGURATION, commands: join(BAD, folder), approvals: join(ROOT, 'approvals') }))
  const read = readInstallation(file)
  return 'faults' in read ? read.faults : read.installation.faults
}

const nameIn = (folder: string) => relative(process.cwd(), join(BAD, folder))
const documentsIn = (folder: string): { name: string; text: string }[] =>
  readdirSync(join(BAD, folder)).map((name) => ({ name, text: readFileSync(join(BAD, folder, name), 'utf8') }))

/** Nothing is wrong with these: others include them. */
const GOOD = /^commands\/(restart-widgets|swap-widgets|deep-\w+|rules)\.md/

test('everything that is wrong with every document is said, at its line, with what to do', async () => {
  const said = FOLDERS.flatMap((folder) =>
    faultsOf(folder).map((fault) => ({ ...fault, file: fault.file.replace(nameIn(folder), folder) })),
  )
  await expect(`${said.map(formatFault).join('\n')}\n`).toMatchFileSnapshot(join(BAD, 'faults.txt'))
  for (const folder of FOLDERS)
    for (const { name, text } of documentsIn(folder)) {
      const ofThis = said.filter(({ file }) => file === `${folder}/${name}`)
      expect({ name, faults: ofThis.length > 0 }).toEqual({ name, faults: !GOOD.test(`${folder}/${name}`) })
      const last = text.split(/\r\n|\r|\n/).length
      expect(ofThis.filter(({ line }) => line < 1 || line > last)).toEqual([])
    }
  expect(new Set(said.map(({ file }) => file)).size).toBeGreaterThan(60)
})

/** Of tables that say faults by their kind. */
function kindsIn(file: string): string[] {
  return [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(/^  '?([a-z][a-z-]*)'?: (?:\(|\w+,$)/gm)].map(([, kind = '']) => kind)
}

/** What another test shows, or the lint of a block. */
const ELSEWHERE: Record<string, string> = {
  'long-document': 'read-procedure.test.ts',
  'many-blocks': 'bad-steps.test.ts',
  'no-plain-text': 'read-procedure.test.ts',
  'no-port': 'bad-http.test.ts',
  'long-choice': 'bad-parameters.test.ts',
  'long-notice': 'bad-notify.test.ts',
  'captured-later': 'bad-names.test.ts',
  'captured-here': 'bad-names.test.ts',
  'captured-below': 'substeps.test.ts',
  'captured-by-item': 'substeps.test.ts',
}

test('no kind of fault is without a document that shows it', () => {
  const kinds = ['document-fault', 'fault-of-step', 'fault-of-fence', 'fault-of-choices', 'fault-of-include'].flatMap((name) =>
    kindsIn(`procedure/say/${name}.ts`),
  )
  const seen = new Set<string>()
  for (const folder of FOLDERS) {
    const documents = documentsIn(folder)
    const beside = new Map(documents.map(({ name, text }) => [name, { file: name, text }]))
    for (const { name, text } of documents) {
      const written = writeOut({ file: name, text }, beside)
      const faults = [
        ...written.faults,
        ...draftProcedure(name, written.text).faults,
        ...(name === 'rules.md' ? readRules(text).faults : []),
      ]
      for (const { fault } of faults) seen.add(fault.is)
    }
  }
  expect(kinds.length).toBeGreaterThan(140)
  expect(kinds.filter((kind) => !seen.has(kind) && ELSEWHERE[kind] === undefined)).toEqual([])
  expect(Object.keys(ELSEWHERE).filter((kind) => seen.has(kind))).toEqual([])
})
