/** Each type of SQL Server, as MS-TDS writes it, through the real driver: what of it is captured and shown is the server's own value, or is refused with what to write. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { maskOf } from '../../src/worker/mask.ts'
import { runSqlBlock } from '../../src/worker/sql/block.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import type { ColumnType, SqlValue } from '../estate/result-sink.ts'
import { rows } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { toldSaid } from './said.ts'

const files = mkdtempSync(join(tmpdir(), 'sql-types-'))
afterAll(() => rmSync(files, { recursive: true }))

const bytes = (...of: number[]) => Uint8Array.from(of)
const little = (value: bigint, length: number) => Array.from({ length }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn))
const raw = (...info: number[]): ColumnType => ({ name: 'raw', info: bytes(...info) })
/** Length, then the number in so many bytes. */
const sized = (...parts: [value: bigint, length: number][]) => {
  const body = parts.flatMap(([value, length]) => little(value, length))
  return bytes(body.length, ...body)
}
/** Without a bound: whole length, one piece, the end. */
const pieces = (text: string) => {
  const body = [...Buffer.from(text, 'utf16le')]
  return bytes(...little(BigInt(body.length), 8), ...little(BigInt(body.length), 4), ...body, 0, 0, 0, 0)
}
const variant = (...of: number[]) => bytes(...little(BigInt(of.length), 4), ...of)

/** Days since 0001-01-01 of 2026-11-28, and 03:00:00.1234567 in 100 ns. */
const DAY = 739_947n
const TIME = 108_001_234_567n
/** Of 1900-01-01, for the old types. */
const OLD_DAY = 46_352n

const collation = [0x09, 0x04, 0xd0, 0x00, 0x34]

const KEPT: [type: string, column: ColumnType, value: SqlValue, kept: string | number | boolean][] = [
  ['bit', { name: 'bit' }, true, true],
  ['tinyint', { name: 'tinyint' }, 255, 255],
  ['smallint', { name: 'smallint' }, -32_768, -32_768],
  ['int', { name: 'int' }, -2_147_483_648, -2_147_483_648],
  ['bigint', { name: 'bigint' }, 9_223_372_036_854_775_807n, '9223372036854775807'],
  ['nvarchar', { name: 'nvarchar', length: 10 }, 'mgc 한', 'mgc 한'],
  ['varchar', { name: 'varchar', length: 10 }, 'é', 'é'],
  ['char', raw(0xaf, 4, 0, ...collation), bytes(4, 0, 0x6d, 0x67, 0x63, 0x20), 'mgc '],
  ['uniqueidentifier', { name: 'uniqueidentifier' }, '0E984725-C51C-4BF4-9960-E1C80E27ABA0', '0E984725-C51C-4BF4-9960-E1C80E27ABA0'],
  ['varbinary', { name: 'varbinary', length: 8 }, bytes(0, 0, 7, 0xd1), '0x000007D1'],
  ['xml', raw(0xf1, 0), pieces('<a b="1"/>'), '<a b="1"/>'],
  ['date', raw(0x28), sized([DAY, 3]), '2026-11-28'],
  ['date, the first there is', raw(0x28), sized([0n, 3]), '0001-01-01'],
  ['time(7)', raw(0x29, 7), sized([TIME, 5]), '03:00:00.1234567'],
  ['time(0)', raw(0x29, 0), sized([10_800n, 3]), '03:00:00'],
  ['datetime2(7)', raw(0x2a, 7), sized([TIME, 5], [DAY, 3]), '2026-11-28T03:00:00.1234567'],
  ['datetime2(3)', raw(0x2a, 3), sized([10_800_123n, 4], [DAY, 3]), '2026-11-28T03:00:00.123'],
  ['datetime2(0)', raw(0x2a, 0), sized([10_800n, 3], [DAY, 3]), '2026-11-28T03:00:00'],
  ['datetime', raw(0x6f, 8), sized([OLD_DAY, 4], [3_240_000n + 1n, 4]), '2026-11-28T03:00:00.003'],
  ['datetime, rounded as the server does', raw(0x6f, 8), sized([OLD_DAY, 4], [3_240_000n + 299n, 4]), '2026-11-28T03:00:00.997'],
  ['smalldatetime', raw(0x6f, 4), sized([OLD_DAY, 2], [180n, 2]), '2026-11-28T03:00:00'],
]

const DECIMAL = 'a decimal number, which loses digits on its way: CAST it to nvarchar(41)'
const MONEY = 'an amount of money, which loses digits on its way: write it as CONVERT(nvarchar(30), …, 2)'
const FLOAT = 'a floating-point number, which every program writes otherwise: write it as CONVERT(nvarchar(53), …, 3)'
const OFFSET = 'a time with an offset, which is lost on its way: write it as CONVERT(nvarchar(33), …, 126)'
const VARIANT = 'of a type that the server alone knows (sql_variant): CAST it to the type that it holds'
const UDT = 'of a type (hierarchyid) that this program does not keep exactly: CAST it to nvarchar'

