import { readFileSync } from 'node:fs'
import sql from 'mssql'
import { expect, test } from 'vitest'
import { echo, rows, says, slowly } from './tiny-instance.ts'
import { startTiny } from './tiny-server.ts'

const EVIL = "mgc'; DROP DATABASE mgc; --"

test('parameters of every type come back as they were sent', async () => {
  await using server = await startTiny({ echo })
  const pool = await server.connect()
  const at = new Date('2026-11-21T03:04:05.120Z')
  const sent: [string, sql.ISqlType | (() => sql.ISqlType), unknown, unknown?][] = [
    ['korean', sql.NVarChar(128), '상시 대화 풀 😀'],
    ['evil', sql.NVarChar(128), EVIL],
    ['long', sql.NVarChar(400), '가'.repeat(300)],
    ['unbounded', sql.NVarChar(sql.MAX), 'x'.repeat(9000)],
    ['latin', sql.VarChar(20), 'naïve €'],
    ['bytes', sql.VarBinary(8), Buffer.from([0, 255, 16])],
    ['tiny', sql.TinyInt(), 255],
    ['small', sql.SmallInt(), -32_768],
    ['int', sql.Int(), -2_147_483_648],
    ['big', sql.BigInt(), '9007199254740993'],
    ['yes', sql.Bit(), true],
    ['float', sql.Float(), 1.5e-300],
    ['real', sql.Real(), 0.5],
    ['guid', sql.UniqueIdentifier(), '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    ['datetime', sql.DateTime(), at],
    ['datetime2', sql.DateTime2(7), at],
    ['offset', sql.DateTimeOffset(7), at],
    ['date', sql.Date(), new Date('2026-11-21T00:00:00Z')],
    ['numeric', sql.Decimal(12, 3), -1234.567],
    ['money', sql.Money(), -12.5],
    ['text', sql.NText(), '긴 글'],
    ['nothing', sql.NVarChar(128), null],
    ['noNumber', sql.Int(), null],
    ['noBit', sql.Bit(), null],
    ['noDate', sql.DateTime2(7), null],
    ['noText', sql.NVarChar(sql.MAX), null],
  ]
  const request = pool.request()
  for (const [name, type, value] of sent) request.input(name, type, value)
  const { recordset } = await request.query('echo')
  expect(recordset[0]).toEqual(Object.fromEntries(sent.map(([name, , value]) => [name, value])))
  expect(server.instance.executed).toEqual(['echo'])
})

test('the log-in arrives with its names, and a wrong password is refused as SQL Server does it', async () => {
  await using server = await startTiny()
  await server.connect()
  expect(server.instance.logins[0]).toMatchObject({ user: 'dana', password: 'p@ss "한국어"', database: 'mgc', appName: 'wire test' })
  await expect(server.connect({ password: 'wrong' })).rejects.toMatchObject({ code: 'ELOGIN', message: "Login failed for user 'dana'." })
})

test('an INFO message arrives while the statement is still running', async () => {
  let goOn = (): void => undefined
  const seen = new Promise<void>((resolve) => (goOn = resolve))
  await using server = await startTiny({
    backup: async (sink) => {
      sink.message(says(3211, 10, '30 percent processed.'))
      await seen
      sink.statementDone()
    },
  })
  const request = (await server.connect()).request()
  const messages: string[] = []
  request.on('info', (info: { message: string; number: number }) => {
    messages.push(`${info.number}: ${info.message}`)
    goOn()
  })
  await request.query('backup')
  expect(messages).toEqual(['3211: 30 percent processed.'])
})

test('an error carries number, severity, line and procedure; what came before it is not lost', async () => {
  await using server = await startTiny({
    restore: (sink) => {
      sink.columns([{ name: 'n', type: { name: 'int' } }])
      sink.row([7])
      sink.statementDone(1)
      sink.message(says(4305, 16, 'The log is too recent.'))
      sink.message(says(3013, 16, 'RESTORE LOG is terminating abnormally.'))
      sink.statementDone()
    },
  })
  const request = (await server.connect()).request()
  await expect(request.batch('restore')).rejects.toMatchObject({
    number: 3013,
    class: 16,
    lineNumber: 3,
    procName: 'sp_tiny',
    serverName: 'TINY',
    precedingErrors: [{ number: 4305 }],
  })
  expect(server.log.all.at(-1)).toMatchObject({ text: 'restore', outcome: 'error', errors: [4305, 3013] })
})

test('a cancelled statement stops, and the same session answers the next one', async () => {
  await using server = await startTiny({ backup: slowly(20) })
  const pool = await server.connect()
  const before = await pool.request().query('spid')
  const request = pool.request()
  request.on('info', () => request.cancel())
  await expect(request.query('backup')).rejects.toMatchObject({ code: 'ECANCEL' })
  expect((await pool.request().query('spid')).recordset).toEqual(before.recordset)
  expect(server.log.all.find(({ text }) => text === 'backup')?.outcome).toBe('cancelled')
})

test('a value of 4 MB goes there and back', async () => {
  await using server = await startTiny({ echo })
  const pool = await server.connect({ options: { packetSize: 32_767 } })
  const big = '대화-😀'.repeat(420_000)
  const { recordset } = await pool.request().input('big', sql.NVarChar(sql.MAX), big).query('echo')
  expect(recordset[0].big === big).toBe(true)
})

test('columns of every type of the contract, and rows of NULL', async () => {
  const columns = [
    { name: 'n', type: { name: 'numeric', precision: 25, scale: 0 } },
    { name: 'money', type: { name: 'numeric', precision: 19, scale: 4 } },
    { name: 'at', type: { name: 'datetime' } },
    { name: 'id', type: { name: 'uniqueidentifier' } },
    { name: 'v', type: { name: 'varchar', length: 10 } },
    { name: 'm', type: { name: 'varchar', length: -1 } },
    { name: 'b', type: { name: 'varbinary', length: -1 } },
    { name: 'big', type: { name: 'bigint' } },
  ] as const
  const at = new Date('1999-12-31T23:59:59.997Z')
  const full = ['46000000031200001', '-0.5000', at, '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'abc', '', Uint8Array.of(1), -5n]
  await using server = await startTiny({
    all: rows(
      [...columns],
      full,
      Array.from(columns, () => null),
    ),
  })
  const { recordset } = await (await server.connect()).request().batch('all')
  expect(Object.values(recordset[0])).toEqual([Number('46000000031200001'), -0.5, at, full[3], 'abc', '', Buffer.of(1), '-5'])
  expect(Object.values(recordset[1])).toEqual(Array.from(columns, () => null))
})

test('a procedure is called by name with bound values, and its return status comes back', async () => {
  const call =
    'DECLARE @__return_status int; EXEC @__return_status = sp_getapplock @Resource = @Resource; SELECT __return_status = @__return_status;'
  await using server = await startTiny({ [call]: rows([{ name: '__return_status', type: { name: 'int' } }], [-1]) })
  const result = await (await server.connect()).request().input('Resource', sql.NVarChar(255), EVIL).execute('sp_getapplock')
  expect(result).toMatchObject({ returnValue: -1, recordsets: [] })
  expect(server.log.all.at(-1)?.parameters).toEqual([{ name: 'Resource', type: 'nvarchar(255)', value: EVIL }])
})

test('a transaction is begun and committed in statements', async () => {
  await using server = await startTiny({
    'BEGIN TRANSACTION': (sink) => sink.statementDone(),
    'COMMIT TRANSACTION': (sink) => sink.statementDone(),
  })
  const transaction = (await server.connect()).transaction()
  await transaction.begin(sql.ISOLATION_LEVEL.READ_COMMITTED)
  await transaction.commit()
  expect(server.instance.executed).toEqual(['BEGIN TRANSACTION', 'COMMIT TRANSACTION'])
})

test('prepared statements, output parameters and bulk load are refused in a sentence', async () => {
  await using server = await startTiny()
  const pool = await server.connect()
  const prepared = new sql.PreparedStatement(pool)
  await expect(prepared.prepare('echo')).rejects.toThrow(
    'The stand-in keeps no prepared statements and no cursors: sp_prepare was refused. Use sp_executesql.',
  )
  await expect(pool.request().output('x', sql.Int).query('echo')).rejects.toThrow(
    'The stand-in gives no output parameters back: @x was refused. Select the value instead.',
  )
  await expect(pool.request().input('x', sql.Time, new Date()).query('echo')).rejects.toThrow(
    'A parameter of TDS type 0x29 (time) is not understood by the stand-in.',
  )
  expect(server.instance.executed).toEqual([])
})

// mssql opens and closes a connection of its own (51) before the pool's first (52).
test('a killed session sees its connection reset', async () => {
  await using server = await startTiny({ backup: slowly(50) })
  const request = (await server.connect()).request()
  request.on('info', () => server.instance.kill(52))
  await expect(request.query('backup')).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect.poll(() => server.log.all.at(-1)?.outcome).toBe('connection lost')
  expect(server.instance.closedSpids).toEqual([51, 52])
})

test('every statement is on disk before it is executed and again after', async () => {
  let onDisk = ''
  await using server = await startTiny({ look: (sink) => ((onDisk = read()), sink.statementDone()) })
  const read = (): string => readFileSync(server.log.file, 'utf8')
  await (await server.connect()).request().input('x', sql.BigInt, '5').query('look')
  const entry = {
    instance: 'TINY',
    spid: 52,
    app: 'wire test',
    kind: 'rpc',
    text: 'look',
    parameters: [{ name: 'x', type: 'bigint', value: '5' }],
  }
  expect(JSON.parse(onDisk.trim().split('\n').at(-1) ?? '')).toMatchObject({ ...entry, outcome: 'running' })
  expect(JSON.parse(read().trim().split('\n').at(-1) ?? '')).toMatchObject({ ...entry, outcome: 'done', errors: [] })
})
