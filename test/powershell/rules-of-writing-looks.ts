/** Blocks that look cannot write: kept by the host, which judges the text, and by the runspace alone where nobody judges it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { USUAL_READERS } from '../../src/lint/usual-readers.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { told } from './shells.ts'
import type { ShellKind, WorkerContext } from './shells.ts'
import { WRITING_LOOKS } from './writing-looks.ts'

const PARTS = join(import.meta.dirname, '../../src/worker/powershell/host')

/** A file that a block would change, and whether it did. */
function victimIn(dir: string, name: string) {
  const folder = join(dir, name.replaceAll(' ', '-'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'victim.txt')
  writeFileSync(file, 'kept')
  const before = statSync(file).mtimeMs
  return { file, kept: () => readFileSync(file, 'utf8') === 'kept' && statSync(file).mtimeMs === before }
}

/** `dir`: where the files that they would change may stand. */
export function rulesOfWritingLooks(bench: WorkerContext, dir: string): void {
  test.each(WRITING_LOOKS)('is refused by the host before it runs: %s', async (what, text) => {
    const { file, kept } = victimIn(dir, `host ${what}`)
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
}

export function rulesOfTheRunspaceAlone(kind: ShellKind, module: string, dir: string): void {
  test('what looks and would write is stopped by the runspace alone, too', () => {
    const found = findShell(kind.target(), 'host.ps1', process.platform)
    if ('code' in found) throw new Error(found.code)
    const victims = WRITING_LOOKS.map(([what]) => victimIn(dir, `alone ${what}`))
    const texts = WRITING_LOOKS.map(([, text], at) => ({ text, victim: victims[at]?.file }))
    const asked = JSON.stringify({
      readers: USUAL_READERS,
      modules: [module],
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
}

/** `Reads.exe` stands in the PATH and may be called, `absent.exe` may be called, `writes.exe` stands in the PATH. */
export function rulesOfPrograms(bench: WorkerContext): void {
  test('a program of the list runs where it stands in the PATH, behind folders that are not there', async () => {
    const look = async (text: string) => told(await bench.run(text, { purpose: 'look' }))
    expect(await look('Reads.exe /state')).toEqual({ type: 'completed', objects: ['Reads.exe /state'] })
    expect(await look('absent.exe /state')).toMatchObject({ type: 'failed', errors: [{ code: 'CommandNotFoundException' }] })
    expect(await look('writes.exe /state')).toMatchObject({ type: 'failed', errors: [{ code: 'RefusedByHost' }] })
  })
}
