import { expect, test } from 'vitest'
import type { Role } from '../../../src/procedure/procedure.ts'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

/** What is wrong, the role and text of the block, and `line: what; next`, lines from 0. */
const BAD: [title: string, role: Role, text: string, faults: string[]][] = [
  [
    'a value that is set',
    'run',
    "$Database = 'x'",
    ['0: `$Database` is a value of this document and cannot be set; use a variable of another name'],
  ],
  [
    'a value that is the variable of a loop',
    'run',
    'foreach ($share in 1) { }',
    ['0: `$share` is a value of this document and cannot be set; use a variable of another name'],
  ],
  [
    'an unknown name',
    'run',
    'Set-Thing $databse',
    ['0: `$databse` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; did you mean `$database`?'],
  ],
  [
    'an unknown name like no other',
    'run',
    'Set-Thing $zzzzzz',
    [
      '0: `$zzzzzz` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'a name used before it is assigned',
    'run',
    'Set-Thing $x; $x = 1',
    [
      '0: `$x` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'a name that may not be used here',
    'run',
    'Set-Thing $later',
    ['0: `later` is captured later, by step 9; capture it in an earlier step'],
  ],
  [
    'an unknown name that is written as a word before',
    'run',
    'Set-Thing zzzzzz; Set-Thing $zzzzzz',
    [
      '0: `$zzzzzz` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'an unknown name in a string',
    'run',
    'Set-Thing "a $zzzzzz"',
    [
      '0: `$zzzzzz` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'an unknown table',
    'run',
    'Set-Thing @zzzzzz',
    [
      '0: `$zzzzzz` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'a property of an unknown name',
    'run',
    '$zzzzzz.Name = 1',
    [
      '0: `$zzzzzz` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
]

test.each(BAD)('a PowerShell block with %s is refused', (_, role, text, faults) => {
  expect(linted(lintPowershell, role, text)).toEqual(faults)
})
