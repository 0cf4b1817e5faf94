import { expect, test } from 'vitest'
import { lettingBegin } from '../../src/run/step/looks.ts'
import { bothApprove, claims, gateOf, orderOf, waits } from './acts.ts'
import { running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'

/** What the worker says that it looked at before its claim. */
const claimsBy =
  (...looks: ('check' | 'before')[]) =>
  (run: PracticeRun): void =>
    claims({ looked: looks.flatMap((look) => run.answers(run.order, look, false)) })(run)

test('a precondition older than a minute is asked again under the lock, or the claim is not granted', () => {
  const late = [gateOf(2), waits(60_000), bothApprove]
  running(...late)
    .when(claimsBy('check', 'before'))
    .leads('claimed')
  running(...late)
    .when(claimsBy('check'))
    .refuses(
      'not-as-seen',
      'R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its before did not (0 of 1 block answered).',
    )
  running(...late, (run) => (run.ready = false))
    .when(claimsBy('check', 'before'))
    .refuses(
      'not-as-seen',
      'R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its before did not (two jobs are running).',
    )
  running(gateOf(2), bothApprove).when(claimsBy('check')).leads('claimed')
  // More than is due may be asked, and then counts.
  running(gateOf(2), bothApprove).when(claimsBy('check', 'before')).leads('claimed')
  running(gateOf(2), bothApprove, (run) => (run.ready = false))
    .when(claimsBy('check', 'before'))
    .refusesWith('not-as-seen')
})

test('before a step with no way back the precondition is asked again after the last approval, however short the wait was', () => {
  running(gateOf(5), waits(1000), bothApprove)
    .when(claimsBy('check'))
    .refusesWith('not-as-seen')
    .and((_, run) => claimsBy('check', 'before')(run))
    .leads('claimed')
})

test('nothing is granted whose check has not just said that it is not done', () => {
  const sentence = (detail: string): string =>
    `R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its check did not (${detail}).`
  const results =
    (done: boolean, over: object = {}) =>
    (run: PracticeRun) =>
      claims({ looked: run.answers(run.order, 'check', done).map((result) => ({ ...result, ...over })) })(run)
  running(orderOf(2)).when(results(true)).refuses('not-as-seen', sentence('it is there'))
  running(orderOf(2))
    .when(results(false, { rows: [], rowCount: 0 }))
    .refuses('not-as-seen', sentence('0 rows, not one'))
  running(orderOf(2))
    .when(results(false, { block: 0 }))
    .refusesWith('not-as-seen')
  running(orderOf(2))
    .when(claims({ looked: [] }))
    .refuses('not-as-seen', sentence('0 of 1 block answered'))
  running(orderOf(2))
    .when((run) => claims({ looked: [...run.looked(), ...run.looked()] })(run))
    .refuses('not-as-seen', sentence('2 of 1 block answered'))
    .changesNothing()
})

test('where nothing was seen, nothing is undone', () => {
  expect(lettingBegin([], true)).toBe(false)
})
