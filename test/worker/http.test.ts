/** Blocks that ask an address, against a server with real TLS. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpLook } from '../../src/procedure/http-look.ts'
import type { PlannedBlock } from '../../src/procedure/plan-types.ts'
import type { Role, Value } from '../../src/procedure/procedure.ts'
import { en } from '../../src/words/en.ts'
import { isClosed } from '../../src/worker/http/address-guard.ts'
import { runHttpBlock } from '../../src/worker/http/block.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { startWebServer, type WebServer } from '../estate/web-server.ts'

let web: WebServer
const dir = mkdtempSync(join(tmpdir(), 'http-'))
const trusted = getCACertificates('default')
beforeAll(async () => {
  web = await startWebServer()
  setDefaultCACertificates([...trusted, web.ca])
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await web[Symbol.asyncDispose]()
  rmSync(dir, { recursive: true, force: true })
})

interface Asked extends Partial<HttpLook> {
  role?: Role
  values?: Record<string, Value>
  practice?: boolean
  timeoutMs?: number
  secrets?: string[]
  names?: Record<string, string>
  signal?: AbortSignal
}

/** What it answers: its one row, or its error in English. */
async function ask(
  path: string,
  {
    role = 'check',
    values = {},
    practice = true,
    timeoutMs = 10_000,
    secrets = [],
    names = {},
    signal = new AbortController().signal,
    ...look
  }: Asked = {},
) {
  const url = path.startsWith('http') ? path : `https://localhost:${web.port}${path}`
  const http: HttpLook = { url, status: 200, ...look }
  const block: PlannedBlock = { role, language: 'http', target: 'shell', text: `GET ${url}`, http, uses: Object.keys(values), line: 7 }
  const context = { mask: maskOf(secrets) }
  const sent = { index: 0, block, file: 'commands/x.md', values, rowsBudget: 4000, files: dir, timeoutMs, signal, practice, names }
  const { how, result } = await runHttpBlock(context, sent)
  const [error] = result.errors
  if (error === undefined) return { how, row: result.rows[0] }
  return {
    how,
    error: typeof error.message === 'string' ? error.message : en.workerFault(error.message).replaceAll(String(web.port), 'PORT'),
  }
}

describe('what is expected', () => {
  test('is there: a status, a text, and a certificate that is good for long enough', async () => {
    expect(await ask('/health')).toEqual({ how: 'done', row: { done: 1, detail: 'HTTP 200' } })
    const { row } = await ask('/health', { text: 'ready', certificateMs: 86_400_000 })
    expect(row).toMatchObject({ done: 1 })
    expect(row?.['detail']).toMatch(/^HTTP 200; "ready" ✓; TLS \d{4}-\d\d-\d\dT[\d:.]+Z, (29\.\d|30\.0) d ≥ 1\.0 d$/)
  })

  test('is not there, with the beginning of what was answered, and nothing secret of it', async () => {
    web.ready = false
    expect((await ask('/health', { role: 'before', text: 'ready' })).row).toEqual({
      ok: 0,
      detail: 'HTTP 503 ≠ 200; "ready" ✗; state: starting',
    })
    expect((await ask('/health', { role: 'wait-until', secrets: ['starting'] })).row?.['detail']).not.toContain('starting')
    // A secret that the cut goes through is covered all the same.
    const { row } = await ask('/long', { text: 'ready', secrets: ['x'.repeat(256)] })
    expect(row?.['detail']).not.toContain('x'.repeat(20))
    const wide = await ask('/long', { text: 'ready', secrets: [`${'x'.repeat(300_000)}y`] })
    expect(wide.row?.['detail']).toBe('HTTP 200; "ready" ✗; ••••••')
    web.ready = true
    expect((await ask('/health', { certificateMs: 90 * 86_400_000 })).row).toMatchObject({ done: 0 })
    expect((await ask('/nowhere')).row).toEqual({ done: 0, detail: 'HTTP 404 ≠ 200; not found' })
  })

  test('is not looked for behind a redirect, nor behind the first 256 KiB', async () => {
    expect((await ask('/moved')).row).toEqual({ done: 0, detail: 'HTTP 302 ≠ 200' })
    expect((await ask('/moved', { status: 302 })).row).toMatchObject({ done: 1 })
    expect((await ask('/long', { text: 'ready' })).row).toMatchObject({ done: 0 })
  })

  test('cannot be told where nobody answers, or nobody that is trusted', async () => {
    expect(await ask('/silent', { timeoutMs: 300 })).toEqual({
      how: 'error',
      error: 'https://localhost:PORT/silent did not answer within 0.3 s.',
    })
    expect(await ask('https://localhost:1/health')).toEqual({
      how: 'error',
      error: 'https://localhost:1/health could not be asked (ECONNREFUSED).',
    })
    setDefaultCACertificates(trusted)
    const { error } = await ask('/health')
    setDefaultCACertificates([...trusted, web.ca])
    expect(error).toMatch(/^https:\/\/localhost:PORT\/health could not be asked \((UNABLE|SELF_SIGNED|DEPTH|CERT)\w*\)\.$/)
  })
})

