/** A log outlives the program: builds of it in which something else was changed judge the golden logs as this one does. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const DOCUMENT = join(ROOT, 'commands/failover-persistent-chat.md')
const builds = join(ROOT, '.countersign/test-builds')
mkdirSync(builds, { recursive: true })
const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A copy of the program that stands where it finds the packages; `change` gives files of it another text. */
function buildWith(change: Record<string, (text: string) => string>): string {
  const folder = mkdtempSync(join(builds, 'build-'))
  made.push(folder)
  cpSync(join(ROOT, 'src'), join(folder, 'src'), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  for (const [file, changed] of Object.entries(change)) {
    const before = readFileSync(join(folder, file), 'utf8')
    const after = changed(before)
    expect(after, file).not.toBe(before)
    writeFileSync(join(folder, file), after)
  }
  return folder
}

async function judgedBy(folder: string): Promise<{ verdicts: string[]; logs: number; faults: { what: string }[] }> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'golden/judge.ts'), folder, DOCUMENT])
  return JSON.parse(stdout) as { verdicts: string[]; logs: number; faults: { what: string }[] }
}

test('a new lint rule refuses documents, and no log', async () => {
  const build = buildWith({
    'src/lint/judge-document.ts': (text) =>
      text.replace('  return faults\n', "  report(1, 'this document is of last year', 'write a new one')\n  return faults\n"),
  })
  const { verdicts, logs, faults } = await judgedBy(build)
  expect(faults).toMatchObject([{ what: 'this document is of last year' }])
  expect(verdicts).toEqual(['intact'])
  expect(logs).toBeGreaterThan(40)
})

test('other sentences change no log', async () => {
  const names = readdirSync(join(ROOT, 'src/words/en'), { recursive: true, encoding: 'utf8' })
  const said = names.filter((name) => name.endsWith('.ts')).map((name) => `src/words/en/${name}`)
  const spoken = said.filter((file) => / the /.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(spoken.length).toBeGreaterThan(10)
  const build = buildWith(Object.fromEntries(spoken.map((file) => [file, (text: string) => text.replaceAll(' the ', ' yonder ')])))
  const { verdicts, logs } = await judgedBy(build)
  expect(verdicts).toEqual(['intact'])
  expect(logs).toBeGreaterThan(40)
})

test('a changed rule of the run is seen in them', async () => {
  const build = buildWith({
    'src/run/decide.ts': (text) =>
      `${text.replace('export function decide(', 'function decideTruly(')}
export const decide: typeof decideTruly = (...asked) => {
  const { events, ...more } = decideTruly(...asked)
  return { ...more, events: events.filter(({ type }) => type !== 'refusals-counted') }
}
`,
  })
  expect((await judgedBy(build)).verdicts.toSorted()).toEqual(['altered', 'intact'])
})
