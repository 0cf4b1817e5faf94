import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    '-Swap',
    'run',
    'Set-CsPersistentChatActiveServer -Identity $share -Swap $share',
    ['0: `-Swap` turns active into inactive, so a second time undoes the first; name the servers that shall be active'],
  ],
  [
    '-Swap cut short',
    'run',
    'Set-CsPersistentChatActiveServer -Identity $share -Sw $share',
    ['0: `-Sw` may be short for `-Swap`; write the whole name of the parameter'],
  ],
  [
    '-Swap cut short by one',
    'run',
    'Set-CsPersistentChatActiveServer -Swa $share',
    ['0: `-Swa` may be short for `-Swap`; write the whole name of the parameter'],
  ],
  [
    'Swap in a table',
    'run',
    '$p = @{ Swap = 1 }; Set-Thing @p',
    ['0: `-Swap` turns active into inactive, so a second time undoes the first; name the servers that shall be active'],
  ],
  [
    'Swap in a string',
    'run',
    "$p = @{ 'swap' = 1 }; Set-Thing @p",
    ['0: `-Swap` turns active into inactive, so a second time undoes the first; name the servers that shall be active'],
  ],
  ['an alias that acts', 'run', 'ri $share', ['0: `ri` is an alias; write `Remove-Item`']],
  [
    'an alias that is a cmdlet only in Windows PowerShell',
    'run',
    'sc a b',
    ['0: `sc` is Set-Content in Windows PowerShell, and would write a file; write `sc.exe`'],
  ],
  [
    '% with a word',
    'run',
    '$share | % Delete',
    ['0: `ForEach-Object` calls whatever the word after it names; write `ForEach-Object { $_.Delete }`'],
  ],
  [
    'quotes within an argument',
    'run',
    'w32tm.exe /config /manualpeerlist:"a b"',
    ['0: the quotes after `/manualpeerlist:` begin within an argument; put them round the whole argument'],
  ],
  ['a back-tick in a name', 'run', 'Inv`oke-Expression $share', ['0: a back-tick outside a string hides what is meant; remove it']],
  ['a back-tick between', 'run', 'Set-Thing `n', ['0: a back-tick outside a string hides what is meant; remove it']],
  [
    'ForEach-Object with a word',
    'run',
    'Get-Thing | ForEach-Object Delete',
    ['0: `ForEach-Object` calls whatever the word after it names; write `ForEach-Object { $_.Delete }`'],
  ],
  [
    'ForEach-Object with a member name',
    'run',
    'Get-Thing | ForEach-Object -MemberName Delete',
    ['0: `ForEach-Object` calls whatever the word after it names; write `ForEach-Object { $_.Delete }`'],
  ],
  [
    'ForEach-Object with a variable',
    'run',
    'Get-Thing | ForEach-Object -Process $share',
    ['0: `ForEach-Object` calls whatever the word after it names; give it a script block in braces'],
  ],
  ['--%', 'run', 'x.exe --% $share', ['0: `--%` passes on the rest of the line unread; remove it']],
  ['param', 'run', 'param($x) Set-Thing', ['0: `param` has no place in a block; use the names of the document: they are there']],
  ['using', 'run', 'using module x', ['0: `using` has no place in a block; write plain statements']],
  ['class', 'run', 'class X { }', ['0: `class` has no place in a block; write plain statements']],
  ['trap', 'run', 'trap { continue }', ['0: `trap` has no place in a block; write plain statements']],
  ['workflow', 'run', 'workflow x { }', ['0: `workflow` has no place in a block; write plain statements']],
  ['configuration', 'run', 'configuration x { }', ['0: `configuration` has no place in a block; write plain statements']],
  ['enum', 'run', 'enum X { A }', ['0: `enum` has no place in a block; write plain statements']],
  [
    'a typographic quote as a quote',
    'run',
    'Set-Thing ‘abc’',
    [
      '0: PowerShell reads `‘` as a quote or a dash; write plain quotes and a plain hyphen',
      '0: PowerShell reads `’` as a quote or a dash; write plain quotes and a plain hyphen',
    ],
  ],
  [
    'a typographic dash',
    'run',
    'Set-Thing –Name x',
    ['0: PowerShell reads `–` as a quote or a dash; write plain quotes and a plain hyphen'],
  ],
  [
    'a typographic quote in a string',
    'run',
    "Set-Thing 'it’s'",
    ['0: PowerShell ends this string at a typographic quote; write plain quotes'],
  ],
  [
    'a typographic double quote in an expandable string',
    'run',
    'Set-Thing "a ” b"',
    ['0: PowerShell ends this string at a typographic quote; write plain quotes'],
  ],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})

test.each<[title: string, role: Role, text: string]>([
  ['% and ?', 'check', "Get-Thing | ? Name -eq 'x' | ? { $_.Name } | % { @{ Done = $true; Detail = $_.Name } }"],
  ['where, select and foreach after a pipe', 'read', 'Get-Thing | where { $_.Name } | select Name | foreach { $_.Name }'],
  ['a formatted table', 'read', 'gci $share | ft Name, Length -AutoSize'],
])('%s is read as the cmdlet that everybody means', (_, role, text) => {
  expect(linted(lintPowershell, role, text)).toEqual([])
})
