/** States that no log leads to: whoever plants one is told which run is broken and where, and nothing is decided from it. */
import { expect, test } from 'vitest'
import { judgeRecovery } from '../../src/run/attempt/recover.ts'
import { orderPerform } from '../../src/run/attempt/order-perform.ts'
import { evolve, evolveAll } from '../../src/run/evolve.ts'
import { openStepGate } from '../../src/run/gate/open-gate.ts'
import type { Plan } from '../../src/procedure/plan-types.ts'
import type { RunState } from '../../src/run/state.ts'
import { advanceItem } from '../../src/run/step/advance-item.ts'
import { plannedStep, stepState } from '../../src/run/where.ts'
import { claimOf, losesContact, stepOf } from './acts.ts'
import { running } from './given.ts'

const NOW = '2026-11-21T03:00:00.000Z'

test.each<[string, (state: RunState) => unknown]>([
  ['Step 77 is not in the plan of R-1.', (state) => plannedStep(state, 77)],
  ['Step 77 is not in the state of R-1.', (state) => stepState(state, 77)],
  ['Step 2 of R-1 has no item 9.', (state) => advanceItem(state, 2, 9, NOW)],
  ['Nothing lets step 2 of R-1 pass.', (state) => orderPerform(state, 2, 0)],
  [
    'The plan of R-1 lacks the policy disaster-recovery.',
    (state) => openStepGate({ ...state, plan: { ...(state.plan as Plan), policies: {} } }, 2, NOW),
  ],
  ['The first event of a run is "started", not "step-begun".', () => evolve(undefined, { type: 'step-begun', step: 1 }, NOW)],
  ['Nothing has started this run.', () => evolveAll(undefined, [], NOW)],
])('%s', (message, act) => {
  const { made } = running(stepOf(2)).run
  expect(() => act(made)).toThrow(new Error(message))
})

test('an answer about an attempt that the run does not have decides nothing', () => {
  const { made } = running(claimOf(2), losesContact).run
  const seen = { verdict: 'done' as const, detail: [], lockHeld: true }
  if (made.question === undefined) throw new Error('nothing is asked')
  const { attempt: _attempt, ...nameless } = made.question
  expect(judgeRecovery(made, { ...nameless, attempt: { step: 2, item: 0, number: 7 } }, seen)).toEqual([])
  expect(judgeRecovery(made, nameless, seen)).toEqual([])
  expect(judgeRecovery(made, made.question, seen)).not.toEqual([])
})
