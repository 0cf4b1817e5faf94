import { describe, expect, test } from 'vitest'
import { bothApprove, does, gateOf, locks, observes, observesAtOnce, reopens, starts, until, waits } from './acts.ts'
import type { Act } from './acts.ts'
import { ALONE, BY_HAND, BY_HAND_ALONE, document, step, TWO_QUESTIONS } from './documents.ts'
import { given } from './given.ts'
import { PEOPLE, POLICY, TARGETS } from './practice.ts'
import { doneSaid, endSaid, viewOf } from '../words/said.ts'

const says = (who: string, choice: string, step = 1): Act => does(who, { type: 'confirm', step, choice })
const byHand = (...acts: Act[]) => given(starts({ document: BY_HAND }), locks, ...acts)

test('a step by hand waits for a person who says it is done', () => {
  byHand()
    .when()
    .is('waiting')
    .and((state, run) => {
      expect(state.question).toBeUndefined()
      expect(run.last.events.at(-1)).toEqual({ type: 'confirm-asked', step: 1 })
    })
  byHand()
    .when(says('amir', 'not needed'))
    .leads('heard', 'confirmed', 'step-done', 'step-begun', 'observing')
    .and((state) => {
      expect(doneSaid(state, 0)).toEqual({ how: 'confirmed', detail: 'Amir says: not needed' })
      // An answer before it there is only where several things are asked.
      expect(state.steps[0]).not.toHaveProperty('answered')
    })
})

test('in the list of steps it waits for a person, and what another step found is not said of it', () => {
  byHand(says('amir', 'done'), gateOf(3))
    .when()
    .and((state) => expect(viewOf(state).steps[2]).toMatchObject({ state: 'waiting', detail: '' }))
  byHand(says('amir', 'done'), gateOf(3), bothApprove)
    .when()
    .and((state) => expect(viewOf(state).steps[2]).toMatchObject({ state: 'by-hand', detail: '' }))
})

test('a run of one step says so at its end', () => {
  given(starts({ document: ALONE }), locks)
    .when(says('amir', 'done'))
    .is('done')
    .and((state) => expect(endSaid(state)).toBe('The only step is done.'))
})

test('only what the step offers can be said, by somebody who may', () => {
  byHand().when(says('amir', 'perhaps')).refuses('unknown-choice', 'Step 1 offers done, not needed; "perhaps" is none of them.')
  byHand()
    .when(says('zoe', 'done'))
    .refuses('may-not-act', 'Zoe may neither start nor approve this: that takes somebody of operators, dba, uc-leads.')
})

test('only the step that waits is confirmed', () => {
  byHand()
    .when(says('amir', 'done', 2))
    .refuses('nothing-to-confirm', "Step 2 of R-1 does not wait for anybody's word.")
  byHand(says('amir', 'done')).when(says('amir', 'done')).refusesWith('nothing-to-confirm')
  given(starts({ document: BY_HAND }))
    .when(says('amir', 'done'))
    .refusesWith('nothing-to-confirm')
  byHand(says('amir', 'done'), gateOf(3))
    .when(says('amir', 'unplugged', 3))
    .refusesWith('nothing-to-confirm')
})

const unplugged: Act[] = [
  says('amir', 'done'),
  gateOf(3),
  until((state) => state.phase === 'waiting' && state.gates.at(-1)?.passed !== undefined),
  says('amir', 'unplugged', 3),
]

test('behind a gate the person begins when it has passed, and the check must hold', () => {
  byHand(...unplugged)
    .when(observes(true))
    .leads('observed', 'step-done', 'ended')
    .and((state) => expect(doneSaid(state, 2)).toEqual({ how: 'confirmed', detail: 'it is there' }))
  byHand(...unplugged)
    .when((run) => {
      expect(run.order).toMatchObject({ looks: ['check'], settleMs: 2_000 })
      observesAtOnce(run.results(run.order, false))(run)
    })
    .refusesWith('too-early')
  byHand(...unplugged)
    .when(observes(false))
    .leads('observed', 'attention')
    .needs(
      'failed',
      'Step 3 "Unplug" did not show its effect within 2 s. Its check says: it is not there. Retry, skip, mark it done or abort: each needs a reason and a second person.',
    )
})