describe('an address', () => {
  test('takes values where they stand, and is not asked where one would lead elsewhere', async () => {
    await ask('/health/{pool}?of={name}', { values: { pool: 'a/b', name: 'x&y' } })
    expect(web.asked.at(-1)).toBe('/health/a%2Fb?of=x%26y')
    expect(await ask('/health/{pool}/x', { values: { pool: '..' } })).toEqual({
      how: 'not-sent',
      error: 'With these values https://localhost:PORT/health/{pool}/x is no address that may be asked.',
    })
  })

  test('leads where the target says, to whoever proves that he has the name', async () => {
    const names = { localhost: `127.0.0.1:${web.port}`, 'elsewhere.contoso.com': `127.0.0.1:${web.port}` }
    expect((await ask('https://localhost/health', { names })).row).toEqual({ done: 1, detail: 'HTTP 200' })
    expect((await ask('https://elsewhere.contoso.com/health', { names })).error).toBe(
      'https://elsewhere.contoso.com/health could not be asked (ERR_TLS_CERT_ALTNAME_INVALID).',
    )
    // What is written counts, also where it is the usual port.
    const before = web.asked.length
    await ask(`https://localhost:${web.port}/health`, { names: { localhost: '127.0.0.1:80' } })
    expect(web.asked).toHaveLength(before)
    expect((await ask('https://localhost/health', { names, practice: false })).error).toContain('blocks may not ask there')
    expect((await ask('https://localhost/health', { names: { localhost: '127.0.0.1:1' } })).error).toContain('ECONNREFUSED')
  })

  test('does not lead to this machine, but in practice', async () => {
    expect(await ask('/health', { practice: false })).toEqual({
      how: 'error',
      error: expect.stringMatching(
        /^https:\/\/localhost:PORT\/health leads to (127\.0\.0\.1|::1), which is this machine, its own wire, no single machine or kept for special use: blocks may not ask there\.$/,
      ),
    })
    for (const host of ['127.0.0.1', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254'])
      expect((await ask(`http://${host}/`, { practice: host === '169.254.169.254' })).error, host).toContain('blocks may not ask there')
  })

  const ANYBODY = { practice: false, named: false }
  const NAMED = { practice: false, named: true }

  test.each([
    ['this machine', ['127.8.0.1', '0.0.0.0', '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1']],
    ['its own wire', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', '::ffff:169.254.169.254']],
    ['no single machine', ['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1']],
    ['another address behind a translator', ['64:ff9b::7f00:1', '64:ff9b:1::a9fe:a9fe']],
    [
      'what a cloud tells a machine alone',
      ['168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254', '::ffff:168.63.129.16'],
    ],
    ['what nobody has given out', ['100::1', '4000::1']],
    ['no address', ['localhost', '']],
  ])('to %s is closed, whoever leads there', (_, addresses) => {
    for (const address of addresses) for (const allowed of [ANYBODY, NAMED]) expect(isClosed(address, allowed), address).toBe(true)
  })

  test('that is kept for special use is closed, unless the configuration leads there', () => {
    const special = [
      '100.64.0.1',
      '192.0.0.9',
      '192.88.99.1',
      '198.18.0.1',
      '203.0.113.9',
      '::ffff:100.64.0.1',
      '2002:7f00:1::1',
      '2001:0:1::1',
    ]
    for (const address of special) expect([isClosed(address, ANYBODY), isClosed(address, NAMED)], address).toEqual([true, false])
  })

  test('of a network that people reach is open', () => {
    const open = ['10.1.2.3', '192.168.1.1', '172.16.0.9', '93.184.216.34', '::ffff:10.0.0.1', 'fd12::1', '2a00:1450::1', '2620:1ec::1']
    for (const address of open) expect(isClosed(address, ANYBODY), address).toBe(false)
  })

  test('that `names` lead to a place of special use is not refused', async () => {
    // Given up before it is dialled: nothing leaves this machine.
    const given = { practice: false, signal: AbortSignal.abort() }
    expect((await ask('http://203.0.113.9:9/', given)).error).toContain('blocks may not ask there')
    expect((await ask('http://portal.contoso.com/', { ...given, names: { 'portal.contoso.com': '203.0.113.9:9' } })).error).toBe(
      'http://portal.contoso.com/ could not be asked (unknown).',
    )
  })
})
