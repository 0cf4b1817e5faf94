import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import {
  bothApprove,
  cancels,
  claimOf,
  claims,
  losesContact,
  observes,
  orderOf,
  RAN,
  reopens,
  reports,
  starts,
  UNKNOWN,
  waits,
  locks,
} from './acts.ts'
import { given, running } from './given.ts'
import type { Gate, RunState } from '../../src/run/state.ts'
import { PEOPLE } from './practice.ts'
import { RUN, WORKER } from './practice-run.ts'
import type { PracticeRun } from './practice-run.ts'
import { refusalSaid } from '../words/said.ts'

const MINUTE = 60_000

test('an attempt is granted to one nonce', () => {
  running(orderOf(2))
    .when(claims({ nonce: 'mine' }))
    .leads('claimed')
    .and((state) => expect(state.performed).toBe(true))
})

test('it is granted once, even to the same nonce', () => {
  for (const nonce of ['mine', 'yours']) {
    running(orderOf(2), claims({ nonce: 'mine' }))
      .when(claims({ nonce }))
      .refuses('claimed-already', `step 2, attempt 1 of R-1 was claimed by b1 at ${sayInstant(claimedAt() ?? '')}: it is granted once.`)
      .changesNothing()
  }
})

function claimedAt(): string {
  return running(claimOf(2)).run.made.steps[1]?.items[0]?.attempts[0]?.claim?.at ?? ''
}

test('nothing that was not ordered is granted', () => {
  running(orderOf(2))
    .when(claims({ attempt: { step: 2, item: 0, number: 2 } }))
    .refuses('unknown-order', `R-1 has given no order ${orderKey()} for step 2, attempt 2: nothing may be performed.`)
  running(orderOf(2))
    .when(claims({ order: 'R-1/2/0/1' }))
    .refuses('unknown-order', 'R-1 has given no order R-1/2/0/1 for step 2, attempt 1: nothing may be performed.')
  running(orderOf(4))
    .when(claims({ attempt: { step: 4, item: 9, number: 1 } }))
    .refusesWith('unknown-order')
  running(orderOf(2))
    .when(claims({ attempt: { step: 77, item: 0, number: 1 } }))
    .refusesWith('unknown-order')
})

function orderKey(): string {
  return running(orderOf(2)).run.order.key
}

test('a worker of another site is granted nothing', () => {
  running(orderOf(2))
    .when(claims({ site: 'a' }))
    .refuses('wrong-site', 'Step 2 is performed from b, and b1 works at a: it may not claim it.')
})

test('who replayed an older log must replay it again', () => {
  running(orderOf(2))
    .when(claims({ head: 'f'.repeat(64) }))
    .refuses('head-moved', 'The log of R-1 has grown since b1 replayed it: replay it again, then claim.')
    .changesNothing()
})

test('a cancel before the claim wins', () => {
  running(orderOf(2), cancels('amir')).when(claims()).refusesWith('ended').is('withdrawn')
  running(orderOf(5), cancels('amir'))
    .when(claims())
    .refuses('order-void', `The order ${running(orderOf(5)).run.order.key} of R-1 is void: nothing may be performed for it.`)
})

test('approvals that have run out carry nothing: the run waits for people, and the gate opens again', () => {
  running(orderOf(3), waits(31 * MINUTE))
    .when(claims())
    .and((_, run) => expect(run.last.events.map(({ type }) => type)).toEqual(['order-voided', 'attention']))
    .refusesWith('approvals-expired')
    .needs(
      'approvals-expired',
      `Step 3 "Copy" may not begin: the approvals of gate 1 were good until ${sayInstant(notAfter() ?? '')}. Nothing was sent. Open the gate again: it needs new approvals.`,
    )
  running(orderOf(3), waits(31 * MINUTE), (run) => pass(run, claims()))
    .when(reopens('amir'))
    .leads('heard', 'gate-closed', 'reopened', 'observing')
    .and((_, run) => observes(false)(run))
    .leads('observed', 'gate-opened')
    .and((_, run) => bothApprove(run))
    .leads('heard', 'approved', 'gate-passed', 'ordered')
    .and((_, run) => claims()(run))
    .leads('claimed')
})

test('approvals that ran out during a step stop the next one before its order', () => {
  running(claimOf(2), waits(31 * MINUTE), reports(RAN), observes(true))
    .when(observes(false))
    .leads('observed', 'attention')
    .and((state) => expect(state.attention?.reason).toBe('approvals-expired'))
})

/** A refused act, as a part of what is given. */
function pass(run: PracticeRun, act: (run: PracticeRun) => void): void {
  act(run)
  delete run.last.refusal
}

function notAfter(): string {
  return running(orderOf(3)).run.made.gates[0]?.passed?.notAfter ?? ''
}

test('the approvals are still good at their last instant', () => {
  const { run } = running(orderOf(3))
  run.now = new Date(Date.parse(notAfter()) - 10).toISOString()
  claims()(run)
  expect(run.last.refusal).toBeUndefined()
})

test('somebody who left the group before the claim does not count any more', () => {
  const left = PEOPLE.map((person) => (person.id === 'carol' ? { ...person, groups: [] } : person))
  const { run } = running(orderOf(3))
  run.state = { ...run.made, people: left }
  claims()(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'approvals-void',
    sentence: 'Step 3 "Copy" may not begin: gate 1 lacks 1 of uc-leads. Nothing was sent. Open the gate again: it needs new approvals.',
  })
  expect(run.made.attention?.reason).toBe('approvals-void')
})

