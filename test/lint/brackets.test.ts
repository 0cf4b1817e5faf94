import { expect, test } from 'vitest'
import { lintPowershell } from '../../src/lint/powershell/lint.ts'
import { lintSql } from '../../src/lint/sql/lint.ts'
import { linted } from './linted.ts'

test.each<['sql' | 'powershell', string, string]>([
  ['sql', 'SELECT (1', '0: `(` begins here and never ends; close it'],
  ['sql', "PRINT\nN'(' + (N'a'));", '1: `)` closes nothing; remove it'],
  ['powershell', 'if ($true {\n  Get-Date\n}', '0: `(` begins here and never ends; close it'],
  ['powershell', 'if ($true) {\n  Get-Date', '0: `{` begins here and never ends; close it'],
  ['powershell', 'Get-Date\n}', '1: `}` closes nothing; remove it'],
  ['powershell', 'Write-Output @(1, 2}', '0: `}` closes nothing; close `(` before it'],
])('%s whose brackets come in no pairs is refused: %s', (language, text, fault) => {
  expect(linted(language === 'sql' ? lintSql : lintPowershell, 'run', text)).toContain(fault)
})

test.each<['sql' | 'powershell', string]>([
  ['sql', "PRINT N'(' /* ) */ -- (\n"],
  ['sql', 'SELECT [a)] FROM t'],
  ['powershell', 'Write-Output "$(Get-Date) )" # }'],
  ['powershell', "Write-Output @{ a = @('(', '}') }['a'][0]"],
  ['powershell', '[pscustomobject]@{ Done = $true; Detail = "a {0}" -f 1 }'],
])('what stands in texts and comments is no bracket: %s %s', (language, text) => {
  expect(
    linted(language === 'sql' ? lintSql : lintPowershell, 'run', text).filter((fault) => /closes nothing|never ends/.test(fault)),
  ).toEqual([])
})
