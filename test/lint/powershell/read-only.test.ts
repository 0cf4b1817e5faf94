import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'an instant with its zone in a check',
    'check',
    "@{ Done = (Get-Date) -ge [datetimeoffset]$share; Detail = 'x' }",
    [
      '0: a `check` block only reads, and making a `[datetimeoffset]` may do more; use `[datetime]`: a text with its zone becomes the same moment in local time, as `Get-Date` tells it',
    ],
  ],
  [
    'a writing cmdlet in a check',
    'check',
    "Remove-Item $share; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a program in a check',
    'check',
    "x.exe; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `x.exe` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet in a string of a check',
    'check',
    '$x = "a $(Remove-Item $share)"; @{ Done = $true; Detail = \'x\' }',
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet in a table of a check',
    'check',
    "$x = @{ A = Remove-Item $share }; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet on a line after a comma',
    'check',
    "$x = 'a',\n 'b'\nRemove-Item $share; @{ Done = $true; Detail = 'x' }",
    [
      '2: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet after an else',
    'check',
    "if ($share) { 1 } else { Remove-Item $share }; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet after return',
    'check',
    "if ($share) { return Remove-Item $share }; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing cmdlet after a bracket',
    'check',
    "if ($share) { 1 } Remove-Item $share; @{ Done = $true; Detail = 'x' }",
    [
      '0: a `check` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  ],
  [
    'a writing method in a before',
    'before',
    '(Get-Thing).Delete(); @{ Ok = 1 }',
    ['0: a `before` block only reads, and `.Delete()` may do more; move it into the `run` block'],
  ],
  [
    'a property that is set in a read',
    'read',
    '(Get-Thing).IsReadOnly = $true',
    ['0: a `read` block only reads, and setting a part of `(Get-Thing).IsReadOnly` does more; move it into the `run` block'],
  ],
  [
    'a property that is counted up in a read',
    'read',
    '$x = Get-Thing; $x.Count++',
    ['0: a `read` block only reads, and setting `.Count` does more; move it into the `run` block'],
  ],
  [
    'a file that is written in a check',
    'check',
    "Get-Thing > $share; @{ Done = $true; Detail = 'x' }",
    ['0: a `check` block only reads, and `>` writes a file; move it into the `run` block'],
  ],
  [
    'a file that is added to in a check',
    'check',
    "Get-Thing 2>> x.txt; @{ Done = $true; Detail = 'x' }",
    ['0: a `check` block only reads, and `>>` writes a file; move it into the `run` block'],
  ],
  [
    '-WhatIf in a check',
    'check',
    "Get-Thing -WhatIf; @{ Done = $true; Detail = 'x' }",
    ['0: a `check` block only reads, and `-WhatIf` is not harmless with every cmdlet; leave it out'],
  ],
  [
    'a check without Done',
    'check',
    '@{ Don = $true }',
    ['0: this `check` block gives no `Done`; end with one hashtable: @{ Done = …; Detail = … }'],
  ],
  [
    'a before without Ok',
    'before',
    '@{ Okay = $true }',
    ['0: this `before` block gives no `Ok`; end with one hashtable: @{ Ok = …; Detail = … }'],
  ],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})
