import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startPractice, until, type Practice } from './practice.ts'
import { restoreDocument } from './restore-document.ts'
import { inEnglish } from './said.ts'

const refusalOf = async (practice: Practice) =>
  until(() => {
    const said = practice.run.answers.find(({ command }) => command.type === 'result')?.command
    return said?.type === 'result' && said.outcome.type === 'refused' ? said.outcome : undefined
  })

const touched = (practice: Practice) => practice.statements.all.map(({ text }) => text)

describe('a worker does not carry out', () => {
  test.each([
    [{ installation: 'another' }, 'The order is for another, site berlin; worker anna is of test, site berlin.'],
    [{ site: 'paris' }, 'The order is for test, site paris; worker anna is of test, site berlin.'],
  ])('an order that is for somebody else: %o', async (other, why) => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    anna.take({ ...order, ...other })
    expect(inEnglish(await refusalOf(practice))).toEqual({ type: 'refused', code: 'not-for-this-worker', why })
    expect(touched(practice)).toEqual([])
  })

  test('the history of another run, however true it is', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    anna.take({ ...order, run: 'R-2', attempt: { ...order.attempt } })
    const told = await until(() => practice.run.answers.find(({ command }) => command.type === 'result')?.command)
    expect(inEnglish(told)).toMatchObject({
      outcome: { code: 'history-altered', why: 'The history is of R-1 of test, the order of R-2 of test.' },
    })
    expect(touched(practice)).toEqual([])
  })

  test('anything while the engine does not tell it the history; told to stop, it says so', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    practice.run.history = () => 'no list' as never
    const anna = await practice.start('anna')
    anna.take(order)
    await until(() => practice.said.some((line) => line.includes('cannot be read')))
    anna.stop(order.key)
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'worker-stopping',
      why: 'The worker was stopped before it could read the history of R-1.',
    })
    expect(touched(practice)).toEqual([])
  })

  test('an order that names another document than the one that was approved, though it holds both', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const text = restoreDocument('timeout: 3m')
    writeFileSync(join(practice.optionsOf('anna').documents, 'another.md'), text)
    const document = createHash('sha256').update(text).digest('hex')
    const anna = await practice.start('anna')
    anna.take({ ...order, document })
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'document-differs',
      why: `R-1 was approved for another document than the order names (${document.slice(0, 12)}).`,
    })
    expect(touched(practice)).toEqual([])
  })

  test('a question about a document that it does not hold', async () => {
    await using practice = await startPractice()
    const { kind: _kind, attempt: _attempt, gate: _gate, fingerprint: _fingerprint, ...of } = await practice.approve()
    const documents = mkdtempSync(join(tmpdir(), 'no-documents-'))
    const anna = await practice.start('anna', { documents, state: join(documents, 'state') })
    anna.take({ ...of, kind: 'observe', looks: ['check'] })
    const said = await until(() => practice.run.answers.find(({ command }) => command.type === 'observed')?.command)
    expect(inEnglish(said)).toMatchObject({
      results: [],
      refused: {
        code: 'document-not-held',
        why: `Worker anna does not hold the document ${of.document.slice(0, 12)}: put the very file that was approved into ${documents} on its machine.`,
      },
    })
    expect(touched(practice)).toEqual([])
    await anna.close()
    rmSync(documents, { recursive: true })
  })

  test('an order whose document is nowhere, when its folder is gone', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const { documents } = practice.optionsOf('anna')
    const anna = await practice.start('anna')
    rmSync(documents, { recursive: true })
    anna.take({ ...order, document: 'f'.repeat(64) })
    expect(inEnglish(await refusalOf(practice))).toEqual({
      type: 'refused',
      code: 'document-not-held',
      why: `Worker anna does not hold the document ffffffffffff: put the very file that was approved into ${documents} on its machine.`,
    })
    expect(touched(practice)).toEqual([])
  })

  test('anything when it is stopping', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    await anna.close()
    anna.take(order)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(touched(practice)).toEqual([])
  })
})
