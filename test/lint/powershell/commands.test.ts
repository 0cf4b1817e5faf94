import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'Invoke-Expression',
    'run',
    'Invoke-Expression $share',
    ['0: `Invoke-Expression` is refused: it runs a text as a program; write the command itself'],
  ],
  ['iex on a later line', 'run', 'Set-Thing\niex $share', ['1: `iex` is refused: it runs a text as a program; write the command itself']],
  ['iex after a pipe', 'run', '$share | iex', ['0: `iex` is refused: it runs a text as a program; write the command itself']],
  [
    'cmd that takes back the code of a program',
    'run',
    "robocopy C:\\a D:\\b; cmd.exe /c 'exit 0'\ncmd /c exit 0",
    [
      '0: `cmd.exe` is refused: it runs a text as a program; set `$PSNativeCommandUseErrorActionPreference = $false` before the program whose codes mean more than failure, and throw where `$LASTEXITCODE` says so',
      '1: `cmd` is refused: it runs a text as a program; set `$PSNativeCommandUseErrorActionPreference = $false` before the program whose codes mean more than failure, and throw where `$LASTEXITCODE` says so',
    ],
  ],
  ['cmd', 'run', 'cmd /c $share', ['0: `cmd` is refused: it runs a text as a program; write the command itself']],
  [
    'Add-Type',
    'run',
    "Add-Type 'x'",
    ['0: `Add-Type` is refused: it loads code that is not in this document; leave loading to the worker'],
  ],
  [
    'Invoke-Command',
    'run',
    'Invoke-Command { Set-Thing }',
    [
      '0: `Invoke-Command` is refused: it runs somewhere else than the fence says; name the target in `on=`; in a step with `each`, use a command that is told its machine by `-ComputerName`',
    ],
  ],
  [
    'Start-Process',
    'run',
    'start-process x',
    [
      '0: `start-process` is refused: it runs on after the block, and nothing can stop or judge it; add `-Wait`, or call the program by its name',
    ],
  ],
  [
    'Register-ObjectEvent',
    'run',
    'Register-ObjectEvent $share',
    ['0: `Register-ObjectEvent` is refused: it runs on after the block, and nothing can stop or judge it; write it as one block'],
  ],
  ['wmic', 'run', 'wmic os get Caption', ['0: `wmic` is refused: it runs a text as a program; write `Get-CimInstance`']],
  [
    'Get-Credential',
    'run',
    '$c = Get-Credential',
    [
      '0: `Get-Credential` is refused: nobody is there to answer; keep the password in a vault, or in a file that the account of the target may read',
    ],
  ],
  [
    'a path in braces whose drive is only known later',
    'run',
    '1 | Remove-Item -Path { "$($share):x" }',
    ['0: the drive of this path is only known later, and may be one where names get their meaning; write the drive'],
  ],
  [
    'a path in the braces of each whose drive is only known later',
    'run',
    '1 | ForEach-Object { Remove-Item "$($share):x" }',
    ['0: the drive of this path is only known later, and may be one where names get their meaning; write the drive'],
  ],
  ['Read-Host', 'run', "Read-Host 'x'", ['0: `Read-Host` is refused: nobody is there to answer; ask for it as a parameter']],
  ['Set-Variable', 'run', 'Set-Variable x 1', ['0: `Set-Variable` is refused: it hides from readers what a name means; write `$name = …`']],
  [
    'Set-Alias',
    'run',
    'Set-Alias x Remove-Item',
    ['0: `Set-Alias` is refused: it hides from readers what a name means; write the full name'],
  ],
  [
    'a cmdlet with the name of its module',
    'run',
    'Microsoft.PowerShell.Utility\\Invoke-Expression $share',
    ['0: `Microsoft.PowerShell.Utility\\Invoke-Expression` is refused: it runs a text as a program; write the command itself'],
  ],
  [
    'a called string',
    'run',
    "& 'Invoke-Expression' $share",
    ['0: `Invoke-Expression` is refused: it runs a text as a program; write the command itself'],
  ],
  ['a called word', 'run', '& iex $share', ['0: `iex` is refused: it runs a text as a program; write the command itself']],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})
