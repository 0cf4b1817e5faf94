import { expect, test } from 'vitest'
import { told } from './shells.ts'
import type { WorkerContext } from './shells.ts'

export function rulesOfLooks(bench: WorkerContext): void {
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
}

export function rulesOfNoList(bench: WorkerContext): void {
  test('a host that was given no list lets nothing look', async () => {
    const { type, errors } = await bench.run('1', { purpose: 'look' })
    expect({ type, errors: errors.map(({ message }) => message) }).toEqual({
      type: 'failed',
      errors: ['The host was given no list of what a block that looks may call.'],
    })
  })
}

/** Of a PowerShell alone. */
export function rulesOfLooksInPowerShell(bench: WorkerContext): void {
  test.each(['look', 'act'] as const)(
    'an alias of Windows means the same on every system in a block that has the purpose %s',
    async (purpose) => {
      const text =
        "[string]((3, 1, 2 | sort) -join ' '); (compare 1 2 | measure).Count; sleep 0; echo a; write b; [decimal]::Round(1.26, 1)"
      const { type, objects } = await bench.run(text, { purpose, values: {} })
      expect({ type, objects }).toEqual({ type: 'completed', objects: ['1 2 3', 2, 'a', 'b', '1.3'] })
    },
  )

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
    expect(told(await bench.run(text, { purpose: 'look', values: { folder: import.meta.dirname } }))).toEqual({
      type: 'completed',
      objects,
    })
  })
}
