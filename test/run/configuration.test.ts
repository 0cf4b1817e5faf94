import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import {
  approves,
  bothApprove,
  claimOf,
  claims,
  deviates,
  FAILED,
  gateOf,
  locks,
  observes,
  orderOf,
  RAN,
  reopens,
  reports,
  starts,
  stepOf,
  waits,
} from './acts.ts'
import type { Act } from './acts.ts'
import { BY_HAND } from './documents.ts'
import { given, running } from './given.ts'
import { PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'
import { attentionSaid, needSaid, refusalSaid, viewOf } from '../words/said.ts'

type Changed = Extract<Command, { type: 'configuration-changed' }>

function configures(over: Partial<Changed>): Act {
  return (run) =>
    run.send({
      run: RUN,
      type: 'configuration-changed',
      policies: { 'disaster-recovery': POLICY },
      people: PEOPLE,
      targets: TARGETS,
      ...over,
    })
}

const WITHOUT_CAROL = configures({ people: PEOPLE.map((person) => (person.id === 'carol' ? { ...person, groups: [] } : person)) })
const SEC = TARGETS['SEC']
const MOVED = configures({ targets: { ...TARGETS, ...(SEC === undefined ? {} : { SEC: { ...SEC, host: 'sqlb9.contoso.com' } }) } })
const NO_SEC = configures({ targets: Object.fromEntries(Object.entries(TARGETS).filter(([name]) => name !== 'SEC')) })

test('a configuration that the run knows already changes nothing', () => {
  running(gateOf(2)).when(configures({})).refuses('nothing-changed', 'R-1 knows this configuration already.').changesNothing()
})

test('people who have nothing to do with the plan void nothing', () => {
  running(gateOf(2))
    .when(configures({ people: PEOPLE.filter(({ id }) => id !== 'zoe') }))
    .leads('configuration-changed')
    .and((state) => expect(state.people).toHaveLength(6))
})

test('before there is a plan the new configuration is simply taken', () => {
  given(starts({ answers: {} }))
    .when(MOVED)
    .leads('configuration-changed')
    .is('gathering')
})

test('before any work a gate whose people changed opens again, with another fingerprint, and the old approval is refused with the difference', () => {
  const { run } = running(gateOf(2), approves('amir'))
  const old = run.made.gates[0]
  WITHOUT_CAROL(run)
  expect(run.last.events.map(({ type }) => type)).toEqual(['configuration-changed', 'planned', 'gate-closed', 'gate-opened'])
  expect(run.made.gates[1]?.fingerprint).not.toBe(old?.fingerprint)
  const difference = '- approver carol: Carol, in uc-leads'
  approves('amir', { gate: 1, fingerprint: old?.fingerprint ?? '' })(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'gate-closed',
    sentence: `Gate 1 was closed at ${sayInstant(run.made.gates[0]?.closed?.at ?? '')} (void): nothing is left to decide there.\n${difference}`,
  })
  approves('amir', { gate: 2, fingerprint: old?.fingerprint ?? '' })(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'stale-plan',
    sentence: `Gate 2 asks about ${short(run.made.gates[1]?.fingerprint)}, and the decision was about ${short(old?.fingerprint)}: that was gate 1. Read the new card before you decide.\n${difference}`,
  })
})

function short(fingerprint = ''): string {
  return `${fingerprint.slice(0, 4)}-${fingerprint.slice(4, 8)}`
}

test('somebody who leaves the group between the order and its claim takes the order back', () => {
  const { run } = running(orderOf(3))
  const order = run.order.key
  WITHOUT_CAROL(run)
  claims()(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'order-void',
    sentence: `The order ${order} of R-1 is void: nothing may be performed for it.`,
  })
  expect(attentionSaid(run.made)).toEqual({
    reason: 'approvals-void',
    sentence:
      'Step 3 "Copy" waits: the approvals are void, because what they were given for has changed. Nothing more was sent. Read the difference and open the gate again: it needs new approvals:\n- approver carol: Carol, in uc-leads',
  })
})

test('before any work a passed gate opens again too', () => {
  running(orderOf(2))
    .when(MOVED)
    .and((_, run) => expect(run.last.events.map(({ type }) => type)).toEqual(['configuration-changed', 'planned', 'gate-closed']))
})

test('before any work a gate that was voided after it had passed opens again, as soon as nothing is out', () => {
  given(starts({ rehearsal: true }), gateOf(2), waits(60_000), bothApprove, MOVED)
    .when(observes())
    .leads('observed', 'gate-opened')
    .is('waiting')
    .and((state) =>
      expect(state.gates.map(({ step, closed }) => [step, closed?.because])).toEqual([
        [2, 'void'],
        [2, undefined],
      ]),
    )
})

test('after work began people look at the difference first', () => {
  running(orderOf(3))
    .when(MOVED)
    .leads('configuration-changed', 'planned', 'gate-closed', 'order-voided', 'attention')
    .and((state) => {
      expect(state.attention?.reason).toBe('approvals-void')
      expect(needSaid(state)).toBe(
        'Step 3 "Copy" waits: the approvals are void, because what they were given for has changed. Nothing more was sent. Read the difference and open the gate again: it needs new approvals:\n- targets, SEC, host: sqlb1.contoso.com\n+ targets, SEC, host: sqlb9.contoso.com',
      )
    })
  running(orderOf(3), MOVED).when(reopens('dana')).leads('heard', 'reopened', 'observing')
  running(orderOf(3), MOVED, reopens('dana')).when(observes(false)).leads('observed', 'gate-opened')
  running(gateOf(5)).when(MOVED).leads('configuration-changed', 'planned', 'gate-closed', 'gate-closed', 'attention')
})

