import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  ['a string that never ends', 'run', "Set-Thing 'abc", ['0: a string begins here and never ends; close it']],
  ['a double-quoted string that never ends', 'run', '\nSet-Thing "abc', ['1: a string begins here and never ends; close it']],
  ['a here-string that never ends', 'run', "Set-Thing @'\nabc", ['0: a here-string begins here and never ends; close it']],
  ['an expandable here-string that never ends', 'run', 'Set-Thing @"\nabc', ['0: a here-string begins here and never ends; close it']],
  ['a subexpression that never ends', 'run', 'Set-Thing "a $(Get-Thing"', ['0: a string begins here and never ends; close it']],
  ['a string within a subexpression that never ends', 'run', 'Set-Thing "a $(\'x"', ['0: a string begins here and never ends; close it']],
  ['a type that never ends', 'run', '[string', ['0: `[` begins here and never ends; close it']],
  ['a subexpression with a comment', 'run', 'Set-Thing "a $(Get-Thing # )"', ['0: a subexpression begins here and never ends; close it']],
  [
    'a subexpression with a back-tick',
    'run',
    'Set-Thing "a $(Get-Thing `n)"',
    ['0: a back-tick outside a string hides what is meant; remove it'],
  ],
  [
    'a string that never ends within a subexpression',
    'run',
    '\nSet-Thing "a $(\'x)"',
    ['1: a string begins here and never ends; close it'],
  ],
  ['an assignment to a value', 'run', "(1) /= 'a'", ['0: `(1)` is nothing that can be set; name a variable']],
  ['exit', 'run', 'Set-Thing; exit 3', ['0: `exit` ends the block as if it had succeeded; use `throw` with a sentence']],
  ['exit in braces', 'run', 'if ($share) { exit }', ['0: `exit` ends the block as if it had succeeded; use `throw` with a sentence']],
  ['exit on a line of its own', 'run', 'Set-Thing\nEXIT', ['1: `exit` ends the block as if it had succeeded; use `throw` with a sentence']],
  [
    'exit in a subexpression',
    'run',
    'Set-Thing "a $(exit)"',
    ['0: `exit` ends the block as if it had succeeded; use `throw` with a sentence'],
  ],
  [
    'break outside a loop',
    'run',
    'if ($share) { break }',
    ['0: `break` outside a loop ends the block as if it had succeeded; use `throw` with a sentence, or `return`'],
  ],
  [
    'continue in a pipeline',
    'run',
    'foreach ($x in 1) { Get-Thing | ForEach-Object { continue } }',
    ['0: `continue` outside a loop ends the block as if it had succeeded; use `throw` with a sentence, or `return`'],
  ],
  [
    'break in a function within a loop',
    'run',
    'while ($true) { function Get-Mine { break } }',
    ['0: `break` outside a loop ends the block as if it had succeeded; use `throw` with a sentence, or `return`'],
  ],
  ['$global:', 'run', '$global:x = 1', ['0: `$global:x` stays behind for the next block; use a variable without a scope']],
  ['$script:', 'run', 'Set-Thing $Script:x', ['0: `$Script:x` stays behind for the next block; use a variable without a scope']],
  [
    '$env:',
    'run',
    'Set-Thing $env:PASSWORD',
    ['0: `$env:PASSWORD` reaches outside the block; ask for the value as a parameter, or use a variable without a scope'],
  ],
  [
    '$env: in a string',
    'run',
    'Set-Thing "a $env:PASSWORD"',
    ['0: `$env:PASSWORD` reaches outside the block; ask for the value as a parameter, or use a variable without a scope'],
  ],
  [
    '$env: in braces',
    'run',
    'Set-Thing ${env:PASSWORD}',
    ['0: `$env:PASSWORD` reaches outside the block; ask for the value as a parameter, or use a variable without a scope'],
  ],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})
