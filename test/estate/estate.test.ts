import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'mssql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Estate, EstateOptions } from './estate.ts'
import { startEstate } from './estate.ts'

let dir: string
let close: (() => Promise<unknown>)[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estate-test-'))
  close = []
})
afterEach(async () => {
  for (const one of close.toReversed()) await one()
  rmSync(dir, { recursive: true })
})

async function started(options: Partial<EstateOptions> = {}): Promise<Estate> {
  const estate = await startEstate({ dir, speed: 50, ...options })
  close.push(() => estate.close())
  return estate
}

async function connected(estate: Estate, name: string): Promise<sql.ConnectionPool> {
  const { host, port, user, password } = estate.instances.find((one) => one.name === name)!
  const options = { encrypt: true, trustServerCertificate: false, serverName: 'localhost', appName: 'countersign/test/R-1/4/1' }
  const secured = { ...options, cryptoCredentialsDetails: { ca: readFileSync(estate.ca, 'utf8') } }
  const pool = new sql.ConnectionPool({ server: host, port, user, password, pool: { min: 0, max: 1 }, options: secured })
  pool.on('error', () => undefined)
  close.push(() => pool.close())
  return pool.connect()
}

const asked = async (estate: Estate, path: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
  const response = await fetch(estate.control.url + path, { ...init, headers: { authorization: `Bearer ${estate.control.token}` } })
  return (await response.json()) as Record<string, unknown>
}

test('the backup site answers in TLS with the database waiting for logs, the lost site refuses', async () => {
  const estate = await started()
  const pool = await connected(estate, 'SEC')
  const { recordset } = await pool
    .request()
    .input('database', sql.NVarChar(128), 'mgc')
    .query("SELECT s = @@SERVERNAME, status = CAST(DATABASEPROPERTYEX(@database, N'Status') AS nvarchar(60))")
  expect(recordset).toEqual([{ s: 'sqlb1.contoso.com\\RTC', status: 'RESTORING' }])
  expect(estate.instances.map(({ name, up }) => [name, up])).toEqual([
    ['PRI', false],
    ['PRIM', false],
    ['SEC', true],
    ['SECM', true],
  ])
  await expect(connected(estate, 'PRI')).rejects.toMatchObject({ code: 'ESOCKET' })
})

test('the log has the request with its values, and the estate what it changed', async () => {
  const estate = await started()
  const pool = await connected(estate, 'SEC')
  const text = 'EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = @database;'
  await pool.request().input('database', sql.NVarChar(128), 'mgc').query(text)
  const { statements } = (await asked(estate, '/statements')) as { statements: { text: string }[] }
  const logged = statements.filter((statement) => statement.text === text)
  const parameters = [{ name: 'database', type: 'nvarchar(128)', value: 'mgc' }]
  expect(logged).toMatchObject([{ instance: 'SEC', kind: 'rpc', app: 'countersign/test/R-1/4/1', parameters, outcome: 'done', errors: [] }])
  const lines = readFileSync(join(dir, 'statements.jsonl'), 'utf8').trim().split('\n')
  expect(JSON.parse(lines.at(-1)!)).toEqual(logged[0])
  const { effects } = (await asked(estate, '/effects')) as { effects: object[] }
  expect(effects).toMatchObject([{ where: 'SEC', program: 'countersign/test/R-1/4/1', what: expect.stringContaining('{mgc}') as string }])
})

test('RESTORE takes effect, then the connection is gone', async () => {
  const estate = await started()
  const pool = await connected(estate, 'SEC')
  const fault = { kind: 'drop-after', pattern: 'RESTORE DATABASE', instance: 'SEC', app: '^countersign/' }
  await asked(estate, '/faults', { method: 'POST', body: JSON.stringify(fault) })
  const restore = pool.request().input('d', sql.NVarChar(128), 'mgc').query('RESTORE DATABASE @d WITH RECOVERY;')
  await expect(restore).rejects.toMatchObject({ code: 'ECONNRESET' })
  const again = await connected(estate, 'SEC')
  const { recordset } = await again.request().query("SELECT state_desc FROM sys.databases WHERE name = N'mgc'")
  expect(recordset).toEqual([{ state_desc: 'ONLINE' }])
  expect(estate.log.all.filter(({ outcome }) => outcome === 'dropped after')).toHaveLength(1)
})

