import { expect, test } from 'vitest'
import {
  approves,
  bothApprove,
  claimOf,
  deviates,
  does,
  FAILED,
  gateOf,
  locks,
  losesContact,
  observes,
  rejects,
  reopens,
  reports,
  starts,
  stepOf,
  timer,
  until,
  waits,
  withdraws,
} from './acts.ts'
import { CONDITIONAL } from './documents.ts'
import { given, running } from './given.ts'
import { PEOPLE, POLICY } from './practice.ts'
import { doneSaid, endSaid, needSaid } from '../words/said.ts'

const MINUTE = 60_000
/** Step 5, recover, reported an error and its check says no. */

const FAILED_AT_5 = [claimOf(5), reports(FAILED), observes(false)]

const FAILED_AT_2 = [claimOf(2), reports(FAILED), observes(false)]

test('a deviation opens a gate of its own, for two people who did not ask', () => {
  running(...FAILED_AT_5)
    .when(deviates('erin', 'retry'))
    .leads('heard', 'gate-opened')
    .is('waiting')
    .and((state) => {
      expect(state.gates.at(-1)).toMatchObject({
        step: 5,
        kind: { type: 'deviation', kind: 'retry', step: 5, reason: 'we looked', by: 'erin' },
        lines: [{ from: ['dba', 'uc-leads'], count: 2 }],
        barred: { dana: { why: 'asked', name: 'Dana' }, erin: { why: 'asked-deviation', name: 'Erin', kind: 'retry' } },
      })
    })
})

test('neither the requester nor the asker can approve it', () => {
  running(...FAILED_AT_5, deviates('amir', 'retry'))
    .when(approves('amir'))
    .refuses(
      'barred',
      'Amir asked for this retry, so Amir cannot approve gate 3: 2 of dba or uc-leads must, and they must be other people.',
    )
  running(...FAILED_AT_5, deviates('amir', 'retry'))
    .when(approves('dana'))
    .refusesWith('barred')
  running(...FAILED_AT_5, deviates('amir', 'retry'), approves('erin'))
    .when(approves('carol'))
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'step-begun', 'ordered')
})

test('skip goes on with the next step, and what was unknown is on the people who approved', () => {
  running(...FAILED_AT_2, deviates('dana', 'skip'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'skipped', detail: 'we looked' }))
  running(claimOf(5), losesContact, observes(false), deviates('dana', 'skip'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(state.steps[4]?.items[0]?.attempts[0]?.fate).toBe('not-done'))
})

test('mark-done does the same, as done', () => {
  running(claimOf(5), losesContact, observes(false), deviates('dana', 'mark-done'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(state.steps[4]?.items[0]?.attempts[0]?.fate).toBe('done'))
    .and((state) => expect(doneSaid(state, 4)).toEqual({ how: 'marked', detail: 'we looked' }))
})

test('in a list only the item is skipped', () => {
  running(claimOf(4), reports(FAILED), observes(false), deviates('dana', 'skip'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'item-done', 'item-begun', 'ordered')
    .and((_, run) => stepOf(5)(run))
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'skipped', detail: '2 items: 1 skipped, 1 done' }))
  running(claimOf(4), reports(FAILED), observes(false), deviates('dana', 'mark-done'), bothApprove, stepOf(5))
    .when()
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'marked', detail: '2 items: 1 marked done, 1 done' }))
})

