/** A log outlives the program: builds of it in which something else was changed judge the golden logs as this one does. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { shortOrLong } from '../suite/long-form.ts'

const ROOT = join(import.meta.dirname, '../..')
const DOCUMENT = join(ROOT, 'commands/failover-persistent-chat.md')

/** All of them by this build itself: golden-logs.test.ts. The short form: some of every kind of document and of end. */
const EACH = shortOrLong({ short: 3, long: 1 })
const LEAST = shortOrLong({ short: 15, long: 40 })

interface Judged {
  /** How many of the files that it read were of this build alone. */
  changed: number
  verdicts: string[]
  logs: number
  faults: { what: string }[]
}

/** What a build says in which `change` gives files of the program another text. */
async function judgedBy(change: Record<string, (text: string) => string>): Promise<Judged> {
  const texts = Object.entries(change).map(([file, changed]) => {
    const before = readFileSync(join(ROOT, file), 'utf8')
    const after = changed(before)
    expect(after, file).not.toBe(before)
    return [file, after]
  })
  const judging = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'golden/judge.ts'), DOCUMENT, `${EACH}`])
  judging.child.stdin?.end(JSON.stringify(Object.fromEntries(texts)))
  return JSON.parse((await judging).stdout) as Judged
}

test('a new lint rule refuses documents, and no log', async () => {
  const { verdicts, logs, faults } = await judgedBy({
    'src/lint/judge-document.ts': (text) =>
      text.replace('  return faults\n', "  report(1, 'this document is of last year', 'write a new one')\n  return faults\n"),
  })
  expect(faults).toMatchObject([{ what: 'this document is of last year' }])
  expect(verdicts).toEqual(['intact'])
  expect(logs).toBeGreaterThan(LEAST)
})

test('other sentences change no log', async () => {
  const names = readdirSync(join(ROOT, 'src/words/en'), { recursive: true, encoding: 'utf8' })
  const said = names.filter((name) => name.endsWith('.ts')).map((name) => `src/words/en/${name}`)
  const spoken = said.filter((file) => / the /.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(spoken.length).toBeGreaterThan(10)
  const { changed, verdicts, logs } = await judgedBy(
    Object.fromEntries(spoken.map((file) => [file, (text: string) => text.replaceAll(' the ', ' yonder ')])),
  )
  expect(changed).toBeGreaterThan(10)
  expect(verdicts).toEqual(['intact'])
  expect(logs).toBeGreaterThan(LEAST)
})

test('a changed rule of the run is seen in them', async () => {
  const { verdicts } = await judgedBy({
    'src/run/decide.ts': (text) =>
      `${text.replace('export function decide(', 'function decideTruly(')}
export const decide: typeof decideTruly = (...asked) => {
  const { events, ...more } = decideTruly(...asked)
  return { ...more, events: events.filter(({ type }) => type !== 'refusals-counted') }
}
`,
  })
  expect(verdicts.toSorted()).toEqual(['altered', 'intact'])
})
