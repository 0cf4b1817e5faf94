/** A value is bound once, for good: whatever would put another in its place fails, and says so. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { BlockOutcome } from '../../src/worker/powershell/outcome.ts'
import { told } from './shells.ts'
import type { ShellKind, WorkerContext } from './shells.ts'
import { toldSaid, type InEnglish } from '../worker/said.ts'

const VALUES = { share: '\\\\files\\one', hosts: ['pc5', 'pc6'], number: 3, path: 'p', name: 'n' }

const CONSTANT = 'Cannot overwrite variable share because it is read-only or constant.'

/** Each fails a block alike: PowerShell, which needs a new process after it, is asked of all but the first in one block. */
const OTHERS = ["$share = 'other'", '$share += 1', 'foreach ($share in 1..2) { 1 }', "1 | ForEach-Object { $share = 'other' }"]

export function rulesOfBoundValues(bench: WorkerContext, kind: ShellKind): void {
  test.each(kind.standIn ? OTHERS : OTHERS.slice(0, 1))('%s fails, and the block with it', async (text) => {
    const { type, errors, objects } = await bench.run(`${text}; $share`, { values: VALUES })
    expect({ type, objects, messages: errors.map(({ message }) => message) }).toEqual({ type: 'failed', objects: [], messages: [CONSTANT] })
  })

  test('a secret is a SecureString, and its text only where that was asked for; NULL is $null', async () => {
    const values = { password: { secure: 'hunter2' }, password_text: 'hunter2', site: null }
    expect(told(await bench.run('$password.Length; $password_text; $null -eq $site', { values }))).toEqual({
      type: 'completed',
      objects: [7, 'hunter2', true],
    })
  })

  test('a list is still read as a list', async () => {
    const text = `$hosts.Count; $hosts[0]; $hosts[-1]; $hosts -contains 'PC5'; foreach ($h in $hosts) { $h }; @($hosts | Where-Object { $_ -eq 'pc6' }).Count
      ($hosts -join '+'); [string]$hosts; "$hosts"; @($hosts).Count; ($hosts + @('pc7')).Count; $more = @('a'); $more += $hosts; $more.Count; $hosts`
    expect(told(await bench.run(text, { values: VALUES }))).toEqual({
      type: 'completed',
      objects: [2, 'pc5', 'pc6', true, 'pc5', 'pc6', 1, 'pc5+pc6', 'pc5 pc6', 'pc5 pc6', 2, 3, 3, 'pc5', 'pc6'],
    })
  })
}

/** Of a PowerShell alone. */
export function rulesOfBoundValuesInPowerShell(bench: WorkerContext): void {
  // PowerShell needs a new process after each of these: they are asked in one block.
  describe('of what cannot be put back', () => {
    const ways = [
      'Get-Date -OutVariable share | Out-Null',
      'Get-Date -OutVariable +share | Out-Null',
      'Get-Date -PipelineVariable share | ForEach-Object { 1 }',
      "Set-Variable -Name share -Value 'other' -Force",
      "Set-Variable -Name share -Value 'other' -Scope Local",
      "New-Variable -Name share -Value 'other' -Force",
      'Remove-Variable -Name share -Force',
      'Clear-Variable -Name share -Force',
      "$ExecutionContext.SessionState.PSVariable.Set('share', 'other')",
      "([ref]$share).Value = 'other'",
      "$local:share = 'other'",
      "${variable:share} = 'other'",
      "function Use-It { $share = 'other'; $share }; Use-It",
      "& { param($share) $share } 'other'",
      '$a, $share = 1, 2',
      'for ($number = 0; $number -lt 1; $number++) { }',
      '$number++',
      "$hosts[0] = 'other'",
      "$hosts.SetValue('other', 0)",
      "$hosts.Add('other')",
      '$hosts += 1',
    ]
    const text = ways.map((way) => `try { ${way}; 'went on' } catch { 'failed' }`).join('\n')
    const others = OTHERS.slice(1).map((way) => `try { ${way}; 'went on' } catch { $_.Exception.Message }`)
    const lists = `function Use-Them([string[]]$Them) { $Them.Count; $Them.GetType().Name }; Use-Them $hosts; $hosts | ForEach-Object { $_.ToUpper() }
      $hosts.Length; [string]::Join(',', $hosts); ConvertTo-Json -InputObject @{ Replace = $hosts } -Compress; $hosts.Where({ $_ -eq 'pc6' }).Count; ([array]$hosts).Count
      $a, $b = $hosts; $b; ($hosts | Sort-Object -Descending)[0]; Compare-Object $hosts @('pc5') | ForEach-Object { $_.InputObject }; switch ($hosts) { 'pc6' { 'six' } }`
    const listed = [2, 'String[]', 'PC5', 'PC6', 2, 'pc5,pc6', '{"Replace":["pc5","pc6"]}', 1, 2, 'pc6', 'pc6', 'pc6', 'six']
    const secret = `(New-Object PSCredential 'x', $password).GetNetworkCredential().Password; [string]$password
      try { $password.AppendChar('x') } catch { 'read-only' }`
    let outcome: InEnglish<BlockOutcome>
    beforeAll(async () => {
      // A method that takes an array is given a copy.
      const asked = [secret, text, ...others, '[array]::Reverse($hosts); $share; $number; $hosts', lists].join('\n')
      outcome = await bench.run(asked, { values: { ...VALUES, password: { secure: 'hunter 2é' } } })
      expect(outcome).toMatchObject({ type: 'completed', errors: [] })
    })

    test('a SecureString opens what a password opens, cannot be changed, and does not say what it holds', () => {
      expect(outcome.objects.slice(0, 3)).toEqual(['hunter 2é', 'System.Security.SecureString', 'read-only'])
    })

    test('whatever would put another value in its place fails, where it acts; a list goes where an array goes', () => {
      const objects = outcome.objects.slice(3)
      expect(ways.map((way, at) => [way, objects[at]])).toEqual(ways.map((way) => [way, 'failed']))
      expect(objects.slice(ways.length)).toEqual([...others.map(() => CONSTANT), '\\\\files\\one', 3, 'pc5', 'pc6', ...listed])
    })
  })

  test('a module that the block loads meets no value that has the name of a variable of its own', async () => {
    const { type, errors } = await bench.run("Compress-Archive -Path $folder -DestinationPath (Join-Path $folder '../nowhere/x.zip')", {
      values: { ...VALUES, folder: import.meta.dirname, destinationPath: 'x', archiveFileExtension: 'x', cmdletName: 'x' },
    })
    // What it says is its own, not that a variable cannot be overwritten.
    expect({ type, constant: errors.some(({ message }) => toldSaid(message).includes('read-only or constant')) }).toEqual({
      type: 'failed',
      constant: false,
    })
  })
}