test('a check of a step by hand that cannot tell needs people', () => {
  byHand(...unplugged)
    .when(observes(null))
    .and((state) => expect(state.attention?.reason).toBe('cannot-tell'))
})

const gated: Act[] = [locks, gateOf(1), bothApprove]
const changed: Act = (run) =>
  run.send({
    run: 'R-1',
    type: 'configuration-changed',
    policies: { [POLICY.id]: { ...POLICY, expiresMs: 2 * POLICY.expiresMs } },
    people: PEOPLE,
    targets: TARGETS,
  })

describe('whoever is asked to do a gated step by hand', () => {
  test('may have begun: where its approvals become void, people look before anybody does more or approves it again', () => {
    given(starts({ document: BY_HAND_ALONE }), ...gated)
      .when(changed)
      .leads('configuration-changed', 'planned', 'gate-closed', 'attention')
      .needs(
        'approvals-void',
        'Step 1 "Unplug" waits: the approvals are void, because what they were given for has changed. Nothing more was sent. Read the difference and open the gate again: it needs new approvals:\n- policies, disaster-recovery, expiresMs: 1800000\n+ policies, disaster-recovery, expiresMs: 3600000',
      )
    given(starts({ document: BY_HAND_ALONE }), ...gated, changed)
      .when(says('amir', 'unplugged'))
      .refusesWith('nothing-to-confirm')
    given(starts({ document: BY_HAND_ALONE }), ...gated, changed, reopens('dana'), bothApprove)
      .when(says('amir', 'unplugged'))
      .leads('heard', 'confirmed', 'step-done', 'ended')
  })

  test('is asked for the rest only when that is approved anew, where its approvals become void between two questions', () => {
    const half: Act[] = [starts({ document: TWO_QUESTIONS }), ...gated, says('amir', 'yes')]
    const second = does('amir', { type: 'confirm', step: 1, question: 2, choice: 'dark' })
    given(...half, changed)
      .when(reopens('dana'))
      .leads('heard', 'reopened', 'gate-opened')
    given(...half, changed, reopens('dana'), bothApprove)
      .when(second)
      .leads('heard', 'confirmed', 'step-done', 'step-passed-over', 'ended')
    given(...half, waits(48 * 3_600_000))
      .when(second)
      .leads('heard', 'confirmed', 'step-done', 'step-passed-over', 'ended')
  })

  test('is asked by nobody to have it approved once more when it is done, however long it took', () => {
    given(starts({ document: BY_HAND_ALONE }), ...gated, waits(48 * 3_600_000))
      .when(says('amir', 'unplugged'))
      .leads('heard', 'confirmed', 'step-done', 'ended')
  })

  test('is left alone where what they are asked now needs no approvals', () => {
    const asked = (title: string, ...options: string[]) => step(title, [...options, 'confirm:', '  ask: "Do it."', '  choices: [done]'])
    const behind = document('behind', asked('Unplug', 'gate: disaster-recovery'), asked('Ring'))
    given(starts({ document: behind }), ...gated, says('amir', 'done'))
      .when(changed)
      .leads('configuration-changed', 'planned', 'gate-closed')
      .is('waiting')
      .and((_, run) => says('amir', 'done', 2)(run))
      .leads('heard', 'confirmed', 'step-done', 'ended')
  })

  test('does nothing in a rehearsal, so a new plan stops none', () => {
    given(starts({ document: BY_HAND_ALONE, rehearsal: true }), gateOf(1), bothApprove)
      .when(changed)
      .leads('configuration-changed', 'planned', 'gate-closed')
      .is('waiting')
  })
})
