import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditFiles, highestAudited } from '../../src/engine/run/audit-file.ts'
import { canonical } from '../../src/audit/canonical.ts'
import type { Entry, SignedHead } from '../../src/audit/entry.ts'
import { stateDirectory } from './state-directory.ts'

let state: ReturnType<typeof stateDirectory>
let file: string
beforeEach(() => {
  state = stateDirectory()
  file = join(state.path, 'R-7.jsonl')
})
afterEach(() => state.remove())

const silent = pino({ level: 'silent' })
const audit = () => auditFiles(state.path, silent)
const entry = (seq: number, hash = `hash ${seq}`) => ({ run: 'R-7', seq, hash }) as Entry
const head: SignedHead = { run: 'R-7', seq: 2, hash: 'hash 2', at: 'now', final: false, signature: 'x' }
const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n')
const asLines = (...things: object[]) => things.map((thing) => canonical(thing))

test('each entry is written once, and a head behind the entry that it pins', async () => {
  const append = audit()
  await append('R-7', [entry(1), entry(2)], [head])
  await append('R-7', [entry(1), entry(2)], [head])
  await append('R-7', [entry(1), entry(2), entry(3)], [head])
  expect(lines()).toEqual(asLines({ entry: entry(1) }, { entry: entry(2) }, { head }, { entry: entry(3) }))
})

test('a line that a crash tore is written anew by the next process', async () => {
  await audit()('R-7', [entry(1)], [])
  appendFileSync(file, '{"entry":{"run":"R-7","se')
  await audit()('R-7', [entry(1), entry(2)], [])
  expect(lines()).toEqual(asLines({ entry: entry(1) }, { entry: entry(2) }))
})

test('a file that tells another story is kept aside', async () => {
  writeFileSync(file, `${JSON.stringify({ entry: entry(1, 'forged') })}\n`)
  await audit()('R-7', [entry(1)], [])
  expect(lines()).toEqual(asLines({ entry: entry(1) }))
  expect(readdirSync(state.path)).toContain('R-7.jsonl.differs-1')
})

test('a directory that cannot be written stops no run, and the file is completed later', async () => {
  const append = auditFiles(join(state.path, 'missing'), silent)
  await append('R-7', [entry(1)], [])
  await highestAudited(join(state.path, 'missing'))
  await append('R-7', [entry(1), entry(2)], [])
  expect(await highestAudited(join(state.path, 'missing'))).toBe(7)
})

test('a lost store does not give a number twice', async () => {
  expect(await highestAudited(state.path)).toBe(0)
  await audit()('R-12', [entry(1)], [])
  await audit()('R-7', [entry(1)], [])
  expect(await highestAudited(state.path)).toBe(12)
})
