import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  ['& of a variable', 'run', '& $share', ['0: `&` runs whatever the value after it names; write the command itself']],
  ['& of a string with a variable', 'run', '& "$share"', ['0: `&` runs whatever the value after it names; write the command itself']],
  ['& of an expression', 'run', '& (Get-Thing)', ['0: `&` runs whatever the value after it names; write the command itself']],
  ['& at the end', 'run', 'Set-Thing &', ['0: `&` at the end of a line starts a job; remove it']],
  ['& before a new line', 'run', 'Set-Thing &\nGet-Thing', ['0: `&` at the end of a line starts a job; remove it']],
  ['dot-sourcing a variable', 'run', '. $share', ['0: `.` runs a script in the block itself; write its commands into the block']],
  ['dot-sourcing a file', 'run', '. .\\x.ps1', ['0: `.` runs a script in the block itself; write its commands into the block']],
  [
    'a member named by a variable',
    'run',
    '(Get-Thing).$database',
    ['0: `.` is followed by a member that is only known later; write the member itself'],
  ],
  [
    'a member named by a string',
    'run',
    "(Get-Thing).'Delete'()",
    ['0: `.` is followed by a member that is only known later; write the member itself'],
  ],
  [
    '[scriptblock]::Create',
    'run',
    '[scriptblock]::Create($share)',
    ['0: `[scriptblock]` is no plain type; use a cmdlet, or one of [string], [int], [datetime], [regex] …'],
  ],
  [
    '[Environment]::Exit',
    'run',
    '[Environment]::Exit(9)',
    ['0: `[Environment]` is no plain type; use `$env:COMPUTERNAME`, or `Get-CimInstance Win32_OperatingSystem`'],
  ],
  ['a static member of a variable', 'run', '$share::Create()', ['0: `::` is used on something that is no plain type; use a cmdlet']],
  [
    'a static member named by a variable',
    'run',
    '[string]::$share',
    ['0: `::` is followed by a member that is only known later; write the member itself'],
  ],
  ['Invoke on a method', 'run', '(Get-Thing).Delete.Invoke()', ['0: `.Invoke()` runs whatever it is given; write the statement itself']],
  ['InvokeScript', 'run', "$share.InvokeScript('x')", ['0: `.InvokeScript()` runs whatever it is given; write the statement itself']],
  [
    'ForEach as a method',
    'run',
    "(Get-Thing).ForEach('Delete')",
    ['0: `.ForEach()` runs whatever it is given; give it a script block in braces'],
  ],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})
