import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { maskOf, secretsOf } from '../../src/worker/mask.ts'
import type { ShellTarget } from '../../src/worker/options.ts'
import { runShellBlock, type ShellBlock } from '../../src/worker/powershell/block.ts'
import { fitResults } from '../../src/worker/block/fit-results.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { inEnglish } from './said.ts'

const SECRET = 'geheim & "quoted"'
const files = mkdtempSync(join(tmpdir(), 'worker-shell-'))
const target: ShellTarget = {
  kind: 'powershell',
  name: 'management',
  host: 'fe5.contoso.com',
  practice: true,
  modules: [],
  // No PATH: no PowerShell is found, and the stand-in is what is left.
  environment: { PATH: '', TOKEN: { secret: SECRET } },
  standIn: [process.execPath, join(import.meta.dirname, '../estate/powershell/stand-in.ts')],
}
const context = { shells: openShells(maskOf([])), mask: maskOf(secretsOf([target])) }
afterAll(async () => {
  await context.shells.close()
  rmSync(files, { recursive: true })
})

const run = async (text: string, more: Partial<ShellBlock> = {}) =>
  inEnglish(
    await runShellBlock(context, target, {
      index: 1,
      block: { role: 'check', language: 'powershell', target: 'management', text, uses: [], line: 100 },
      file: 'commands/x.md',
      values: {},
      captures: [],
      rowsBudget: 300,
      files,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
      ...more,
    }),
  )

test('an object becomes a row of its properties, and values arrive as variables', async () => {
  const { how, result } = await run('@{ Done = $false; Detail = $name }', { values: { name: "mgc'; $(Stop-Computer)" } })
  expect(how).toBe('done')
  expect(result).toMatchObject({
    block: 1,
    target: 'management',
    ok: true,
    rows: [{ Done: false, Detail: "mgc'; $(Stop-Computer)" }],
    rowCount: 1,
    errors: [],
  })
})

test('an error carries its line of the document, and secrets are covered wherever they come out', async () => {
  const { how, result } = await run('Write-Output $secret\nWrite-Error $secret', { values: { secret: SECRET } })
  expect(how).toBe('error')
  expect(result).toMatchObject({
    ok: false,
    rows: [{ value: '••••••' }],
    errors: [{ message: expect.stringContaining('••••••'), place: 'commands/x.md:101' }],
  })
  expect(JSON.stringify(result)).not.toContain('geheim')
})

test('what is left of a secret where the host has cut a text is covered too', async () => {
  const { result } = await run('$long; Write-Error $far', {
    rowsBudget: 4_000,
    values: { long: `${'x'.repeat(7_990)}${SECRET}`, far: `${'x'.repeat(999_990)}${SECRET}` },
  })
  expect(result.rows[0]?.['value']).toMatch(/^x+ … \d+ more characters … x+•••••• \(\d+ more characters\)$/)
  expect(result.errors[0]?.message).toMatch(/x•••••• \(\d+ more characters\)$/)
  const told: string[] = []
  await run("Write-Progress -Activity $long -Status 'on its way'; Start-Sleep -Milliseconds 400", {
    values: { long: `${'x'.repeat(190)}${SECRET}` },
    onProgress: ({ text }) => told.push(context.mask(text)),
  })
  expect(told).toEqual([`${'x'.repeat(190)}•••••• (7 more characters): on its way`])
})

