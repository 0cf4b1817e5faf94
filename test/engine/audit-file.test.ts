import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditFiles, type Behind, behindFiles, highestAudited } from '../../src/engine/audit/audit-file.ts'
import { canonical } from '../../src/audit/canonical.ts'
import type { Entry, SignedHead } from '../../src/audit/entry.ts'
import { stateDirectory } from './state-directory.ts'

let state: ReturnType<typeof stateDirectory>
let file: string
let behind: Behind
beforeEach(() => {
  state = stateDirectory()
  file = join(state.path, 'R-7.jsonl')
  behind = behindFiles()
})
afterEach(() => state.remove())

const silent = pino({ level: 'silent' })
/** As each process begins. */
const audit = () => auditFiles(state.path, silent, behind)
const entry = (seq: number, hash = `hash ${seq}`) => ({ run: 'R-7', seq, prev: `hash ${seq - 1}`, hash }) as Entry
const head: SignedHead = { run: 'R-7', seq: 2, hash: 'hash 2', at: 'now', final: false, signature: 'x' }
const text = () => readFileSync(file, 'utf8')
const asText = (...things: object[]) => things.map((thing) => `${canonical(thing)}\n`).join('')
const all =
  (entries: Entry[], heads: SignedHead[] = []) =>
  () =>
    Promise.resolve({ entries, heads })

test('each entry is written once at the end, and a head behind the entry that it pins', async () => {
  const files = audit()
  await files.append('R-7', entry(1), [])
  await files.append('R-7', entry(2), [head])
  await files.append('R-7', entry(2), [head])
  await audit().append('R-7', entry(2), [head])
  await files.append('R-7', entry(3), [])
  expect(text()).toBe(asText({ entry: entry(1) }, { entry: entry(2) }, { head }, { entry: entry(3) }))
  expect(behind.all()).toEqual([])
})

test('a file that has gigabytes before its end is not read for the next entry', async () => {
  await audit().append('R-7', entry(1), [])
  // What stands before the end is no log at all: whoever read it would notice.
  writeFileSync(file, `${'x'.repeat(3_000_000)}\n${asText({ entry: entry(1) })}`)
  await audit().append('R-7', entry(2), [])
  expect(text().endsWith(asText({ entry: entry(1) }, { entry: entry(2) }))).toBe(true)
  expect(behind.all()).toEqual([])
})

test.each([
  ['is long', (long: string) => asText({ entry: { ...entry(1), long } })],
  ['has a long head behind it', (long: string) => asText({ entry: entry(1) }, { head: { ...head, seq: 1, long } })],
  ['has much behind it that a crash tore', (long: string) => `${asText({ entry: entry(1) })}{"entry":{"long":"${long}`],
])('the next entry finds its place behind one that %s', async (_, content) => {
  writeFileSync(file, content('x'.repeat(100_000)))
  await audit().append('R-7', entry(2), [])
  expect(behind.all()).toEqual([])
  expect(text().endsWith(`}\n${asText({ entry: entry(2) })}`)).toBe(true)
})

test('a line that a crash tore is written anew by the next process', async () => {
  await audit().append('R-7', entry(1), [])
  appendFileSync(file, '{"entry":{"run":"R-7","se')
  await audit().append('R-7', entry(2), [])
  expect(text()).toBe(asText({ entry: entry(1) }, { entry: entry(2) }))
})

test('a head that a crash tore from its entry is written anew', async () => {
  writeFileSync(file, `${asText({ entry: entry(1) }, { entry: entry(2) })}{"head":{"at":`)
  await audit().append('R-7', entry(2), [head])
  expect(text()).toBe(asText({ entry: entry(1) }, { entry: entry(2) }, { head }))
})

