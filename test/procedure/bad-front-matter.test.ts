import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** The good document has seven. */
const more = (count: number): string => Array.from({ length: count - 7 }, (_, n) => `  more${n}: { type: fqdn, ask: "Which?" }\n`).join('')
const lock = (length: number): string => `${'w'.repeat(length - '/{pool}'.length)}/{pool}`

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'no front matter',
    [
      ['---\ncommand', 'command'],
      ['FailedOver] }\n---', 'FailedOver] }'],
    ],
    ['1: this document has no front matter; begin it with `---`, the keys `command`, `title`, `policy`, `lock`, `parameters`, and `---`'],
  ],
  ['an unknown key', [['policy: careful', 'polcy: careful']], ['4: `polcy` is no key of the front matter; did you mean `policy`?']],
  [
    'an unknown key that is like no other',
    [['policy: careful', 'policy: careful\ncolour: red']],
    ['5: `colour` is no key of the front matter; the keys are `command`, `title`, `source`, `policy`, `lock`, `objective`, `parameters`'],
  ],
  ['no title', [['title: Mend the widget\n', '']], ['1: `title` is missing; add `title: …`']],
  ['an empty title', [['title: Mend the widget', 'title: " "']], ['3: `title` is empty; write a text']],
  [
    'no parameters at all',
    [['parameters:\n', 'parameters: none\nobjective2:\n']],
    [
      '7: `parameters` must be names and what is asked; write it like `pool: { type: fqdn, ask: "Which pool is down?" }`',
      '8: `objective2` is no key of the front matter; did you mean `objective`?',
    ],
  ],
  [
    'a command without a slash',
    [['command: /mend widget', 'command: mend widget']],
    ['2: `command` must be a slash and words of small letters, digits and dashes; write it like `/failover persistent-chat`'],
  ],
  [
    'a policy that is no name',
    [['policy: careful', 'policy: Very Careful']],
    ['4: `policy` must be a name of small letters, digits and dashes, a letter first; write it like `disaster-recovery`'],
  ],
  [
    'a policy that is a list',
    [['policy: careful', 'policy: [careful]']],
    ['4: `policy` must be a name of small letters, digits and dashes, a letter first; write it like `disaster-recovery`'],
  ],
  ['the same key twice', [['policy: careful', 'policy: careful\npolicy: careless']], ['5: this key stands here twice; keep one of them']],
  [
    'broken YAML',
    [['policy: careful', 'policy: "careful']],
    [
      '4: this is not YAML that can be read (Missing closing "quote); close what is open, and put a text with quotes, braces or brackets in quotes',
    ],
  ],
  [
    'a tag that nothing knows',
    [['title: Mend the widget', 'title: !danger Mend']],
    ['3: this is not YAML that can be read (Unresolved tag: !danger); correct it'],
  ],
  [
    'an alias without an anchor',
    [['title: Mend the widget', 'title: *mend']],
    ['3: `*mend` stands for something written elsewhere; write it out here'],
  ],
  [
    'an objective without a unit',
    [['recovery-time: 30m', 'recovery-time: 30']],
    ['6: `recovery-time` must be a whole number with its unit; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'an objective of another name',
    [['recovery-time: 30m', 'recovery: 30m']],
    ['6: `recovery` is no key of `objective`; the keys are `recovery-time`', '6: `recovery-time` is missing; add `recovery-time: …`'],
  ],
  [
    'an objective that is text',
    [['{ recovery-time: 30m }', 'soon']],
    ['6: `objective` must be keys and values; the keys are `recovery-time`'],
  ],
  [
    'a lock with a name that is no parameter',
    [['widget/{pool}', 'widget/{pol}']],
    ['5: `{pol}` in `lock` is no parameter; did you mean `pool`?'],
  ],
  [
    'a lock with a list',
    [['widget/{pool}', 'widget/{servers}']],
    ['5: `{servers}` in `lock` is a list; name a parameter that has one value'],
  ],
  [
    'a lock with a brace left open',
    [['widget/{pool}', 'widget/{pool']],
    ['5: `lock` must be letters, digits, `.`, `-`, `_`, `/` and parameters in braces; write it like `persistent-chat/{pool}`'],
  ],
  [
    'a lock with blanks',
    [['widget/{pool}', 'the widget']],
    ['5: `lock` must be letters, digits, `.`, `-`, `_`, `/` and parameters in braces; write it like `persistent-chat/{pool}`'],
  ],
  [
    'more parameters than a form has room for',
    [['  size:', `${more(91)}  size:`]],
    ['7: 91 parameters stand here, and a form has room for 90; ask for fewer'],
  ],
  [
    'a lock that the engine would not take',
    [['widget/{pool}', lock(301)]],
    ['5: `lock` has 301 characters, and 300 are possible; shorten it'],
  ],
]

test('takes 90 parameters, and a lock of 300 characters', () => {
  expect(faultsOf(changed(['widget/{pool}', lock(300)], ['  size:', `${more(90)}  size:`]))).toEqual([])
})

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('a document that asks nothing may leave `parameters` out', () => {
  const asking = `---
command: /ring hall
title: Ring the hall
policy: careful
lock: hall
---

Why.

## Ring

Everybody hears it.

\`\`\`yaml
confirm: { ask: "Has {place} been rung?", choices: [yes] }
\`\`\`
`
  expect(faultsOf(asking.replace('{place}', 'it'))).toEqual([])
  expect(faultsOf(asking)).toEqual(
    faultsOf(asking.replace('lock: hall\n', 'lock: hall\nparameters: {}\n')).map((said) => said.replace(/^16:/, '15:')),
  )
})
