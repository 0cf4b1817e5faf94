/** A secret that a parameter names: sent by the worker that has it, and seen nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { PlannedBlock, PlannedStep, Target } from '../../src/procedure/plan-types.ts'
import type { Parameter } from '../../src/procedure/procedure.ts'
import type { RunState } from '../../src/run/state.ts'
import { runBlock, type BlockRun } from '../../src/worker/block/run-block.ts'
import { maskOf, secretsOf } from '../../src/worker/mask.ts'
import { lackingFor, missingSecrets } from '../../src/worker/missing-secrets.ts'
import type { Secret, SqlTarget } from '../../src/worker/options.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { echo } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { inEnglish } from './said.ts'

const SECRET = "hunter2's “key”"
const PARAMETERS = [{ name: 'pfx', type: { list: false, of: 'secret' }, ask: 'Which password?', line: 1 }] as Parameter[]
const dir = mkdtempSync(join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(dir, { recursive: true }))

const block = (language: 'sql' | 'powershell', text: string, uses: string[]): PlannedBlock => ({
  role: language === 'sql' ? 'read' : 'run',
  language,
  target: language === 'sql' ? 'SEC' : 'shell',
  text,
  uses,
  line: 7,
  ...(language === 'sql' && { database: 'master' }),
})

function blockRun(targets: Record<string, Target>): BlockRun {
  const procedure = { id: 'x', parameters: PARAMETERS, steps: [] } as unknown as BlockRun['state']['procedure']
  const state = { procedure, values: { pfx: 'chat-pfx' }, captures: {}, targets, plan: { targets } } as BlockRun['state']
  const step = { captures: {}, timeoutMs: 20_000 } as PlannedStep
  return { state, order: { item: 0 }, step, rowsBudget: 4000, timeoutMs: 20_000, signal: new AbortController().signal }
}

describe('a block is sent the secret in the place of its name', () => {
  test('SQL as a bound value, covered where the server repeats it', async () => {
    await using server = await startTiny({ 'SELECT @pfx': echo })
    const { port, ca } = server
    const secret = { secret: 'p@ss "한국어"' }
    const target: SqlTarget = {
      kind: 'sql-server',
      name: 'SEC',
      host: 'localhost',
      address: '127.0.0.1',
      port,
      user: 'dana',
      password: secret,
      ca,
    }
    const planned: Target = { kind: 'sql-server', name: 'SEC', host: 'localhost', instance: '', port, site: 'b', practice: true }
    const secrets: Record<string, Secret> = { 'chat-pfx': { secret: SECRET } }
    const sessions = new SessionPool('countersign/test/look')
    const shells = openShells(maskOf([]))
    const mask = maskOf(secretsOf([target], '', secrets))
    const context = { options: { name: 'anna', targets: { SEC: target }, files: dir, secrets }, mask, sessions, shells }
    const sent = await runBlock(context, { index: 0, block: block('sql', 'SELECT @pfx', ['pfx']) }, blockRun({ SEC: planned }))
    await sessions.close()
    await shells.close()
    expect(sent).toMatchObject({ how: 'done', result: { rows: [{ pfx: '••••••' }] } })
    expect(server.log.all.filter(({ text }) => text.includes('@pfx'))).toMatchObject([
      { text: 'SELECT @pfx', parameters: [{ name: 'pfx', type: 'nvarchar(4000)', value: SECRET }] },
    ])
  })

  test('PowerShell as a SecureString, and as its text where the block says so', async () => {
    const standIn = [process.execPath, join(import.meta.dirname, '../estate/powershell/stand-in.ts')]
    const shell = {
      kind: 'powershell' as const,
      name: 'shell',
      host: 'fe5',
      practice: true,
      modules: [],
      environment: { PATH: '' },
      standIn,
    }
    const planned: Target = { kind: 'powershell', name: 'shell', host: 'fe5', site: 'b', practice: true }
    const secrets: Record<string, Secret> = { 'chat-pfx': { secret: SECRET } }
    const shells = openShells(maskOf([]))
    const mask = maskOf(secretsOf([shell], '', secrets))
    const context = { options: { name: 'anna', targets: { shell }, files: dir, secrets }, mask, sessions: new SessionPool('x'), shells }
    const text = 'Write-Output $pfx.Length\nWrite-Output $pfx_text\nWrite-Error $pfx_text'
    const sent = await runBlock(context, { index: 0, block: block('powershell', text, ['pfx', 'pfx_text']) }, blockRun({ shell: planned }))
    await shells.close()
    expect(inEnglish(sent)).toMatchObject({ how: 'error', result: { rows: [{ value: SECRET.length }, { value: '••••••' }] } })
    expect(JSON.stringify(sent)).not.toContain('hunter2')
  })

  test('and not at all where this worker does not have it', async () => {
    const shell = { kind: 'powershell' as const, name: 'shell', host: 'fe5', practice: true, modules: [], environment: {} }
    const planned: Target = { kind: 'powershell', name: 'shell', host: 'fe5', site: 'b', practice: true }
    const context = {
      options: { name: 'anna', targets: { shell }, files: dir },
      mask: maskOf([]),
      sessions: new SessionPool('x'),
      shells: openShells(maskOf([])),
    }
    const sent = await runBlock(context, { index: 0, block: block('powershell', '$pfx', ['pfx']) }, blockRun({ shell: planned }))
    const message = 'Worker anna has no secret chat-pfx in its configuration. Add it there under `secrets`, and start the worker again.'
    expect(inEnglish(sent)).toMatchObject({ how: 'not-sent', result: { errors: [{ message, place: 'commands/x.md:7' }] } })
  })
})

describe('what a worker lacks is told before the gate', () => {
  const standing = (uses: string[], target = 'shell') => {
    const steps = [{ blocks: [{ ...block('powershell', '', uses), target }] }]
    const plan = { targets: {}, values: { pfx: 'chat-pfx' }, steps }
    return { plan, procedure: { parameters: PARAMETERS } } as unknown as Pick<RunState, 'plan' | 'procedure'>
  }
  const shell = { kind: 'powershell' as const, name: 'shell', host: 'fe5', practice: true, modules: [], environment: {} }
  const options = (secrets?: Record<string, Secret>) => ({ name: 'anna', targets: { shell }, files: dir, ...(secrets && { secrets }) })
  const nowhere = { of: { what: 'named', name: 'chat-pfx' }, from: { env: 'PFX' } } as const

  test.each<[string, string[], Record<string, Secret> | undefined, object[]]>([
    [
      'one that it does not know',
      ['pfx'],
      undefined,
      [{ target: 'shell', why: { is: 'unknown-secret', worker: 'anna', name: 'chat-pfx' } }],
    ],
    ['the text of one', ['pfx_text'], {}, [{ target: 'shell', why: { is: 'unknown-secret', worker: 'anna', name: 'chat-pfx' } }]],
    [
      'one whose reference leads nowhere',
      ['pfx'],
      { 'chat-pfx': { fault: { is: 'no-secret', ...nowhere } } },
      [{ target: 'shell', why: { is: 'secret-needed', ...nowhere } }],
    ],
    ['none that it has', ['pfx'], { 'chat-pfx': { secret: SECRET } }, []],
    ['none that no block is sent', ['other'], undefined, []],
  ])('%s', (_, uses, secrets, missing) => {
    expect(missingSecrets({ options: options(secrets) }, standing(uses))).toEqual(missing)
  })

  test('one that a sub-step sends, and one that is sent to each of a list', () => {
    const lacks = [{ target: 'shell', why: { is: 'unknown-secret', worker: 'anna', name: 'chat-pfx' } }]
    const { plan, procedure } = standing(['pfx'])
    const [blocks = []] = plan?.steps.map((step) => step.blocks) ?? []
    const of = (step: object) => ({ plan: { ...plan, steps: [step] }, procedure }) as unknown as Pick<RunState, 'plan' | 'procedure'>
    expect(missingSecrets({ options: options() }, of({ blocks: [], substeps: [{ blocks }] }))).toEqual(lacks)
    const listed = blocks.map((each) => ({ ...each, target: 'node', targets: ['elsewhere', 'shell'] }))
    expect(missingSecrets({ options: options() }, of({ blocks: listed }))).toEqual(lacks)
  })

  test('not one that only another site sends', () => {
    expect(missingSecrets({ options: options() }, standing(['pfx'], 'elsewhere'))).toEqual([])
  })

  test('what its own block needs keeps it from claiming', () => {
    expect(lackingFor(options(), standing(['pfx']), { uses: ['pfx'] })).toMatchObject([{ why: { is: 'unknown-secret' } }])
    expect(lackingFor(options(), standing(['pfx']), { uses: [] })).toEqual([])
  })
})

test('a key of several lines is covered line by line', () => {
  const mask = maskOf(secretsOf([], '', { key: { secret: '-----BEGIN\nMIIEvQIBADANBg\nshort\n' } }))
  expect(mask('a MIIEvQIBADANBg b short')).toBe('a •••••• b short')
})
