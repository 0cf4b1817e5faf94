import { expect, test } from 'vitest'
import { formatFault } from '../../src/text/fault.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

const GOOD = `start: [operators]
approve:
  - { from: dba, count: 1 }
  - { from: [uc-leads, dba], count: 2 }
expires: 30m
escalate: { after: 10m, to: duty-managers }
deviate: { from: [dba, uc-leads], count: 1 }
`

function faults(from: string, to: string): string[] {
  if (!GOOD.includes(from)) throw new Error(from)
  const read = readPolicy('approvals/careful.yaml', GOOD.replace(from, to))
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace('approvals/careful.yaml:', '')) : []
}

test('a policy is read whole', () => {
  const read = readPolicy('approvals/careful.yaml', GOOD)
  expect('lineOf' in read && [read.lineOf(['deviate']), read.lineOf(['approve', '1', 'from'])]).toEqual([7, 4])
  expect(read).toMatchObject({
    policy: {
      id: 'careful',
      start: ['operators'],
      approve: [
        { from: ['dba'], count: 1 },
        { from: ['uc-leads', 'dba'], count: 2 },
      ],
      expiresMs: 1_800_000,
      escalate: { afterMs: 600_000, to: ['duty-managers'] },
      deviate: { from: ['dba', 'uc-leads'], count: 1 },
    },
  })
})

test('a policy that no document could name is refused', () => {
  const read = readPolicy('approvals/Disaster Recovery.yaml', GOOD)
  expect('faults' in read && read.faults.map(formatFault)).toEqual([
    'approvals/Disaster Recovery.yaml:1: no document can name a policy `Disaster Recovery`; call the file by small letters, digits and dashes, like `disaster-recovery.yaml`',
  ])
})

test('escalation is off unless written', () => {
  const read = readPolicy('C:\\approvals\\plain.yml', GOOD.replace(/escalate.*\n/, ''))
  expect(read).toMatchObject({ policy: { id: 'plain' } })
  expect('policy' in read && Object.keys(read.policy)).toEqual(['id', 'start', 'approve', 'expiresMs', 'deviate'])
})

test('two people are enough, by one line', () => {
  expect(faults('  - { from: dba, count: 1 }\n', '')).toEqual([])
})

test('a policy may have 20 lines', () => {
  const line = '  - { from: dba, count: 1 }\n'
  expect(faults(line, line.repeat(19))).toEqual([])
})

