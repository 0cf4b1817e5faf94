/** What counts at the very instant of a bound, and one tick (10 ms) before or after it. */
import { expect, test } from 'vitest'
import { later } from '../../src/text/instant.ts'
import type { RunState } from '../../src/run/state.ts'
import { isStale } from '../../src/run/step/when-to-look.ts'
import { plannedStep } from '../../src/run/where.ts'
import { approves, claims, deviates, FAILED, gateOf, observes, orderOf, reports, starts, timer } from './acts.ts'
import type { Act } from './acts.ts'
import { given, running } from './given.ts'
import { RUN } from './practice-run.ts'
import type { PracticeRun } from './practice-run.ts'

const TICK_MS = 10

/** The next command is decided at this instant. */
function at(instant: (state: RunState) => string | undefined, afterMs = 0): Act {
  return (run) => {
    run.now = later(instant(run.made) ?? '', afterMs - TICK_MS)
  }
}

const refusedLock: Act = (run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-9' })
const expiry = (state: RunState) => state.gates[0]?.expiresAt
const escalation = (state: RunState) => state.gates[0]?.escalateAt
const retry = (state: RunState) => later(state.lock?.waited?.at ?? '', 5000)

test('a gate expires at its instant, not before', () => {
  running(gateOf(2), at(expiry)).when(timer('expire:gate-1')).leads('gate-closed', 'ended')
  running(gateOf(2), at(expiry, -TICK_MS)).when(timer('expire:gate-1')).refusesWith('stale-timer').changesNothing()
})

test('an approval still counts at that instant, and not after it', () => {
  running(gateOf(2), at(expiry)).when(approves('amir')).leads('heard', 'approved')
  running(gateOf(2), at(expiry, TICK_MS)).when(approves('amir')).refusesWith('gate-expired').changesNothing()
})

test('somebody else is called at the instant, not before', () => {
  running(gateOf(2), at(escalation)).when(timer('escalate:gate-1')).leads('escalated')
  running(gateOf(2), at(escalation, -TICK_MS)).when(timer('escalate:gate-1')).refusesWith('stale-timer').changesNothing()
})

test('a lock is asked for again at the instant, not before', () => {
  given(starts(), refusedLock, at(retry)).when(timer('lock-retry:1')).leads('lock-asked')
  given(starts(), refusedLock, at(retry, -TICK_MS)).when(timer('lock-retry:1')).refusesWith('stale-timer').changesNothing()
  given(starts(), refusedLock, at(retry)).when(timer('lock-retry:2')).refusesWith('stale-timer').changesNothing()
})

test('a precondition lives for a minute, to the tick', () => {
  const seen = (state: RunState) => state.steps[1]?.items[0]?.beforeOkAt
  const checkAlone = (run: PracticeRun): Act => claims({ looked: run.answers({ step: 2, item: 0 }, 'check', false) })
  running(orderOf(2), at(seen, 60_000))
    .when((run) => checkAlone(run)(run))
    .leads('claimed')
  running(orderOf(2), at(seen, 60_000 + TICK_MS))
    .when((run) => checkAlone(run)(run))
    .refusesWith('not-as-seen')
    .changesNothing()
})

test('a retry takes approvals along to the very instant at which they lapse', () => {
  const lapse = (state: RunState) => state.gates[0]?.passed?.notAfter
  const asked = [orderOf(3), claims(), reports(FAILED), observes(false), deviates('dana', 'retry'), approves('amir')]
  running(...asked, at(lapse))
    .when(approves('carol'))
    .and((state) => expect(state.pass).toBe(1))
  running(...asked, at(lapse, TICK_MS))
    .when(approves('carol'))
    .and((state) => expect(state.pass).toBeUndefined())
})

test('where there is no way back, a precondition that was seen at the instant of the last approval counts, and an older one does not', () => {
  const { made } = running(orderOf(5)).run
  const passed = made.gates[1]?.passed?.at ?? ''
  const planned = plannedStep(made, 5)
  expect(planned.oneWay).toBe(true)
  expect(isStale(made, planned, passed, passed)).toBe(false)
  expect(isStale(made, planned, later(passed, -1), passed)).toBe(true)
  expect(isStale(made, { ...planned, oneWay: false }, later(passed, -1), passed)).toBe(false)
})
