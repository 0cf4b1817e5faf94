import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import { approves, bothApprove, claimOf, gateOf, orderOf, rejects, starts, stepOf, timer, waits, withdraws, locks } from './acts.ts'
import { given, running } from './given.ts'
import { actor, POLICY } from './practice.ts'
import { endSaid } from '../words/said.ts'

const MINUTE = 60_000

test('somebody whom the run does not know cannot approve or reject', () => {
  const by = { ...actor('amir'), id: 'eve', name: 'Eve' }
  const sentence = 'Eve is not among the people that this run knows: nothing was counted.'
  running(gateOf(2)).when(approves('amir', { by })).refuses('unknown-person', sentence)
  running(gateOf(2)).when(rejects('amir', { by })).refuses('unknown-person', sentence)
})

test('an approval after expiry is refused, even when the timer has not come yet', () => {
  running(gateOf(2), waits(30 * MINUTE))
    .when(approves('amir'))
    .refuses('gate-expired', 'Gate 1 expired at 2026-11-21 03:30:00 UTC: it takes no more decisions.')
    .changesNothing()
  running(gateOf(2), waits(30 * MINUTE - 10))
    .when(approves('amir'))
    .leads('heard', 'approved')
})

test('before any work, expiry ends the run', () => {
  running(gateOf(2), approves('amir'), waits(30 * MINUTE))
    .when(timer('expire:gate-1'))
    .leads('gate-closed', 'ended')
    .is('expired')
    .and((state) => expect(endSaid(state)).toBe('Gate 1 was not approved by 2026-11-21 03:30:00 UTC (1 approval). Nothing was changed.'))
})

test('the expiry timer does nothing too early, for a passed gate, or for another one', () => {
  running(gateOf(2)).when(timer('expire:gate-1')).refuses('stale-timer', 'The timer expire:gate-1 of R-1 has nothing to do any more.')
  running(gateOf(2), waits(31 * MINUTE))
    .when(timer('expire:gate-2'))
    .refusesWith('stale-timer')
  running(gateOf(2), bothApprove, waits(31 * MINUTE))
    .when(timer('expire:gate-1'))
    .refusesWith('stale-timer')
    .is('working')
})

test('after work began, expiry leads to attention and the gate can be opened again', () => {
  running(gateOf(5), waits(31 * MINUTE))
    .when(timer('expire:gate-2'))
    .leads('gate-closed', 'attention')
    .needs(
      'expired',
      `Gate 2 was not approved by ${sayInstant(expiry(5) ?? '')} (0 approvals). Work has begun, so the run stays: step 5 "Recover" waits. Open the gate again, or retry, skip or abort with a reason and a second person.`,
    )
})

function expiry(step: number): string {
  return running(gateOf(step)).run.made.gates.at(-1)?.expiresAt ?? ''
}

test('a rejection ends the gate, and before any work the run', () => {
  running(gateOf(2), approves('amir'))
    .when(rejects('carol'))
    .leads('heard', 'gate-closed', 'ended')
    .is('rejected')
    .and((state) => expect(endSaid(state)).toBe('Carol rejected gate 1: not tonight. Nothing was changed.'))
})

test('who has approved may still reject', () => {
  running(gateOf(2), approves('amir')).when(rejects('amir')).is('rejected')
})

test('who could not approve cannot reject either', () => {
  running(gateOf(2))
    .when(rejects('max'))
    .refuses('not-an-approver', 'Max is not in dba or uc-leads, so Max cannot reject gate 1.')
    .is('waiting')
})

test('after work began a rejection leads to attention', () => {
  running(gateOf(5))
    .when(rejects('carol'))
    .leads('heard', 'gate-closed', 'attention')
    .needs(
      'rejected',
      'Carol rejected gate 2: not tonight. Work has begun, so the run stays: step 5 "Recover" waits. Open the gate again, or retry, skip or abort with a reason and a second person.',
    )
})

test('a closed gate takes no more decisions', () => {
  running(gateOf(5), rejects('carol'))
    .when(approves('amir', { gate: 2 }))
    .refuses('gate-closed', `Gate 2 was closed at ${sayInstant(closedAt() ?? '')} (rejected): nothing is left to decide there.`)
})

function closedAt(): string {
  return running(gateOf(5), rejects('carol')).run.made.gates[1]?.closed?.at ?? ''
}

test('the requester withdraws before any work', () => {
  running(gateOf(2)).when(withdraws('dana')).leads('heard', 'gate-closed', 'ended').is('withdrawn')
  running(stepOf(1))
    .when(withdraws('dana'))
    .leads('heard', 'ended')
    .and((state) => expect(endSaid(state)).toBe('Dana withdrew it: not needed. Nothing was changed.'))
  running(orderOf(2)).when(withdraws('dana')).leads('heard', 'ended').is('withdrawn')
})

test('nobody else withdraws', () => {
  running(gateOf(2))
    .when(withdraws('erin'))
    .refuses('not-the-requester', 'Dana asked for R-1, and only Dana can withdraw it. Reject it at its gate, or cancel it.')
    .is('waiting')
})

test('after work began the run is not withdrawn any more', () => {
  running(claimOf(2))
    .when(withdraws('dana'))
    .refuses(
      'work-began',
      'Step 2 of R-1 has begun, so it cannot be withdrawn any more. Cancel it, or ask for an abort: that needs a reason and a second person.',
    )
  running(gateOf(5)).when(withdraws('dana')).leads('heard', 'gate-closed', 'attention').is('attention')
})

test('nobody who comes is told after a while', () => {
  running(gateOf(2), waits(9 * MINUTE))
    .when(timer('escalate:gate-1'))
    .refusesWith('stale-timer')
  running(gateOf(2), waits(10 * MINUTE))
    .when(timer('escalate:gate-1'))
    .leads('escalated')
    .and((state) => expect(state.gates[0]?.escalated?.to).toEqual(['duty-managers']))
  running(gateOf(2), waits(10 * MINUTE), timer('escalate:gate-1'))
    .when(timer('escalate:gate-1'))
    .refusesWith('stale-timer')
})

test('a policy without escalation escalates nothing', () => {
  const { escalate: _escalate, ...policy } = POLICY
  given(starts({ policies: { 'disaster-recovery': policy } }), locks, gateOf(2), waits(20 * MINUTE))
    .when(timer('escalate:gate-1'))
    .refusesWith('stale-timer')
})
