import { expect, test } from 'vitest'
import { CMDLET_PARAMETERS } from '../estate/powershell/commands/cmdlet-parameters.ts'
import type { WorkerContext } from './shells.ts'

const DECLARED = `
$common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
Get-Command -Module CountersignPractice -Name '*-Cs*' | ForEach-Object {
  $asks = $_.ScriptBlock.Attributes | Where-Object { $_ -is [System.Management.Automation.CmdletBindingAttribute] }
  $parameters = $_.Parameters.Values | Where-Object { $common -notcontains $_.Name } | ForEach-Object {
    $set = $_.Attributes | Where-Object { $_ -is [Parameter] }
    $_.Name + ' ' + $(if ($_.SwitchParameter) { 'switch' } else { 'value' }) + ' ' + $set.Mandatory + ' ' + $set.Position
  }
  [pscustomobject]@{ Name = $_.Name; Changes = $asks.SupportsShouldProcess; Asks = $asks.ConfirmImpact -eq 'High'; Parameters = @($parameters | Sort-Object) }
}`

/** Of a PowerShell that has the module. */
export function rulesOfTheCmdletTable(bench: WorkerContext): void {
  test('the module declares the very cmdlets and parameters that the stand-in knows', async () => {
    const { objects } = await bench.run(DECLARED)
    const known = Object.entries(CMDLET_PARAMETERS).map(([Name, { parameters, changes, asks }]) => ({
      Name,
      Changes: changes !== undefined,
      Asks: asks === true,
      Parameters: parameters
        .map((p) => `${p.name} ${p.kind} ${p.mandatory === true ? 'True' : 'False'} ${p.position ?? -2147483648}`)
        .toSorted((a, b) => a.localeCompare(b)),
    }))
    expect(objects).toEqual(known.toSorted((a, b) => a.Name.localeCompare(b.Name)))
  })
}
