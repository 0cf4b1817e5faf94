/** Two blocks one after the other in one worker, of runs that know nothing of each other: nothing of the first is there for the second. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { told } from './shells.ts'
import type { WorkerContext } from './shells.ts'

/** A module that counts its calls. */
export const COUNTER_MODULE =
  '$script:count = 0\nfunction Get-CsCount { $script:count++; $script:count }\nfunction Set-CsEnvironment { $env:LEFT = "by a module" }'

/** What the first leaves behind; how the second asks, and what it is told in a PowerShell of its own. */
const LEFT: readonly (readonly [what: string, first: string, second: string, fresh: unknown])[] = [
  ['a variable', '$left = 1; Set-Variable -Name left -Scope Global -Value 1', '$null -eq $left', true],
  ['a function', 'function global:Remove-Item { }', '(Get-Command Remove-Item).CommandType', 'Cmdlet'],
  ['an alias', 'Set-Alias -Name left -Value Get-Date -Scope Global', '$null -eq (Get-Alias left -ErrorAction Ignore)', true],
  [
    'a drive',
    "New-PSDrive -Name left -PSProvider FileSystem -Root '/' -Scope Global | Out-Null",
    '$null -eq (Get-PSDrive left -ErrorAction Ignore)',
    true,
  ],
  ['default values', "$PSDefaultParameterValues['Get-Date:Year'] = 1999", '(Get-Date).Year -gt 1999', true],
  ['a preference', "Set-Variable -Name ErrorActionPreference -Scope Global -Value 'Ignore'", '$ErrorActionPreference', 'Stop'],
  ['the state of a module', 'Get-CsCount | Out-Null; Get-CsCount | Out-Null', 'Get-CsCount', 1],
  ['a module', 'Import-Module Microsoft.PowerShell.Archive', '@(Get-Module Microsoft.PowerShell.Archive).Count', 0],
  ['the location', 'Set-Location /', '(Get-Location).Path', process.cwd()],
  ['the directory of the process', "[Environment]::CurrentDirectory = '/'", '[Environment]::CurrentDirectory', process.cwd()],
  [
    'the culture',
    "[cultureinfo]::DefaultThreadCurrentCulture = 'de-DE'; [cultureinfo]::CurrentCulture = 'de-DE'",
    '(Get-Culture).Name -eq "de-DE"',
    false,
  ],
  ['the environment', "$env:LEFT = '1'", '$null -eq $env:LEFT', true],
  ['the environment, set by a module', 'Set-CsEnvironment', '$null -eq $env:LEFT', true],
  ['an event', 'Register-EngineEvent -SourceIdentifier left -Action { } | Out-Null', '@(Get-EventSubscriber).Count', 0],
  ['a job', 'Start-Job { Start-Sleep 600 } | Out-Null', '@(Get-Job).Count', 0],
  [
    'data of a type',
    'Update-TypeData -TypeName System.String -MemberType NoteProperty -MemberName Left -Value 1',
    "$null -eq 'x'.Left",
    true,
  ],
  ['a type', "Add-Type 'public class Left { public static int It = 1; }'", "$null -eq ('Left' -as [type])", true],
  [
    'what a type of .NET keeps',
    '[System.Net.ServicePointManager]::DefaultConnectionLimit = 77',
    '[System.Net.ServicePointManager]::DefaultConnectionLimit -eq 77',
    false,
  ],
]

export function rulesOfStrangers(bench: WorkerContext): void {
  test('a variable and a value of one block are not there for the next', async () => {
    await bench.run('$left = 5; $v', { values: { v: 'x' } })
    for (const purpose of ['act', 'look'] as const)
      expect(told(await bench.run('$null -eq $left; $null -eq $v', { purpose }))).toEqual({ type: 'completed', objects: [true, true] })
  })
}

/** In a host with the module above, of a PowerShell alone. `dir`: where a block may make a file. */
export function rulesOfStrangersInPowerShell(bench: WorkerContext, dir: string): void {
  test('nothing that a block can leave behind is there for the next', async () => {
    expect(told(await bench.run(LEFT.map(([, first]) => first).join('\n')))).toEqual({ type: 'completed', objects: [] })
    const { objects, errors } = await bench.run(LEFT.map(([, , second]) => second).join('\n'))
    expect(errors).toEqual([])
    expect(LEFT.map(([what], at) => [what, objects[at]])).toEqual(LEFT.map(([what, , , fresh]) => [what, fresh]))
  })

  describe('the process', () => {
    const pid = async (text: string, purpose: 'look' | 'act' = 'act') => {
      const outcome = await bench.run(text, { purpose, values: { it: 'x' } })
      expect(outcome.errors).toEqual([])
      return outcome.shell?.pid
    }

    test('stays when a block was made of what leaves nothing in it', async () => {
      const first = await pid('1')
      const text = `$a = @(1, 2) | Where-Object { $_ -gt 1 }; function Get-It { 'it' }; Get-It; New-Item -Path '${join(dir, 'made')}' -ItemType File -Force | Out-Null; Set-CsEnvironment; "$it"`
      expect(await pid(text)).toBe(first)
      expect(await pid('@{ Done = $true }', 'look')).toBe(first)
      expect(await pid('$null -eq $env:LEFT')).toBe(first)
      expect((await bench.run('$null -eq $env:LEFT; Get-CsCount', { purpose: 'look' })).objects).toEqual([true, 1])
    })
  })
}
