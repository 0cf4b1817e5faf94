import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'a condition on an unknown name',
    [['when: { mode: FailedOver }', 'when: { mood: FailedOver }']],
    ['67: `mood` is neither a parameter nor a capture; name a parameter or an earlier capture'],
  ],
  [
    'a condition on a misspelt name',
    [['when: { mode: FailedOver }', 'when: { mod: FailedOver }']],
    ['67: `mod` is neither a parameter nor a capture; did you mean `mode`?'],
  ],
  [
    'a condition on a name that is only like a list',
    [['when: { mode: FailedOver }', 'when: { server: FailedOver }']],
    ['67: `server` is neither a parameter nor a capture; name a parameter or an earlier capture'],
  ],
  [
    'a condition on a list',
    [['when: { mode: FailedOver }', 'when: { servers: a.b }']],
    ['67: `servers` is a list, which equals no single value; name a parameter or a capture that has one value'],
  ],
  [
    'a condition that can never be',
    [['when: { mode: FailedOver }', 'when: { mode: Failed }']],
    ['67: `mode` can never have this value: `Failed` is none of the choices: Normal, FailedOver; write one that it can have'],
  ],
  [
    'a condition on a capture that can never be',
    [['when: { mode: FailedOver }', 'when: { share: here }']],
    ['67: `share` can never have this value: `here` is neither `\\\\server\\share\\…` nor `D:\\…`; write one that it can have'],
  ],
  [
    'a condition on what this step captures',
    [
      ['repeatable: true\nwhen: { mode: FailedOver }', 'captures: { found: text }\nwhen: { found: x }'],
      ['```powershell run on=shell', '```sql read on=backup\nSELECT found = 1;\n```\n\n```powershell run on=shell'],
    ],
    ['67: `found` is captured by this very step; capture it in an earlier step'],
  ],
  [
    'a condition on a capture of a conditional step',
    [
      ['captures: { share: path, logs: list of path }', 'captures: { share: path, logs: list of path }\nwhen: { mode: Normal }'],
      ['when: { mode: FailedOver }', 'when: { share: "\\\\\\\\a\\\\b" }'],
      ['each: log of logs\n', ''],
      ['EXEC dbo.mend @log', 'EXEC dbo.mend'],
      ['WHERE log = @log', ''],
      ['unmend @log', 'unmend'],
      ['-Share $share', ''],
    ],
    ['67: `share` is captured by step 1, which may be passed over; give this step the same `when`'],
  ],
  [
    'a condition that is text',
    [['when: { mode: FailedOver }', 'when: mode']],
    [
      '67: `when` must be names, each with its value or a test; write it like `{ compliance: true }`, `{ mode: { not: Normal } }`, `{ mode: { in: [Normal, FailedOver] } }` or `{ size: { at-least: 2 } }`',
    ],
  ],
  [
    'a condition without a test',
    [['when: { mode: FailedOver }', 'when: { mode: {} }']],
    [
      '67: `mode` must be names, each with its value or a test; write it like `{ compliance: true }`, `{ mode: { not: Normal } }`, `{ mode: { in: [Normal, FailedOver] } }` or `{ size: { at-least: 2 } }`',
    ],
  ],
  [
    'a misspelt test',
    [['when: { mode: FailedOver }', 'when: { size: { at-lest: 3 } }']],
    ['67: `at-lest` is no key of `size`; did you mean `at-least`?'],
  ],
  [
    'tests with values that can never be',
    [['when: { mode: FailedOver }', 'when: { mode: { in: [Normal, Failed] }, size: { not: ten, at-least: 12 } }']],
    [
      '67: `mode` can never have this value: `Failed` is none of the choices: Normal, FailedOver; write one that it can have',
      '67: `size` can never have this value: `ten` is no whole number; write one that it can have',
      '67: `size` can never have this value: 12 is too large; 9 is the most',
    ],
  ],
  [
    'the least and the most of what has no order, and in the wrong one',
    [['when: { mode: FailedOver }', 'when: { mode: { at-least: Normal }, size: { at-least: 4, at-most: 3 } }']],
    [
      '67: `mode` is neither an integer nor a duration, and only these have a least and a most; compare it with `not` or `in`',
      '67: `size` cannot be at least the one and at most the other; exchange them',
    ],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})