test('what is running is let end; then people look', () => {
  running(claimOf(2)).when(MOVED).leads('configuration-changed', 'planned', 'gate-closed').is('working')
  running(claimOf(2), MOVED, reports(RAN)).when(observes(true)).leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
  running(claimOf(2), MOVED, reports(RAN), observes(true))
    .when(observes(false))
    .leads('observed', 'attention')
    .and((state) => expect(needSaid(state)).toContain('Step 3 "Copy" may not begin: the approvals of gate 1 are void'))
    .and((state) => expect(needSaid(state)).toContain('+ targets, SEC, host: sqlb9.contoso.com'))
    .and((state) => expect(state.attention?.because).toMatchObject({ code: 'approvals-void', changed: 'configuration' }))
  running(claimOf(2), reports(RAN)).when(MOVED).is('working')
})

test('in attention nothing moves, but the approvals are gone', () => {
  running(claimOf(2), reports(FAILED), observes(false))
    .when(MOVED)
    .leads('configuration-changed', 'planned', 'gate-closed')
    .is('attention')
    .and((_, run) => {
      deviates('dana', 'retry')(run)
      bothApprove(run)
      observes(false)(run)
    })
    .leads('observed', 'gate-opened')
})

test('when no plan can be made any more the run waits for people, and cannot be led on but by an abort', () => {
  const sentence =
    'R-1 cannot go on: backup names the target SEC, which is not configured: add it, or choose another one. Put the configuration right, or abort.'
  running(gateOf(2)).when(NO_SEC).leads('configuration-changed', 'gate-closed', 'attention').is('attention')
  running(gateOf(2), NO_SEC).when(reopens('dana')).refuses('plan-impossible', sentence)
  running(gateOf(2), NO_SEC).when(deviates('dana', 'retry')).refuses('plan-impossible', sentence)
  running(gateOf(2), NO_SEC).when(deviates('dana', 'abort')).leads('heard', 'gate-opened')
  running(orderOf(3)).when(NO_SEC).leads('configuration-changed', 'gate-closed', 'order-voided', 'attention')
  running(claimOf(2)).when(NO_SEC).leads('configuration-changed', 'gate-closed').is('working')
})

test('the plan that is put right lets the gate open again', () => {
  running(gateOf(2), NO_SEC, configures({})).when(reopens('dana')).leads('heard', 'reopened', 'gate-opened')
})

test('while the lock is waited for, the plan is made again and nothing else moves', () => {
  given(starts()).when(MOVED).leads('configuration-changed', 'planned').is('waiting')
  given(starts(), MOVED).when(locks).leads('lock-taken', 'step-begun', 'observing')
})

test('a plan that becomes impossible before the first step can be opened again, withdrawn or aborted, but not retried', () => {
  const stuck = [starts(), NO_SEC]
  given(...stuck)
    .when(deviates('dana', 'retry'))
    .refuses('nothing-begun', 'R-1 has begun no step yet: there is nothing to retry. Open its gate again, withdraw it or abort it.')
  given(...stuck, configures({}))
    .when(reopens('dana'))
    .leads('heard', 'reopened')
  given(...stuck, configures({}), reopens('dana'))
    .when(locks)
    .leads('lock-taken', 'step-begun', 'observing')
  given(...stuck, locks)
    .when()
    .is('attention')
  given(...stuck, deviates('dana', 'abort'))
    .when()
    .and((state) => {
      expect(viewOf(state).gate).toMatchObject({ title: 'A small procedure', statements: [] })
      expect(viewOf(state).status).toBe('Gate 1 waits for 2 of dba or uc-leads to abort the run, until 2026-11-21 03:30:00 UTC.')
    })
    .and((_, run) => bothApprove(run))
    .is('aborted')
  expect(viewOf(given(...stuck).run.made).attention).toMatchObject({ step: 0, offers: ['reopen', 'abort'], mayBeginFrom: [] })
})

test('while a person works by hand they go on working', () => {
  given(starts({ document: BY_HAND }), locks)
    .when(MOVED)
    .leads('configuration-changed', 'planned')
    .is('waiting')
})

test('a question that is out is asked on', () => {
  running(stepOf(2)).when(MOVED).leads('configuration-changed', 'planned').is('working')
})

test('an open gate of a deviation is voided, and the run waits where it was', () => {
  running(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry'))
    .when(MOVED)
    .leads('configuration-changed', 'planned', 'gate-closed', 'gate-closed')
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('failed'))
})

test('the names of secrets are those of the newest configuration', () => {
  const named = running(gateOf(2), configures({ secretNames: ['chat-pfx'] }))
  expect(named.run.made.secretNames).toEqual(['chat-pfx'])
  named
    .when(configures({}))
    .leads('configuration-changed')
    .and((state) => expect(state).not.toHaveProperty('secretNames'))
})
