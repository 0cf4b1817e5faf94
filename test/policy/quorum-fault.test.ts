import { expect, test } from 'vitest'
import type { Policy } from '../../src/policy/policy.ts'
import { quorumFault } from '../../src/policy/quorum-fault.ts'
import { sayQuorumFault } from '../../src/policy/say-quorum-fault.ts'

const amir = { id: 'amir', name: 'Amir', groups: ['dba'] }
const bob = { id: 'bob', name: 'Bob', groups: ['uc-leads'] }
const carol = { id: 'carol', name: 'Carol', groups: ['dba', 'uc-leads'] }

function policy(...approve: Policy['approve']): Policy {
  return { id: 'careful', start: ['operators'], approve, expiresMs: 1, deviate: { from: ['dba'], count: 1 } }
}

const BOTH = policy({ from: ['dba'], count: 1 }, { from: ['uc-leads'], count: 1 })

function said(...[lines, people, excluded]: Parameters<typeof quorumFault>): string | undefined {
  const fault = quorumFault(lines, people, excluded)
  return fault && sayQuorumFault(fault)
}

test('a quorum that can be met is no fault', () => {
  expect(quorumFault(BOTH, [amir, bob], ['dana'])).toBeUndefined()
  expect(quorumFault(BOTH, [amir, carol], [])).toBeUndefined()
})

test.each([
  [
    'only the requester is in the group',
    [amir, bob],
    ['bob'],
    'careful needs 1 of uc-leads; nobody of uc-leads but the requester is left.',
  ],
  ['nobody is in the group', [amir], [], 'careful needs 1 of uc-leads; nobody is in uc-leads.'],
  [
    'everybody in it amended the plan',
    [amir, bob, carol],
    ['bob', 'carol'],
    'careful needs 1 of uc-leads; nobody of uc-leads but Bob and Carol is left.',
  ],
  ['one person would have to count twice', [carol], [], 'careful needs 2 of dba or uc-leads; only Carol is left, 1 too few.'],
  [
    'the only one in it amended the plan of another',
    [amir, bob],
    ['dana', 'bob'],
    'careful needs 1 of uc-leads; nobody of uc-leads but Bob is left.',
  ],
  ['nobody is left at all', [], [], 'careful needs 1 of dba; nobody is in dba, and needs 1 of uc-leads; nobody is in uc-leads.'],
])('when %s, the sentence says so', (_, people, excluded, sentence) => {
  expect(said(BOTH, people, excluded)).toBe(sentence)
})

test('it says who is left where they are too few', () => {
  const three = policy({ from: ['dba'], count: 4 })
  expect(said(three, [amir, carol, bob], ['dana'])).toBe('careful needs 4 of dba; only Amir, Carol are left, 2 too few.')
})
