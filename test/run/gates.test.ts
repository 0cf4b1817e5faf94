import { expect, test } from 'vitest'
import { approves, bothApprove, gateOf, orderOf, rejects, starts, waits, locks } from './acts.ts'
import { given, running } from './given.ts'
import { actor, PEOPLE } from './practice.ts'

test('one person who approves is not enough', () => {
  running(gateOf(2)).when(approves('amir')).leads('heard', 'approved').is('waiting')
})

test('two people of the two lines are enough: the order goes out', () => {
  running(gateOf(2), approves('amir')).when(approves('carol')).leads('heard', 'approved', 'gate-passed', 'ordered').is('working')
})

test('two people of the same line are not enough', () => {
  running(gateOf(2), approves('amir')).when(approves('erin')).leads('heard', 'approved').is('waiting')
})

test('one person in two groups fills one line', () => {
  running(gateOf(2)).when(approves('both')).leads('heard', 'approved').is('waiting')
  running(gateOf(2), approves('both')).when(approves('amir')).leads('heard', 'approved', 'gate-passed', 'ordered')
  running(gateOf(2), approves('both')).when(approves('carol')).leads('heard', 'approved', 'gate-passed', 'ordered')
})

test('one person counts once, through whatever account', () => {
  running(gateOf(2), approves('both'))
    .when(approves('both', { by: { ...actor('both'), via: 'teams', account: 'tenant/both' } }))
    .refuses('already-approved', 'Bo has approved gate 1 already, and counts once: still needed: 1 of dba or uc-leads.')
    .changesNothing()
})

test('who approves twice through the same account is told of themselves, not of the account', () => {
  running(gateOf(2), approves('amir'))
    .when(approves('amir'))
    .refuses('already-approved', 'Amir has approved gate 1 already, and counts once: still needed: 1 of uc-leads.')
    .changesNothing()
})

test('the requester cannot approve', () => {
  running(gateOf(2))
    .when(approves('dana'))
    .refuses(
      'barred',
      'Dana asked for this run, so Dana cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    )
    .changesNothing()
})

test('the requester cannot approve even when they are of a group that may', () => {
  given(starts({}, 'erin'), locks, gateOf(2))
    .when(approves('erin'))
    .refuses(
      'barred',
      'Erin asked for this run, so Erin cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    )
})

test('who is in no line cannot approve', () => {
  running(gateOf(2))
    .when(approves('max'))
    .refuses('not-an-approver', 'Max is not in dba or uc-leads: gate 1 needs 1 of dba, 1 of uc-leads.')
    .changesNothing()
})

test('a group counts only when the account and the people file both say it', () => {
  running(gateOf(2))
    .when(approves('max', { by: { ...actor('max'), groups: ['dba'] } }))
    .refusesWith('not-an-approver')
  running(gateOf(2))
    .when(approves('amir', { by: { ...actor('amir'), groups: [] } }))
    .refuses('not-an-approver', 'Amir is not in dba or uc-leads: gate 1 needs 1 of dba, 1 of uc-leads.')
})

test('a gate that was never opened cannot be decided', () => {
  running(gateOf(2))
    .when(approves('amir', { gate: 2 }))
    .refuses('unknown-gate', 'R-1 has no gate 2: it has opened 1.')
  running(gateOf(2))
    .when(rejects('amir', { gate: 9 }))
    .refuses('unknown-gate', 'R-1 has no gate 9: it has opened 1.')
})

test('an approval of another fingerprint is refused, and says what it was for', () => {
  const { run } = running(gateOf(5))
  const [first, second] = run.made.gates
  running(gateOf(5))
    .when(approves('amir', { fingerprint: 'f'.repeat(64) }))
    .refuses(
      'stale-plan',
      `Gate 2 asks about ${short(second?.fingerprint)}, and the decision was about ffff-ffff, which is no plan of this run. Read the new card before you decide.`,
    )
    .changesNothing()
  running(gateOf(5))
    .when(approves('amir', { fingerprint: first?.fingerprint ?? '' }))
    .refuses(
      'stale-plan',
      `Gate 2 asks about ${short(second?.fingerprint)}, and the decision was about ${short(first?.fingerprint)}: that was gate 1 before step 2, and this one stands before step 5. Read the new card before you decide.`,
    )
})

function short(fingerprint = ''): string {
  return `${fingerprint.slice(0, 4)}-${fingerprint.slice(4, 8)}`
}

test('a gate that has passed takes no more decisions', () => {
  running(gateOf(2), bothApprove)
    .when(approves('erin'))
    .refuses('gate-passed', 'Gate 1 passed at 2026-11-21 03:00:00 UTC: nothing is left to decide there.')
  running(gateOf(2), bothApprove)
    .when(rejects('erin'))
    .refuses('gate-passed', 'Gate 1 passed at 2026-11-21 03:00:00 UTC: nothing is left to decide there.')
})

test('a passed gate covers the steps after it, up to the next gate', () => {
  running(orderOf(4))
    .when()
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([2]))
  running(orderOf(6))
    .when()
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([2, 5]))
})

test('everything a gate approves is in its fingerprint: step, number, captures, history', () => {
  const first = running(gateOf(2)).run.made.gates[0]
  const other = running((run) => (run.finds['share'] = ['\\\\b\\share']), gateOf(2)).run.made.gates[0]
  const later = running(waits(1000), gateOf(2)).run.made.gates[0]
  expect(new Set([first?.fingerprint, other?.fingerprint, later?.fingerprint]).size).toBe(3)
  expect(PEOPLE).toHaveLength(7)
})