test.each<[string, string, string, string[]]>([
  [
    'nobody who may start',
    'start: [operators]',
    'start: []',
    ['1: `start` must be one or more different names of small letters, digits and dashes; write it like `[dba, uc-leads]`'],
  ],
  [
    'one group twice',
    'start: [operators]',
    'start: [dba, dba]',
    ['1: `start` must be one or more different names of small letters, digits and dashes; write it like `[dba, uc-leads]`'],
  ],
  [
    'a group with capitals',
    'start: [operators]',
    'start: Operators',
    ['1: `start` must be one or more different names of small letters, digits and dashes; write it like `[dba, uc-leads]`'],
  ],
  ['no start', 'start: [operators]\n', '', ['1: `start` is missing; add `start: …`']],
  [
    'one approver only',
    '  - { from: [uc-leads, dba], count: 2 }\n',
    '',
    ['2: `approve` asks for 1 person; ask for two at least: a plan is countersigned by two people'],
  ],
  [
    'no lines',
    'approve:\n  - { from: dba, count: 1 }\n  - { from: [uc-leads, dba], count: 2 }',
    'approve: []',
    ['2: `approve` must be a list of lines; write it like `- { from: dba, count: 1 }`'],
  ],
  [
    'a line that is no list',
    'approve:\n  - { from: dba, count: 1 }\n  - { from: [uc-leads, dba], count: 2 }',
    'approve: { from: dba, count: 2 }',
    ['2: `approve` must be a list of lines; write it like `- { from: dba, count: 1 }`'],
  ],
  [
    'no approve',
    'approve:\n  - { from: dba, count: 1 }\n  - { from: [uc-leads, dba], count: 2 }\n',
    '',
    ['1: `approve` is missing; add `approve: …`'],
  ],
  [
    'a count of nobody',
    '{ from: dba, count: 1 }\n  -',
    '{ from: dba, count: 0 }\n  -',
    ['3: `count` must be a whole number from 1 to 20; write it like `2`'],
  ],
  [
    'one line, for one person, without groups: how many it asks for is not judged yet',
    '  - { from: dba, count: 1 }\n  - { from: [uc-leads, dba], count: 2 }\n',
    '  - { count: 1 }\n',
    ['3: `from` is missing; add `from: …`'],
  ],
  ['a line without groups', '{ from: dba, count: 1 }\n  -', '{ count: 1 }\n  -', ['3: `from` is missing; add `from: …`']],
  [
    'an unknown key of a line',
    '{ from: dba, count: 1 }\n  -',
    '{ from: dba, counts: 1 }\n  -',
    ['3: `counts` is no key of `approve`; did you mean `count`?'],
  ],
  [
    'a line that is text',
    '{ from: dba, count: 1 }\n  -',
    'dba\n  -',
    ['3: `approve` must be keys and values; the keys are `from`, `count`'],
  ],
  [
    'a time without a unit',
    'expires: 30m',
    'expires: 30',
    ['5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'no time to approve',
    'expires: 30m',
    'expires: 0m',
    ['5: `expires` is 0m, and must be from 1s to 366d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'a time that no calendar knows',
    'expires: 30m',
    'expires: 100000d',
    ['5: `expires` must be a whole number with its unit; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'more people than a line may ask for',
    '{ from: [uc-leads, dba], count: 2 }',
    '{ from: [uc-leads, dba], count: 21 }',
    ['4: `count` must be a whole number from 1 to 20; write it like `2`'],
  ],
  [
    'more lines than a gate shows',
    '  - { from: dba, count: 1 }\n',
    '  - { from: dba, count: 1 }\n'.repeat(20),
    ['2: `approve` has 21 lines, and 20 are possible; let one line ask for more people'],
  ],
  [
    'more groups than a line may name',
    'start: [operators]',
    `start: [${Array.from({ length: 51 }, (_, n) => `g${n}`).join(', ')}]`,
    ['1: `start` has 51 names, and 50 are possible; write it like `[dba, uc-leads]`'],
  ],
  ['no expiry', 'expires: 30m\n', '', ['1: `expires` is missing; add `expires: …`']],
  [
    'escalation at the end',
    'after: 10m',
    'after: 30m',
    ['6: the gate expires before anybody is called; make `after` shorter than `expires`'],
  ],
  [
    'escalation after no time',
    'after: 10m',
    'after: 0s',
    ['6: `after` is 0s, and must be from 1s to 366d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'escalation at the end, to nobody',
    '{ after: 10m, to: duty-managers }',
    '{ after: 30m }',
    ['6: `to` is missing; add `to: …`', '6: the gate expires before anybody is called; make `after` shorter than `expires`'],
  ],
  ['escalation to nobody', ', to: duty-managers', '', ['6: `to` is missing; add `to: …`']],
  ['escalation without a time', 'after: 10m, ', '', ['6: `after` is missing; add `after: …`']],
  ['no deviate', 'deviate: { from: [dba, uc-leads], count: 1 }\n', '', ['1: `deviate` is missing; add `deviate: …`']],
  [
    'deviate without a count',
    'deviate: { from: [dba, uc-leads], count: 1 }',
    'deviate: { from: dba }',
    ['7: `count` is missing; add `count: …`'],
  ],
  [
    'break-glass, which a run would pass over',
    'deviate: {',
    'break-glass: { from: dba, count: 1 }\ndeviate: {',
    ['7: `break-glass` is not built yet, and a run would pass over it; remove it: every gate needs its people'],
  ],
  ['an unknown key', 'expires: 30m', 'expires: 30m\nexpiry: 1h', ['6: `expiry` is no key of a policy; did you mean `expires`?']],
  [
    'two faults',
    'start: [operators]',
    'begin: [operators]',
    [
      '1: `begin` is no key of a policy; the keys are `start`, `approve`, `expires`, `escalate`, `deviate`, `break-glass`',
      '1: `start` is missing; add `start: …`',
    ],
  ],
  [
    'broken YAML',
    'start: [operators]',
    'start: [operators',
    [
      '2: this is not YAML that can be read (Flow sequence in block collection must be sufficiently indented and end with a ]); indent all keys alike',
    ],
  ],
])('a policy with %s is refused', (_, from, to, said) => {
  expect(faults(from, to)).toEqual(said)
})
