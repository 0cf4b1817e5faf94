import { sayInstant } from '../../src/text/instant.ts'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import type { PerformOrder } from '../../src/run/order.ts'
import { Performed } from '../../src/worker/attempt/performed-log.ts'
import { RowSink } from '../../src/worker/block/row-sink.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { inEnglish, toldSaid } from './said.ts'

/** Linux has a device on which there is never any room. */
const FULL = '/dev/full'
const dir = mkdtempSync(join(tmpdir(), 'no-room-'))
afterAll(() => rmSync(dir, { recursive: true }))

const sent = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
const outcomeOf = (practice: Practice) =>
  until(() => {
    const said = practice.run.answers.find(({ command }) => command.type === 'result')?.command
    return said?.type === 'result' ? said.outcome : undefined
  })

describe.skipIf(!existsSync(FULL))('a disk without room', () => {
  test('that cannot take the word that an attempt begins lets nothing be sent, and the next one is tried anew', async () => {
    await using practice = await startPractice('timeout: 1m\nrepeatable: true')
    const order = await practice.approve()
    const { state } = practice.optionsOf('anna')
    mkdirSync(state, { recursive: true })
    symlinkSync(FULL, join(state, 'performed.log'))
    const anna = await practice.start('anna')
    const bert = await practice.start('bert')
    practice.run.deliver = bert.take
    anna.take(order)
    expect(inEnglish(await outcomeOf(practice))).toEqual({
      type: 'refused',
      code: 'not-written-down',
      why: `The worker could not write down in ${join(state, 'performed.log')} that it begins (ENOSPC), so nothing was sent. Make room on that disk, then retry.`,
    })
    await until(() => practice.run.state?.phase === 'done')
    expect(sent(practice)).toMatchObject([{ app: 'countersign/test/R-1/1/2', outcome: 'done' }])
  })

  test('a line that was torn does not swallow the next one', () => {
    const state = join(dir, 'torn')
    mkdirSync(state)
    writeFileSync(join(state, 'performed.log'), '["test","R-1",1,')
    const order = { installation: 'test', run: 'R-1', attempt: { step: 1, item: 0, number: 2 } } as PerformOrder
    const performed = new Performed(state)
    expect(performed.has(order)).toBe(false)
    expect(performed.add(order)).toBeUndefined()
    performed.close()
    const after = new Performed(state)
    expect(after.has(order)).toBe(true)
    after.close()
  })
})

test('output that does not fit and cannot be kept is cut, and that is said; no half file is left', () => {
  const blocked = join(dir, 'blocked')
  writeFileSync(blocked, '')
  const sink = new RowSink({ budget: 50, whole: [] }, blocked, (text) => text)
  for (let row = 0; row < 4000; row++) sink.add({ row, text: 'x'.repeat(40) })
  expect(sink.end()).toEqual({ rows: [], rowCount: 4000 })
  expect(inEnglish(sink.unkept)).toBe(
    `Not all rows are shown, and the whole could not be kept in ${blocked} (EEXIST): make room there, or give the folder to the worker.`,
  )
  const roomy = join(dir, 'roomy')
  const kept = new RowSink({ budget: 50, whole: [] }, roomy, (text) => text)
  for (let row = 0; row < 4000; row++) kept.add({ row, text: 'x'.repeat(40) })
  const { file } = kept.end()
  expect(readFileSync(join(roomy, `${file?.sha256}.jsonl`)).length).toBe(file?.bytes)
  expect(readdirSync(roomy)).toHaveLength(1)
})

test('a fault of the worker itself after the claim lets go of the lock', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const { logger, pauses } = practice.optionsOf('anna')
  const warn = (fields: object, line: string) => {
    if (line.includes('cannot be read')) throw new Error('a bug')
    logger.warn(fields, line)
  }
  const anna = await practice.start('anna', { logger: { ...logger, warn }, pauses: { ...pauses, staleMs: -1 } })
  practice.run.before = async ({ type }) => {
    if (type === 'claim') practice.run.history = () => 'no list' as never
  }
  anna.take(order)
  await until(() => practice.said.some((line) => line === `Order ${order.key} met a fault of the worker itself; it is given up.`))
  await until(() => practice.instance.locks.size === 0)
  expect(sent(practice)).toEqual([])
})

describe("a clock that was set back on the engine's machine", () => {
  afterEach(() => void vi.useRealTimers())

  test('does not make approvals last longer: the worker has its own', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const notAfter = practice.run.state?.gates[0]?.passed?.notAfter ?? ''
    const late = Date.parse(notAfter) + 5 * 60_000 + 1000
    const [anna, bert] = [await practice.start('anna'), await practice.start('bert')]
    practice.run.behindMs = late - Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: late })
    // The heartbeat that tells the worker how far the clocks are apart now.
    await until(() => practice.said.some((line) => line.startsWith('The clock of worker anna is ')))
    anna.take(order)
    const refused = await outcomeOf(practice)
    const plain = (why: string) => why.replace(/it is [-0-9]+ [:0-9]+ UTC,/, 'it is NOW,').replace(/\b2[01]\d\d s ahead/, 'N s ahead')
    expect(refused.type === 'refused' && { ...refused, why: plain(toldSaid(refused.why)) }).toEqual({
      type: 'refused',
      code: 'approvals-lapsed-here',
      why: `By the clock of worker anna it is NOW, and the approvals of gate 1 were good until ${sayInstant(notAfter)}: nothing was sent. At the last heartbeat its clock was N s ahead of the bot's: set the wrong one right, then retry.`,
    })
    await until(() => practice.run.state?.phase === 'attention')
    expect(sent(practice)).toEqual([])
    await bert.close()
  })

  test('nor are they worth less while the clocks are a little apart', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const late = Date.parse(practice.run.state?.gates[0]?.passed?.notAfter ?? '') + 4 * 60_000
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.run.behindMs = late - Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: late })
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
  })
})
