import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { usedNames } from '../../../src/procedure/document/names-in-scope.ts'
import { linted, SCOPE } from '../linted.ts'

const GOOD: [title: string, role: Role, text: string, uses: string[]][] = [
  ['a line of text with a colon for each', 'read', 'Get-Thing | ForEach-Object { "$($_.Name): $($_.Status)" }', []],
  [
    'programs that show, without their ending',
    'read',
    'dnscmd /enumzones; dfsrmig /getglobalstate; manage-bde -status; icacls C:\\Windows; netdom query fsmo; klist; route print',
    [],
  ],
  [
    'cmdlets, members, script blocks',
    'run',
    "Get-ChildItem -LiteralPath $share -Filter ($database + '_*.trn') -File |\n  Where-Object { $_.Name -gt 'x' } |\n  ForEach-Object {\n    $copy = Join-Path $share $_.Name\n    if (-not (Test-Path -LiteralPath $copy) -or ((Get-Item -LiteralPath $copy).Length -ne $_.Length)) {\n      Copy-Item -LiteralPath $_.FullName -Destination $share\n    }\n  }",
    ['share', 'database'],
  ],
  [
    'programs that look, with words whose end is only known later',
    'check',
    '$status = w32tm.exe /query /status /computer:$database\n$fsmo = netdom.exe query /domain:$database fsmo\n$dc = nltest.exe /dsgetdc:contoso.com /force\n$here = hostname.exe\n@{ Done = [bool]$status; Detail = [string]$fsmo + $dc + $here }',
    ['database'],
  ],
  [
    'a check with a hashtable',
    'check',
    "$missing = @(Get-Thing -Name $database)\n@{ Done = ($missing.Count -eq 0); Detail = [string]$missing.Count + ' things' }",
    ['database'],
  ],
  [
    'a here-string',
    'run',
    `Set-Thing -Text @'
$whatever exit "
'@ -Other @"
Name $database $($share.Length)
"@`,
    ['database', 'share'],
  ],
  ['a string with a subexpression', 'run', `Set-Thing "a $($database + ')') b \`$no $share"`, ['database', 'share']],
  ['comments', 'run', '# exit $nothing\n<# iex\n $nothing #>\nSet-Thing # done', []],
  [
    'loops',
    'run',
    "foreach ($x in $share) { if ($x) { break } else { continue } }\nfor ($i = 0; $i -lt 3; $i++) { break }\nwhile ($true) { try { break } catch { continue } }\ndo { break } while ($true)\nswitch ($share) { 'a' { break } default { continue } }",
    ['share'],
  ],
  ['several assignments', 'run', '$a, $b = 1, 2; $a += $b; $c++; Get-Thing $c -ErrorVariable failed; Write-Output $failed', []],
  ['a function', 'run', 'function Get-Mine($x, [string]$y) { Get-Thing $x $y }\nGet-Mine 1 2', []],
  ['a function in a check', 'check', "function Find-It { Get-Thing }\n$x = Find-It; @{ Done = $true; Detail = 'x' }", []],
  ['a program', 'run', "& 'C:\\Tools\\x.exe' $share\nrobocopy.exe $share", ['share']],
  ['a script block that is called', 'run', '& { Set-Thing $share }', ['share']],
  [
    'arrays, types, indexes',
    'check',
    "$a = [int[]]@(1, 2); $b = $a[0]; $c = [string]::Join(1, 2); $d = @{ A = 1 }['A']; @{ Done = $true; Detail = 'x' }",
    [],
  ],
  ['redirection to nothing', 'check', "Get-Thing 2>$null > $null; Get-Thing *> $null; Get-Thing 2>&1; @{ Done = $true; Detail = 'x' }", []],
  ['a parameter with a colon', 'run', 'Set-Thing -Confirm:$false', []],
  ['a line that goes on', 'run', 'Set-Thing `\n  -Name $share', ['share']],
  ["a variable that is PowerShell's own in events only", 'run', '$event = Get-WinEvent -LogName System -MaxEvents 1; $event.Message', []],
  ["PowerShell's own variables", 'run', 'if ($LASTEXITCODE -ne 0 -or $? -eq $false) { throw "failed: $_" }', []],
  ['a braced variable', 'run', 'Set-Thing ${share} "x${database}y"', ['share', 'database']],
  ['words as arguments', 'run', 'Set-Thing exit iex Start-Process -Name exit', []],
  ['keys of a hashtable', 'run', 'Set-Thing @{ exit = 1\n iex = 2; if = 3 }', []],
  ['a pipeline over lines', 'run', 'Get-Thing |\n\n  Set-Thing', []],
  ['typographic quotes in comments', 'run', '# it’s “fine”\nSet-Thing', []],
  ['reading methods', 'check', "$a = $share.Trim().Split('\\').Count; $b = (Get-Thing).Where; @{ Done = $true; Detail = 'x' }", ['share']],
  [
    'write and wait',
    'check',
    "Write-Verbose 'x'; Start-Sleep -Seconds 1; Get-Thing | Select-Object -First 1 | Sort-Object | Measure-Object | ConvertTo-Json | Out-Null; @{ Done = $true; Detail = 'x' }",
    [],
  ],
  ['splatting a table', 'run', '$p = @{ Name = $share }\nSet-Thing @p', ['share']],
  ["a module's name", 'run', 'Lync\\Set-CsSite $share', ['share']],
  ['return and throw', 'run', "if ($share) { return }\nthrow 'x'", ['share']],
  ['script blocks by name', 'run', 'Get-Thing | ForEach-Object -Begin { 1 } -Process { $_ } | Where-Object -FilterScript { $_ }', []],
  [
    'loops with their braces on the next line',
    'run',
    "foreach ($x in 1)\n{ break }\nwhile ($true) { try { 1 } catch [string] { break } }\nswitch -Regex ($share) { 'a' { break } 1 { break } }",
    ['share'],
  ],
  ['a hash within a word', 'run', 'Set-Thing a#b $share; Set-Thing 1#b $database', ['share', 'database']],
  ['the simple form of Where-Object', 'read', "Get-Thing | Where-Object Name -eq 'x'", []],
  ['a condition as a method', 'run', '(Get-Thing).Where{ $_ }; (Get-Thing).ForEach({ $_ })', []],
  ['an object of .NET, read by two people', 'run', 'New-Object Net.WebClient', []],
  ['a preference of its own', 'run', "$ErrorActionPreference = 'Continue'", []],
  ['a method in an argument', 'run', 'Set-Thing $share.Trim().Length (Get-Thing x).Name.Trim() -Name $database', ['share', 'database']],
  ['lists of bare words over lines', 'read', 'Get-Thing a, b-c,\n  C:\\d, 10GB | Select-Object Name,Status,@{n="x";e={$_.a}}', []],
  ['a switch on one line', 'read', "switch ($share) { 'a' { 1 } default { 2 } }", ['share']],
  ['numbers', 'run', 'Set-Thing 10 0x1F 2.5 10kb -1 1..5', []],
]

test.each(GOOD)('a PowerShell block may have %s', (_, role, text, uses) => {
  expect(linted(lintPowershell, role, text)).toEqual([])
  expect(usedNames({ language: 'powershell', text }, SCOPE)).toEqual(uses)
})