test('somebody who is not among the people any more is named', () => {
  const { run } = running(orderOf(3))
  run.state = { ...run.made, people: PEOPLE.filter(({ id }) => id !== 'carol') }
  claims()(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal).sentence).toBe(
    'Step 3 "Copy" may not begin: gate 1 lacks 1 of uc-leads, since Carol may not approve any more. Nothing was sent. Open the gate again: it needs new approvals.',
  )
})

test('whoever became barred does not count', () => {
  const { run } = running(orderOf(3))
  run.state = {
    ...run.made,
    gates: run.made.gates.map((gate) => ({ ...gate, barred: { ...gate.barred, carol: { why: 'asked' as const, name: 'Carol' } } })),
  }
  claims()(run)
  expect(run.last.refusal?.code).toBe('approvals-void')
})

test('a gate that lets nothing pass any more carries no order, whatever made it so', () => {
  const gatesAre = (over: Partial<Gate>) => (state: RunState) => ({ ...state, gates: state.gates.map((gate) => ({ ...gate, ...over })) })
  for (const change of [
    ({ pass: _pass, ...state }: RunState) => state,
    (state: RunState) => ({ ...state, pass: 2 }),
    (state: RunState) => ({ ...state, gates: [] }),
    (state: RunState) => gatesAre({ closed: { because: 'void', at: state.startedAt } })(state),
    gatesAre({ step: 4 }),
    gatesAre({ kind: { type: 'deviation', kind: 'retry', step: 3, by: 'dana', reason: 'we looked' } }),
  ]) {
    const { run } = running(orderOf(3))
    run.state = change(run.made)
    claims()(run)
    expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
      code: 'approvals-void',
      sentence: 'Step 3 "Copy" may not begin: gate 1 lets it pass no more. Nothing was sent. Open the gate again: it needs new approvals.',
    })
  }
})

test('an order of another fingerprint than the gate carries nothing', () => {
  for (const change of [
    (run: PracticeRun) => ({ ...run.made, captures: { ...run.made.captures, share: '\\\\b\\share' } }),
    (run: PracticeRun) => ({ ...run.made, fingerprint: 'f'.repeat(64) }),
    (run: PracticeRun) => ({ ...run.made, gates: run.made.gates.map((gate) => ({ ...gate, fingerprint: 'f'.repeat(64) })) }),
  ]) {
    const { run } = running(orderOf(3))
    run.state = change(run)
    claims()(run)
    expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
      code: 'approvals-void',
      sentence:
        'Step 3 "Copy" may not begin: what gate 1 approved is not what would be performed. Nothing was sent. Open the gate again: it needs new approvals.',
    })
  }
})

test('a result is taken from the process that claimed, once', () => {
  running(claimOf(2))
    .when(reports(RAN, { nonce: 'other' }))
    .refuses('not-the-claimer', `${orderKey()} was claimed by another process: this result is not taken.`)
  running(claimOf(2))
    .when(reports(RAN, { worker: 'b2' }))
    .refusesWith('not-the-claimer')
  running(claimOf(2))
    .when(reports(RAN, { site: 'a' }))
    .refuses('wrong-site', 'Step 2 is performed from b, not from a: the result is not taken.')
  running(claimOf(2), reports(RAN))
    .when(reports(RAN))
    .refuses(
      'result-known',
      `The result of step 2, attempt 1 of R-1 was taken at ${sayInstant(running(claimOf(2), reports(RAN)).run.now)}: a second one changes nothing.`,
    )
})

test('what was never claimed has no result', () => {
  running(orderOf(2)).when(reports(RAN)).refuses('no-claim', `${orderKey()} was never claimed: a result of it is not taken.`)
  running(orderOf(2)).when(reports(UNKNOWN)).refusesWith('no-claim')
  running(orderOf(2))
    .when(reports(RAN, { attempt: { step: 2, item: 0, number: 5 } }))
    .refuses('unknown-attempt', 'R-1 has no such attempt: its result is not taken.')
})

test('an unclaimed order whose worker is lost goes to another one, and the lost worker may not claim it any more', () => {
  const { run } = running(orderOf(2))
  const old = run.order
  losesContact(run)
  expect(run.last.events.map(({ type }) => type)).toEqual(['contact-lost', 'order-voided', 'ordered'])
  if (old.kind !== 'perform') throw new Error('not a perform order')
  claims({ order: old.key, attempt: old.attempt })(run)
  expect(run.last.refusal && refusalSaid(run.last.refusal)).toEqual({
    code: 'order-void',
    sentence: `The order ${old.key} of R-1 is void: nothing may be performed for it.`,
  })
  claims()(run)
  expect(run.last.events.map(({ type }) => type)).toEqual(['claimed'])
})

test('a command for another run does nothing here', () => {
  given(starts(), locks)
    .when((run) => run.send({ ...WORKER, run: 'R-2', type: 'observed', order: run.order.key, results: [] }))
    .refuses('other-run', 'This was meant for R-2, and this is R-1: nothing was done.')
  expect(RUN).toBe('R-1')
})
