/** Blocks that look cannot write: kept by the host, which judges the text, and by the runspace alone where nobody judges it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { USUAL_READERS, withReaders } from '../../src/lint/usual-readers.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { inBothShells, inPowerShell, openBench, told } from './shells.ts'
import type { WorkerContext } from './shells.ts'
import { WRITER_MODULE, WRITING_LOOKS } from './writing-looks.ts'

const PARTS = join(import.meta.dirname, '../../src/worker/powershell/host')
const dir = mkdtempSync(join(tmpdir(), 'looks-'))
const MODULE = join(dir, 'Writer.psm1')
writeFileSync(MODULE, WRITER_MODULE)
afterAll(() => rmSync(dir, { recursive: true }))

/** A file that a block would change, and whether it did. */
function victim(name: string) {
  const folder = join(dir, name.replaceAll(' ', '-'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'victim.txt')
  writeFileSync(file, 'kept')
  const before = statSync(file).mtimeMs
  return { file, kept: () => readFileSync(file, 'utf8') === 'kept' && statSync(file).mtimeMs === before }
}

inBothShells((kind) => {
  let bench: WorkerContext
  beforeAll(() => {
    bench = openBench(kind.target())
  })
  afterAll(() => bench.shell.close())
  const look = (text: string, values = {}) => bench.run(text, { purpose: 'look', values, firstLine: 10 })

  test('a look answers with a hashtable, its answer first', async () => {
    const outcome = await look("@{ Detail = 'x' + $name; Done = $true }", { name: 'mgc' })
    expect(told(outcome)).toEqual({ type: 'completed', objects: [{ Done: true, Detail: 'xmgc' }] })
  })

  test('what is no reader is refused before anything runs, with its place and what to do', async () => {
    expect(told(await look("'before'\nStart-Sleep 0; Copy-Item x -Destination y"))).toEqual({
      type: 'failed',
      objects: [],
      errors: [
        {
          message:
            '`Copy-Item` is not in the list of what a block that looks may call. Move it into the `run` block, or add it to `readers` in the configuration if it changes nothing.',
          code: 'RefusedByHost',
          category: 'SecurityError',
          line: 11,
          column: 16,
        },
      ],
    })
  })

  test('an object is refused, and the hashtable is named', async () => {
    const { errors } = await look('[pscustomobject]@{ Done = $true }')
    expect(errors.map(({ message }) => message)).toEqual([
      'A block that looks may not make `[pscustomobject]`: answer with a hashtable, `@{ Done = ...; Detail = ... }`.',
    ])
  })

  test('a value stays as it was approved', async () => {
    const { errors } = await look("$name = 'other'", { name: 'mgc' })
    expect(errors.map(({ message }) => message)).toEqual(['The value `$name` stays as it was approved: choose another name.'])
  })

  test('a host that was given no list lets nothing look', async () => {
    const { readers: _readers, ...without } = kind.target()
    const other = openBench(without)
    const { type, errors } = await other.run('1', { purpose: 'look' })
    expect({ type, errors: errors.map(({ message }) => message) }).toEqual({
      type: 'failed',
      errors: ['The host was given no list of what a block that looks may call.'],
    })
    await other.shell.close()
  })
})

inPowerShell((kind) => {
  let reading: WorkerContext
  beforeAll(() => {
    reading = openBench(kind.target())
  })
  afterAll(() => reading.shell.close())

  test.each(['look', 'act'] as const)(
    'an alias of Windows means the same on every system in a block that has the purpose %s',
    async (purpose) => {
      const text =
        "[string]((3, 1, 2 | sort) -join ' '); (compare 1 2 | measure).Count; sleep 0; echo a; write b; [decimal]::Round(1.26, 1)"
      const { type, objects } = await reading.run(text, { purpose, values: {} })
      expect({ type, objects }).toEqual({ type: 'completed', objects: ['1 2 3', 2, 'a', 'b', '1.3'] })
    },
  )

  describe('a look that would write', () => {
    let bench: WorkerContext
    beforeAll(() => {
      bench = openBench({ ...kind.target(), readers: withReaders({ addresses: ['https://ok.example/read/'] }), modules: [MODULE] })
    })
    afterAll(() => bench.shell.close())

    test.each(WRITING_LOOKS)('is refused by the host before it runs: %s', async (what, text) => {
      const { file, kept } = victim(`host ${what}`)
      const { type, errors } = await bench.run(text, { purpose: 'look', values: { victim: file } })
      expect({ type, codes: [...new Set(errors.map(({ code }) => code))], kept: kept() }).toEqual({
        type: 'failed',
        codes: ['RefusedByHost'],
        kept: true,
      })
    })

    test.each([
      ['a file by a variable', "${Temp:x} = 'y'", 'A block that looks may not use `${Temp:x}`, which reaches beyond it.'],
      ['an environment variable', "$env:X = 'y'", 'A block that looks sets nothing but variables of its own, and not `$env:X`.'],
      [
        'another PowerShell for each item',
        '1 | ForEach-Object -Parallel { 1 }',
        '`ForEach-Object` may not be given `-Parallel` in a block that looks. Move it into the `run` block.',
      ],
      ['a command that is only known later', '& $name', 'A block that looks calls commands by their names.'],
      ['what every call is given', '$PSDefaultParameterValues = @{}', 'A block that looks gives its parameters where it calls.'],
      [
        'a writer under the name of a function that is never made',
        'if ($false) { function Remove-Item { } }; Remove-Item x',
        '`Remove-Item` is not in the list of what a block that looks may call. Move it into the `run` block, or add it to `readers` in the configuration if it changes nothing.',
      ],
      ['a method of each', "(Get-Item x).ForEach('Delete')", '`.ForEach()` is no method that only reads. Move it into the `run` block.'],
      ['a class', 'class A { }', 'A block that looks may not hold this (TypeDefinitionAst). Move it into the `run` block.'],
      [
        'a POST',
        "Invoke-RestMethod -Uri 'http://127.0.0.1:9/' -Method Post",
        '`Invoke-RestMethod` may be given as `-Method` in a block that looks nothing but: Get, Head. Move it into the `run` block.',
      ],
      [
        'a program with other arguments',
        'sc.exe stop dfsr',
        expect.stringMatching(/^`sc\.exe` only looks when its arguments begin with one of: \\\\\* query; query; /),
      ],
      [
        'a second order of a program',
        'repadmin /showrepl dc1 /syncall',
        '`repadmin.exe` may not be given `/syncall` in a block that looks. Move it into the `run` block.',
      ],
      [
        'an order that somebody typed',
        'repadmin /showrepl $order',
        'The value of `$order` would be an option, or several words, to `repadmin.exe`: `/syncall`.',
      ],
      [
        'an order within a value, which Windows PowerShell lets out',
        'w32tm.exe /query /computer:$quoted',
        'The value of `$quoted` would be an option, or several words, to `w32tm.exe`: `dc1" /resync "`.',
      ],
      [
        'an order that a variable of the block is',
        "$x = '/syncall'; repadmin /showrepl $x",
        '`repadmin.exe` may not be given `$x` in a block that looks. Move it into the `run` block.',
      ],
      [
        'an order behind one that only looks alone',
        'net start spooler',
        expect.stringMatching(/^`net\.exe` only looks when its arguments begin with one of: view; statistics; share <end>; /),
      ],
      [
        'a POST to one address with another beside it',
        "Invoke-RestMethod -Uri 'http://127.0.0.1:9/' -Method Post -UserAgent 'https://ok.example/read/'",
        '`Invoke-RestMethod` may be given as `-Method` in a block that looks nothing but: Get, Head. Move it into the `run` block.',
      ],
      [
        'a method of a type that writes',
        '[regex]::CompileToAssembly(1, 2)',
        '`.CompileToAssembly()` is no method that only reads. Move it into the `run` block.',
      ],
      [
        'part of a table that was something else meanwhile',
        "$x = @{ a = 1 }; foreach ($x in (Get-Item .)) { $x.LastWriteTime = '2001-01-01' }",
        'A block that looks sets nothing but variables of its own, and not `$x.LastWriteTime`.',
      ],
      [
        'orders for a program',
        "'ls -d a > b.txt' | nslookup.exe",
        'What `nslookup.exe` is given by the pipeline may be orders: give it arguments.',
      ],
      ['a value in a loop', 'foreach ($name in 1..2) { }', 'The value `$name` stays as it was approved: choose another name.'],
      ['a value as a parameter', '& { param($name) $name } 5', 'The value `$name` stays as it was approved: choose another name.'],
    ])('is refused with its reason: %s', async (_, text, message) => {
      const { errors } = await bench.run(text, { purpose: 'look', values: { name: 'mgc', order: '/syncall', quoted: 'dc1" /resync "' } })
      expect(errors.map((error) => error.message)).toContainEqual(message)
    })
  })

  test('what looks and would write is stopped by the runspace alone, too', () => {
    const found = findShell(kind.target(), 'host.ps1', process.platform)
    if ('code' in found) throw new Error(found.sentence)
    const victims = WRITING_LOOKS.map(([what]) => victim(`alone ${what}`))
    const texts = WRITING_LOOKS.map(([, text], at) => ({ text, victim: victims[at]?.file }))
    const asked = JSON.stringify({
      readers: USUAL_READERS,
      modules: [MODULE],
      texts: [...texts, { text: 'Get-CsName $victim; (Get-Item $victim).Name', victim: victims[0]?.file }],
    })
    const args = ['-NoProfile', '-NonInteractive', '-File', join(import.meta.dirname, 'look-runspace.ps1'), '-Parts', PARTS]
    const { stdout, stderr } = spawnSync(found.program, args, { input: asked, env: kind.target().environment, encoding: 'utf8' })
    expect(stderr).toBe('')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { why: string; output: string[] })
    const ways = WRITING_LOOKS.map(([what], at) => ({ what, kept: victims[at]?.kept() }))
    expect(ways).toEqual(WRITING_LOOKS.map(([what]) => ({ what, kept: true })))
    // The same runspace reads: it was not merely broken.
    expect(lines.at(-1)).toEqual({ why: '', output: ['victim.txt', 'victim.txt'] })
  })

  test('a program of the list runs where it stands in the PATH, behind folders that are not there', async () => {
    const folder = mkdtempSync(join(dir, 'programs-'))
    for (const name of ['Reads.exe', 'writes.exe']) writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} "$@"\n`, { mode: 0o755 })
    const target = kind.target()
    const PATH = [join(dir, 'nowhere'), target.environment.PATH, folder].join(delimiter)
    const readers = withReaders({ programs: ['Reads.exe', 'absent.exe'].map((name) => ({ name, arguments: [['/state']] })) })
    const bench = openBench({ ...target, readers, environment: { ...target.environment, PATH } })
    const look = async (text: string) => told(await bench.run(text, { purpose: 'look' }))
    expect(await look('Reads.exe /state')).toEqual({ type: 'completed', objects: ['Reads.exe /state'] })
    expect(await look('absent.exe /state')).toMatchObject({ type: 'failed', errors: [{ code: 'CommandNotFoundException' }] })
    expect(await look('writes.exe /state')).toMatchObject({ type: 'failed', errors: [{ code: 'RefusedByHost' }] })
    await bench.shell.close()
  })

  test.each([
    [
      "'a', 'bb' | ? Length -gt 1 | where { $_ } | select -First 1 | % { $_ }; ('a', 'a' | measure).Count; ('c' | group).Name",
      ['bb', 2, 'c'],
    ],
    ["@('a', 'b') | Where-Object Length -eq 1 | Measure-Object | ForEach-Object { $_.Count }", [2]],
    ["(Get-Date '2026-01-01').AddDays(1).Year; 'a'.ToUpper(); ('a b' -split ' ').Count; 'x' -match 'X'", [2026, 'A', 2, true]],
    [
      "Get-Item -LiteralPath $folder | Select-Object Name, @{ n = 'Long'; e = { $_.Name.Length -gt 3 } } | ForEach-Object { $_.Long }",
      [true],
    ],
    [
      "$found = @{}; $found['a'] = 1; $found.Count; [int]'7'; [datetime]'2026-01-01' -lt (Get-Date); \"$($found.Count)\"",
      [1, 7, true, '1'],
    ],
    [
      "function Find-It([string]$it) { $it + '!' }; Find-It 'x'; switch (2) { 1 { 'one' } default { 'more' } }; try { throw 'x' } catch { $_.Exception.Message }",
      ['x!', 'more', 'x'],
    ],
    [
      '$null = Get-Item -LiteralPath $folder; Test-Path -LiteralPath $folder; Get-ChildItem $folder 2>$null | Out-Null; $env:HOME.Length -gt 0',
      [true, true],
    ],
    ["@{ Done = $null; Detail = 'x' }.Detail; ([ordered]@{ b = 1; a = 2 }).Keys -join ','", ['x', 'b,a']],
  ])('a look that only looks runs: %s', async (text, objects) => {
    expect(told(await reading.run(text, { purpose: 'look', values: { folder: dir } }))).toEqual({ type: 'completed', objects })
  })
})