test('an approved abort ends the run whatever was performed', () => {
  running(...FAILED_AT_5, deviates('dana', 'abort'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'ended')
    .is('aborted')
    .and((state) => expect(endSaid(state)).toBe('Aborted at step 5 "Recover": we looked.'))
})

test('without attention there is nothing to deviate from', () => {
  running(gateOf(2))
    .when(deviates('dana', 'skip', { step: 2 }))
    .refuses('not-in-attention', 'R-1 is going on as its document says: there is nothing to skip. Cancel it first if it must stop.')
    .changesNothing()
  running(gateOf(2))
    .when(deviates('dana', 'mark-done', { step: 2 }))
    .refuses('not-in-attention', 'R-1 is going on as its document says: there is nothing to mark done. Cancel it first if it must stop.')
})

test('one way on is asked for at a time', () => {
  running(...FAILED_AT_5, deviates('dana', 'retry'))
    .when(deviates('erin', 'abort'))
    .refuses('gate-open', 'Gate 3 already asks for a way on: approve, reject or withdraw that one first.')
})

test('whoever may neither start nor approve asks for nothing', () => {
  running(...FAILED_AT_5)
    .when(deviates('zoe', 'retry'))
    .refuses('may-not-act', 'Zoe may neither start nor approve this: that takes somebody of operators, dba, uc-leads.')
})

test('only the step that waits can be deviated from', () => {
  running(...FAILED_AT_5)
    .when(deviates('dana', 'skip', { step: 6 }))
    .refuses('wrong-step', 'R-1 waits at step 5, not at step 6: ask for that one.')
})

test('a deviation that nobody could approve is said at once', () => {
  const people = PEOPLE.filter(({ id }) => id !== 'both' && id !== 'erin')
  given(starts({ people }), locks, ...FAILED_AT_5)
    .when(deviates('amir', 'retry'))
    .refuses(
      'quorum-unreachable',
      'Nobody could approve this retry: 1 of dba or uc-leads too few can approve, and Amir must not approve here. Let somebody else ask for it.',
    )
})

test('a reason must be given, and one that fits', () => {
  running(...FAILED_AT_5)
    .when(deviates('dana', 'retry', { reason: '  ' }))
    .refuses('no-reason', 'A reason must be given: say in a sentence why.')
  running(...FAILED_AT_5)
    .when(deviates('dana', 'retry', { reason: 'a'.repeat(1001) }))
    .refuses('long-reason', 'The reason has 1001 characters; 1000 fit.')
})

test('a deviation that is rejected, expires or is withdrawn leaves the run where it was', () => {
  const asked = [...FAILED_AT_5, deviates('dana', 'retry')]
  const sentence = needSaid(running(...FAILED_AT_5).run.made)
  for (const acts of [[rejects('carol')], [waits(31 * MINUTE), timer('expire:gate-3')], [withdraws('dana')]]) {
    running(...asked)
      .when(...acts)
      .is('attention')
      .and((state) => expect(needSaid(state)).toBe(sentence))
  }
  running(...asked, rejects('carol'))
    .when(deviates('erin', 'retry'))
    .leads('heard', 'gate-opened')
})

test('nobody withdraws what somebody else asked for', () => {
  running(...FAILED_AT_5, deviates('amir', 'retry'))
    .when(withdraws('erin'))
    .refusesWith('not-the-requester')
  running(...FAILED_AT_5, deviates('amir', 'retry'))
    .when(withdraws('dana'))
    .refusesWith('work-began')
})

test('the gate opens again after a rejection, an expiry, or approvals that are worth nothing any more', () => {
  running(gateOf(5), rejects('carol')).when(reopens('dana')).leads('heard', 'reopened', 'gate-opened').is('waiting')
  running(gateOf(5), waits(31 * MINUTE), timer('expire:gate-2'))
    .when(reopens('dana'))
    .leads('heard', 'reopened', 'gate-opened')
})

test('it opens again only where its approvals are what is missing', () => {
  running(gateOf(2)).when(reopens('dana')).refuses('nothing-to-reopen', 'R-1 does not wait for a gate to be opened again.')
  running(...FAILED_AT_5)
    .when(reopens('dana'))
    .refuses('nothing-to-reopen', 'R-1 does not wait for a gate to be opened again: retry, skip or abort.')
  running(gateOf(5), rejects('carol'))
    .when(reopens('zoe'))
    .refuses('may-not-act', 'Zoe may neither start nor approve this: that takes somebody of operators, dba, uc-leads.')
  running(gateOf(5), rejects('carol'), deviates('dana', 'abort'))
    .when(reopens('dana'))
    .refuses('gate-open', 'Gate 3 already asks for a way on: approve, reject or withdraw that one first.')
})

test('the deviation gate has the policy of the gate that governs the step', () => {
  const night = { ...POLICY, id: 'night', deviate: { from: ['uc-leads'], count: 1 } }
  const text = CONDITIONAL.text.replace('gate: disaster-recovery\nsettle: 30s\n```\n\n', 'gate: night\nsettle: 30s\n```\n\n')
  given(
    starts({ document: { id: 'conditional', text }, policies: { 'disaster-recovery': POLICY, night } }),
    locks,
    claimOf(1),
    reports(FAILED),
    observes(false),
  )
    .when(deviates('dana', 'retry'))
    .and((state) => expect(state.gates.at(-1)).toMatchObject({ policy: 'night', lines: [{ from: ['uc-leads'], count: 1 }] }))
})

test('a confirmation is no way out of attention', () => {
  running(...FAILED_AT_5)
    .when(does('dana', { type: 'confirm', step: 5, choice: 'done' }))
    .refusesWith('nothing-to-confirm')
  running(until((state) => state.endedAt !== undefined))
    .when(deviates('dana', 'retry'))
    .refusesWith('ended')
})