/** `shown` to people, where it is not captured. */
const REFUSED: [type: string, column: ColumnType, value: SqlValue, why: string, shown: string | number][] = [
  ['numeric(25, 0)', { name: 'numeric', precision: 25, scale: 0 }, '46000000031200001', DECIMAL, `(${DECIMAL})`],
  ['numeric(9, 2)', { name: 'numeric', precision: 9, scale: 2 }, '1.10', DECIMAL, 1.1],
  ['money', raw(0x6e, 8), bytes(8, ...little(-1n, 4), ...little(-12_345n, 4)), MONEY, -1.2345],
  ['smallmoney', raw(0x6e, 4), sized([12_345n, 4]), MONEY, 1.2345],
  ['float', { name: 'float' }, 0.1, FLOAT, 0.1],
  ['real', raw(0x6d, 4), bytes(4, ...new Uint8Array(Float32Array.of(0.5).buffer)), FLOAT, 0.5],
  ['datetimeoffset', raw(0x2b, 7), sized([TIME, 5], [DAY, 3], [540n, 2]), OFFSET, '2026-11-28T03:00:00.1234567Z'],
  ['sql_variant that holds an int', raw(0x62, ...little(8009n, 4)), variant(0x38, 0, 7, 0, 0, 0), VARIANT, `(${VARIANT})`],
  [
    'sql_variant that holds a decimal',
    raw(0x62, ...little(8009n, 4)),
    variant(0x6c, 2, 38, 20, 1, ...little(100_000_000_000_000_000_001n, 16)),
    VARIANT,
    `(${VARIANT})`,
  ],
  [
    'hierarchyid',
    raw(0xf0, 0x7c, 0x03, 0, 3, ...Buffer.from('sys', 'utf16le'), 11, ...Buffer.from('hierarchyid', 'utf16le'), 0, 0),
    bytes(...little(2n, 8), ...little(2n, 4), 0x5a, 0xc0, 0, 0, 0, 0),
    UDT,
    `(${UDT})`,
  ],
]

async function ask(column: ColumnType, value: SqlValue, captures: string[]) {
  await using server = await startTiny({ ask: rows([{ name: 'found', type: column }], [value]) })
  const target = { kind: 'sql-server' as const, name: 'SEC', host: 'localhost', address: '127.0.0.1', port: server.port, user: 'dana' }
  const opened = await openSession({ ...target, password: { secret: 'p@ss "한국어"' }, ca: server.ca }, { database: 'mgc', appName: 'x' })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  const block = { role: 'read' as const, language: 'sql' as const, target: 'SEC', database: 'mgc', text: 'ask', uses: [], line: 40 }
  const sent = { index: 0, block, file: 'commands/x.md', parameters: [], captures, rowsBudget: 900, files, timeoutMs: 60_000 }
  const { result } = await runSqlBlock(opened.session, { ...sent, signal: new AbortController().signal }, maskOf([]))
  await opened.session.close()
  return { ok: result.ok, found: result.rows[0]?.['found'], errors: result.errors.map(({ message }) => toldSaid(message)) }
}

describe('a value is captured as the server has it', () => {
  test.each(KEPT)('%s', async (_type, column, value, kept) => {
    expect(await ask(column, value, ['found'])).toEqual({ ok: true, found: kept, errors: [] })
  })
})

describe('a type whose values the driver changes is not captured, and says how it is written', () => {
  test.each(REFUSED)('%s', async (_type, column, value, why, shown) => {
    expect(await ask(column, value, ['found'])).toMatchObject({ ok: false, errors: [`The column "found" is ${why} in the document.`] })
    expect(await ask(column, value, [])).toEqual({ ok: true, found: shown, errors: [] })
  })
})

test('the answer of FOR JSON is its text, and not nothing', async () => {
  const name = 'JSON_F52E2B61-18A1-11d1-B105-00805F49916B'
  await using server = await startTiny({ ask: rows([{ name, type: { name: 'nvarchar', length: -1 } }], ['[{"a":'], ['1}]']) })
  const target = { kind: 'sql-server' as const, name: 'SEC', host: 'localhost', address: '127.0.0.1', port: server.port, user: 'dana' }
  const opened = await openSession({ ...target, password: { secret: 'p@ss "한국어"' }, ca: server.ca }, { database: 'mgc', appName: 'x' })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  const block = { role: 'read' as const, language: 'sql' as const, target: 'SEC', database: 'mgc', text: 'ask', uses: [], line: 40 }
  const sent = { index: 0, block, file: 'commands/x.md', parameters: [], captures: [], rowsBudget: 900, files, timeoutMs: 60_000 }
  const { result } = await runSqlBlock(opened.session, { ...sent, signal: new AbortController().signal }, maskOf([]))
  await opened.session.close()
  expect(result).toMatchObject({ rows: [{ [name]: '[{"a":1}]' }], rowCount: 1 })
})