test('more output than an entry takes is cut, counted and whole in a file', async () => {
  const { result } = await run('$list', { values: { list: Array.from({ length: 60 }, (_, n) => `file ${n} of many`) } })
  expect(result.rows.length).toBeLessThan(20)
  expect(result.rowCount).toBe(60)
  expect(
    readFileSync(join(files, `${result.file?.sha256}.jsonl`), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(60)
})

test('where the whole cannot be kept, that is said, and the block has run all the same', async () => {
  const list = Array.from({ length: 60 }, (_, n) => `file ${n} of many`)
  const { how, result } = await run("Write-Verbose 'x'; $list", { values: { list }, files: '/dev/null/nowhere' })
  expect(how).toBe('done')
  expect(result).not.toHaveProperty('file')
  expect(result).toMatchObject({ ok: true, rowCount: 60 })
  expect(result.messages.at(-1)).toBe(
    'Not all rows are shown, and the whole could not be kept in /dev/null/nowhere (ENOTDIR): make room there, or give the folder to the worker.',
  )
})

test('a block that takes too long, or is told to stop, is stopped, and that is said', async () => {
  const late = await run('Start-Sleep -Seconds 600', { timeoutMs: 1000 })
  expect(late).toMatchObject({
    how: 'stopped',
    result: {
      ok: false,
      errors: [
        {
          message: 'It took longer than the 1 s that the document allows, and was stopped; what it had done until then stays.',
          place: 'commands/x.md:100',
        },
      ],
    },
  })
  const stop = new AbortController()
  const asked = await run("Write-Progress -Activity 'at work'; Start-Sleep -Seconds 600", {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  })
  expect(asked).toMatchObject({
    how: 'stopped',
    result: {
      ok: false,
      errors: [{ message: 'It was told to stop, and was stopped; what it had done until then stays.', place: 'commands/x.md:100' }],
    },
  })
})

test('a PowerShell that does not start is said with its own words, and nothing was sent', async () => {
  const standIn = [process.execPath, '-e', 'console.error("no licence"); process.exit(3)']
  const broken = openShells(maskOf([]))
  const { how, result } = await runShellBlock(
    { ...context, shells: broken },
    { ...target, name: 'broken', standIn },
    {
      index: 0,
      block: { role: 'run', language: 'powershell', target: 'broken', text: '1', uses: [], line: 7 },
      file: 'commands/x.md',
      values: {},
      captures: [],
      rowsBudget: 300,
      files,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
    },
  )
  await broken.close()
  expect(how).toBe('not-sent')
  expect(inEnglish(result.errors)).toEqual([
    { message: 'PowerShell for target broken did not start: it ended with exit code 3; no licence', place: 'commands/x.md:7' },
  ])
})

test('a secret that is missing is named by its reference, and nothing is started', async () => {
  const why = 'TOKEN of other is to come from the environment variable TOKEN, which is not set. Set it for this process.'
  const { how, result } = await runShellBlock(
    context,
    {
      ...target,
      name: 'other',
      environment: {
        TOKEN: { fault: { is: 'no-secret', of: { what: 'variable', target: 'other', name: 'TOKEN' }, from: { env: 'TOKEN' } } },
      },
    },
    {
      index: 0,
      block: { role: 'check', language: 'powershell', target: 'other', text: '1', uses: [], line: 7 },
      file: 'commands/x.md',
      values: {},
      captures: [],
      rowsBudget: 300,
      files,
      timeoutMs: 1_000,
      signal: new AbortController().signal,
    },
  )
  expect(how).toBe('not-sent')
  expect(inEnglish(result.errors)).toEqual([{ message: why, place: 'commands/x.md:7' }])
})

test('of a thousand messages the first and the last are kept, the middle is counted, and the whole is in a file', async () => {
  const { result } = await run('foreach ($i in 1..1000) { Write-Warning "line $i" }')
  const [fitted] = fitResults([result], false, files)
  const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `warning: line ${from + at}`)
  expect(inEnglish(fitted?.messages)).toEqual([...lines(1, 6), '… 988 more messages …', ...lines(995, 1000)])
  expect(fitted?.said).toMatchObject({ messages: 1000, errors: 0 })
  const whole = readFileSync(join(files, `${fitted?.said?.file?.sha256}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
  expect(whole.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(lines(1, 1000))
})

test('objects that PowerShell keeps for itself are counted, and that is said', async () => {
  const { result } = await run('foreach ($i in 1..1200) { $i }')
  expect(result.rowCount).toBe(1200)
  expect(result.messages).toEqual([
    '200 of 1200 objects were not taken out of PowerShell, and stand in no file: 1,000 objects or 1 MB of a block are. Select what matters in the document.',
  ])
})