test.each([
  ['lacks an entry', asText({ entry: entry(1) })],
  ['is not there', undefined],
  ['ends with what cannot be read', `${asText({ entry: entry(1) })}forged\n`],
  ['ends with another entry', asText({ entry: entry(1) }, { entry: entry(2, 'forged') })],
  ['goes on after its run', asText({ entry: entry(1) }, { entry: entry(2) }, { head }, { entry: entry(3) }, { entry: entry(5) })],
])('a file that %s is left as it is, and known to be behind, until it is completed from the run', async (_, content) => {
  if (content !== undefined) writeFileSync(file, content)
  const files = audit()
  await files.append('R-7', entry(3), [])
  expect(behind.all()).toEqual(['R-7'])
  await files.append('R-7', entry(4), [])
  expect(behind.all()).toEqual(['R-7'])
  if (content !== undefined) expect(text()).toBe(content)
  const entries = [1, 2, 3].map((seq) => entry(seq))
  await files.complete('R-7', all(entries, [head]))
  expect(text()).toBe(asText({ entry: entry(1) }, { entry: entry(2) }, { head }, { entry: entry(3) }))
  expect(behind.all()).toEqual([])
  await files.append('R-7', entry(4), [])
  expect(text().endsWith(asText({ entry: entry(4) }))).toBe(true)
})

test('a file that tells another story is kept aside when it is completed', async () => {
  writeFileSync(file, asText({ entry: entry(1, 'forged') }))
  await audit().complete('R-7', all([entry(1)]))
  expect(text()).toBe(asText({ entry: entry(1) }))
  expect(readdirSync(state.path)).toContain('R-7.jsonl.differs-1')
})

test('at a start a file that ends as its run does is in order, and any other is behind', async () => {
  writeFileSync(file, asText({ entry: entry(1) }, { entry: entry(2) }))
  await audit().look('R-7', { entries: [entry(1), entry(2)], heads: [] })
  expect(behind.all()).toEqual([])
  await audit().look('R-7', { entries: [entry(1), entry(2)], heads: [head] })
  expect(behind.all()).toEqual(['R-7'])
  behind.delete('R-7')
  await audit().look('R-7', { entries: [entry(1), entry(2), entry(3)], heads: [] })
  expect(behind.all()).toEqual(['R-7'])
})

test('what a command brings while its file is completed comes behind what was read', async () => {
  const files = audit()
  const { promise, resolve } = Promise.withResolvers<{ entries: Entry[]; heads: SignedHead[] }>()
  const completed = files.complete('R-7', () => promise)
  const appended = files.append('R-7', entry(3), [])
  resolve({ entries: [entry(1), entry(2)], heads: [head] })
  await Promise.all([completed, appended])
  expect(text()).toBe(asText({ entry: entry(1) }, { entry: entry(2) }, { head }, { entry: entry(3) }))
})

test('a directory that cannot be written stops no run, and the file is completed later', async () => {
  const missing = join(state.path, 'missing')
  const files = auditFiles(missing, silent, behind)
  await files.append('R-7', entry(1), [])
  expect(behind.all()).toEqual(['R-7'])
  await highestAudited(missing)
  await files.complete('R-7', () => Promise.reject(new Error('the engine does not answer')))
  expect(behind.all()).toEqual(['R-7'])
  await files.complete('R-7', all([entry(1), entry(2)]))
  expect(await highestAudited(missing)).toBe(7)
  expect(behind.all()).toEqual([])
})

test('who completes files hears of each that falls behind, and of one that stays behind once', async () => {
  const heard: string[] = []
  const listen = () => void behind.another().then(() => heard.push(behind.all().join(' ')))
  listen()
  behind.add('R-7')
  await Promise.resolve()
  listen()
  behind.add('R-7')
  await Promise.resolve()
  expect(heard).toEqual(['R-7'])
  behind.add('R-8')
  await Promise.resolve()
  expect(heard).toEqual(['R-7', 'R-7 R-8'])
})

test('a lost store does not give a number twice', async () => {
  expect(await highestAudited(state.path)).toBe(0)
  await audit().append('R-12', { ...entry(1), run: 'R-12' }, [])
  await audit().append('R-7', entry(1), [])
  expect(await highestAudited(state.path)).toBe(12)
})