test('a RESTORE that is cancelled in the middle takes no effect', async () => {
  const estate = await started({ speed: 1 })
  const pool = await connected(estate, 'SEC')
  const request = pool.request()
  request.on('info', () => request.cancel())
  await expect(request.batch('RESTORE DATABASE mgc WITH RECOVERY, STATS = 5')).rejects.toMatchObject({ code: 'ECANCEL' })
  const { recordset } = await pool.request().query("SELECT state_desc FROM sys.databases WHERE name = N'mgc'")
  expect(recordset).toEqual([{ state_desc: 'RESTORING' }])
})

const cmdlet = (name: string, parameters: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ endpoint: 'management', name, parameters }),
})

test('a cmdlet reaches the state behind SQL, and is logged', async () => {
  const estate = await started()
  const parameters = { Identity: 'PersistentChatServer:lyncpc.contoso.com', PoolState: 'FailedOver' }
  expect(await asked(estate, '/cmdlet', cmdlet('Set-CsPersistentChatState', parameters))).toMatchObject({ output: [], warnings: [] })
  expect(estate.state.pool.state).toBe('FailedOver')
  const text = `Set-CsPersistentChatState ${JSON.stringify(parameters)}`
  expect(estate.log.all).toMatchObject([{ instance: 'management', kind: 'cmdlet', text, outcome: 'done' }])
  expect(await asked(estate, '/cmdlet', cmdlet('Stop-Computer', {}))).toMatchObject({ error: { id: 'CommandNotFoundException' } })
  expect(estate.log.all.at(-1)).toMatchObject({ outcome: 'error' })
  const refused = await asked(estate, '/cmdlet', { method: 'POST', body: '{"name": 5}' })
  expect(refused).toEqual({ error: 'A cmdlet is asked for as {"endpoint": "…", "name": "…", "parameters": {…}}.' })
})

test.each([
  ['drop-before', 'Normal', 'dropped before'],
  ['drop-after', 'FailedOver', 'dropped after'],
] as const)('a cmdlet that is cut off, %s, leaves the pool %s', async (kind, state, outcome) => {
  const estate = await started()
  estate.faults.inject({ kind, pattern: '^Set-Cs' })
  const parameters = { Identity: 'PersistentChatServer:lyncpc.contoso.com', PoolState: 'FailedOver' }
  await expect(asked(estate, '/cmdlet', cmdlet('Set-CsPersistentChatState', parameters))).rejects.toThrow('fetch failed')
  expect(estate.state.pool.state).toBe(state)
  expect(estate.log.all.at(-1)).toMatchObject({ outcome })
})

test('a late log turns up on the share when asked for', async () => {
  const estate = await started()
  const places = await asked(estate, '/files?endpoint=sec-host')
  const share = String(places['\\\\files\\pchatlogs'])
  const before = readdirSync(share)
  const { file } = await asked(estate, '/late-log', { method: 'POST' })
  expect(readdirSync(share).filter((name) => !before.includes(name))).toEqual([file])
  expect(Object.keys(places)).toContain('D:')
  expect(await asked(estate, '/files?endpoint=nobody')).toEqual({ error: 'The practice estate has no endpoint "nobody".' })
})

test('a late log turns up by itself when the start said so', async () => {
  const estate = await started()
  const share = String((await asked(estate, '/files?endpoint=management'))['\\\\files\\pchatlogs'])
  const before = readdirSync(share).length
  await estate.close()
  rmSync(dir, { recursive: true })
  await started({ late: 1 })
  await expect.poll(() => readdirSync(share).length).toBe(before + 1)
})

test('the snapshot tells of everything but the password', async () => {
  const estate = await started({ login: { user: 'dana', password: 'very-secret-word' } })
  await connected(estate, 'SEC')
  const snapshot = await asked(estate, '/state')
  expect(snapshot).toMatchObject({
    instances: [{ name: 'PRI', up: false }, { name: 'PRIM' }, { name: 'SEC', server: 'sqlb1.contoso.com\\RTC' }, {}],
  })
  expect(JSON.stringify(snapshot)).not.toContain('very-secret-word')
})

test("a port that is taken is the start's failure, and nothing is left listening", async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  close.push(() => new Promise((resolve) => other.close(resolve)))
  const taken = (other.address() as { port: number }).port
  await expect(started({ ports: { SECM: taken } })).rejects.toMatchObject({ code: 'EADDRINUSE', port: taken })
})
