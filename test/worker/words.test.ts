import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BlockResult } from '../../src/run/order.ts'
import { cutText } from '../../src/worker/block/cut-text.ts'
import { fitResults } from '../../src/worker/block/fit-results.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { runSqlBlock } from '../../src/worker/sql/block.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { WordSink } from '../../src/worker/block/word-sink.ts'
import { says } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { inEnglish, toldSaid } from './said.ts'

const files = mkdtempSync(join(tmpdir(), 'words-'))
afterAll(() => rmSync(files, { recursive: true }))
const linesOf = (file?: { sha256: string }) =>
  readFileSync(join(files, `${file?.sha256}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message?: string; error?: { message: string } })

const result = (more: Partial<BlockResult>): BlockResult => ({
  block: 0,
  target: 'SEC',
  ok: true,
  rows: [],
  rowCount: 0,
  messages: [],
  errors: [],
  tookMs: 1,
  ...more,
})

describe('what a block says', () => {
  test('of a thousand messages and a hundred errors the first and the last are kept, the middle is counted, and the whole is in a file', async () => {
    await using server = await startTiny({
      talk: (sink) => {
        for (let line = 1; line <= 1000; line++) sink.message(says(0, 0, `line ${line}`))
        for (let error = 1; error <= 100; error++)
          sink.message({ number: 50_000 + error, severity: 16, state: 1, line: 1, text: `error ${error}` })
        sink.statementDone()
      },
    })
    const target = { kind: 'sql-server' as const, name: 'SEC', host: 'localhost', address: '127.0.0.1', port: server.port, user: 'dana' }
    const opened = await openSession({ ...target, password: { secret: 'p@ss "한국어"' }, ca: server.ca }, { database: 'mgc', appName: 'x' })
    if ('refusal' in opened) throw new Error(opened.refusal.code)
    const block = { role: 'run' as const, language: 'sql' as const, target: 'SEC', database: 'mgc', text: 'talk', uses: [], line: 40 }
    const sent = { index: 0, block, file: 'commands/x.md', parameters: [], captures: [], rowsBudget: 900, files, timeoutMs: 60_000 }
    const ran = await runSqlBlock(opened.session, { ...sent, signal: new AbortController().signal }, maskOf([]))
    await opened.session.close()
    const [fitted] = fitResults([ran.result], false, files)
    const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`)
    expect(inEnglish(fitted?.messages)).toEqual([...lines(1, 6), '… 988 more messages …', ...lines(995, 1000)])
    expect(fitted?.errors.map(({ message }) => toldSaid(message))).toEqual([
      'error 1',
      'error 2',
      'error 3',
      '… 95 more errors …',
      'error 99',
      'error 100',
    ])
    expect(fitted?.said).toMatchObject({ messages: 1000, errors: 100 })
    const whole = linesOf(fitted?.said?.file)
    expect(whole.flatMap(({ message }) => message ?? [])).toEqual(lines(1, 1000))
    expect(whole.flatMap(({ error }) => error?.message ?? [])).toHaveLength(100)
  })

  test('a long text keeps its beginning and its end, and the whole is in a file, masked', () => {
    const words = new WordSink(files, maskOf(['geheim']))
    words.message(`begin ${'x'.repeat(1000)} geheim end`)
    const { messages, said } = words.end()
    expect(messages[0]).toMatch(/^begin x{194} … 717 more characters … x+ •••••• end$/)
    expect(said).toMatchObject({ messages: 1, errors: 0 })
    expect(linesOf(said?.file)[0]?.message).toBe(`begin ${'x'.repeat(1000)} •••••• end`)
  })

  test('what fits is kept as it is, and no file is made', () => {
    const before = readdirSync(files).length
    const words = new WordSink(files, maskOf([]))
    for (let line = 1; line <= 12; line++) words.message(`line ${line}`)
    for (let error = 1; error <= 5; error++) words.error({ message: `error ${error}`, code: '1' })
    const kept = words.end()
    expect(kept.messages).toHaveLength(12)
    expect(kept.errors).toHaveLength(5)
    expect(kept).not.toHaveProperty('said')
    expect(readdirSync(files)).toHaveLength(before)
  })

  test('where the whole cannot be kept, that is said', () => {
    const words = new WordSink('/dev/null/nowhere', maskOf([]))
    for (let line = 1; line <= 13; line++) words.message(`line ${line}`)
    const { messages, said } = words.end()
    expect(inEnglish(messages.at(-1))).toBe(
      'Not all messages and errors are shown, and the whole could not be kept in /dev/null/nowhere (ENOTDIR): make room there, or give the folder to the worker.',
    )
    expect(said).toEqual({ messages: 13, errors: 0 })
  })

  test('is cut no second time where others need the room: the counts stay true, and what goes is in a file', () => {
    const talkative = result({ messages: Array.from({ length: 12 }, (_, n) => `${n + 1} ${'한'.repeat(250)}`) })
    const cut = fitResults([talkative, talkative], false, files)
    for (const { messages, said } of cut) {
      expect(messages).toHaveLength(3)
      expect(
        [messages[0], messages[1], messages[2]]
          .map((told = '') => toldSaid(told))
          .map((told) => (told.startsWith('…') ? told : told.slice(0, 2))),
      ).toEqual(['1 ', '… 10 more messages …', '12'])
      expect(said).toMatchObject({ messages: 12, errors: 0 })
      expect(linesOf(said?.file)).toHaveLength(12)
    }
    const counted = fitResults([{ ...talkative, said: { messages: 500, errors: 0 } }, talkative], false, files)
    expect(toldSaid(counted[0]?.messages[1] ?? '')).toBe('… 498 more messages …')
  })

  test('rows that go for lack of room are in a file as well', () => {
    const full = result({ rows: Array.from({ length: 60 }, (_, n) => ({ n, text: 'x'.repeat(200) })), rowCount: 60 })
    const [cut] = fitResults([full], false, files)
    expect(cut).toMatchObject({ rows: [{ n: 0 }], rowCount: 60 })
    expect(linesOf(cut?.file)).toHaveLength(60)
  })
})

test('a text is never cut inside a character, and the count is of what is left out', () => {
  for (const text of ['😀'.repeat(300), `x${'😀'.repeat(300)}`, `${'😀'.repeat(300)}xx`]) {
    for (const most of [30, 31, 32, 33, 34, 35]) {
      const cut = cutText(maskOf([]), text, most)
      expect(cut.isWellFormed()).toBe(true)
      const [begin = '', count = '', end = ''] = cut.split(/ … (\d+) more characters … /)
      expect(begin.length + Number(count) + end.length).toBe(text.length)
      expect(text.startsWith(begin) && text.endsWith(end)).toBe(true)
    }
  }
})

test('what is cut is covered before, so that half a secret never stands there', () => {
  const secret = 'the password of the pool'
  const cut = cutText(maskOf([secret]), `${'x'.repeat(15)}${secret}${'y'.repeat(40)}`, 30)
  expect(cut).toBe(`${'x'.repeat(15)}••••• … 31 more characters … ${'y'.repeat(10)}`)
  expect(cutText(maskOf([secret]), 'it is the password of', 30, 'cut')).toBe('it is ••••••')
})
