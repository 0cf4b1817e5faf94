/** A step by hand that asks several questions, one after the other. */
import { describe, expect, test } from 'vitest'
import { bindValues } from '../../src/procedure/bind-values.ts'
import { bothApprove, claims, does, locks, starts, theEnd } from './acts.ts'
import type { Act } from './acts.ts'
import { TWO_QUESTIONS } from './documents.ts'
import { given, type Given } from './given.ts'
import { doneSaid, viewOf } from '../words/said.ts'

const says = (who: string, choice: string, question?: number): Act =>
  does(who, { type: 'confirm', step: 1, ...(question === undefined ? {} : { question }), choice })
const asking = (...acts: Act[]): Given => given(starts({ document: TWO_QUESTIONS }), locks, bothApprove, ...acts)

describe('several questions', () => {
  test('are asked one after the other, by whoever may', () => {
    asking()
      .when()
      .and((state) => expect(viewOf(state).confirm).toEqual({ step: 1, of: 2, ask: 'Is the carrier told?', choices: ['yes', 'no'] }))
    asking()
      .when(says('dana', 'yes'))
      .leads('heard', 'confirmed', 'confirm-asked')
      .is('waiting')
      .and((state) =>
        expect(viewOf(state).confirm).toEqual({
          step: 1,
          question: 2,
          of: 2,
          ask: 'Is the site reachable?',
          choices: ['reachable', 'dark'],
        }),
      )
    asking(says('dana', 'yes'))
      .when(says('amir', 'dark', 2))
      .leads('heard', 'confirmed', 'step-done', 'step-passed-over', 'ended')
      .and((state) => expect(doneSaid(state, 0)).toEqual({ how: 'confirmed', detail: 'Dana says: yes; Amir says: dark' }))
  })

  test('have answers of their own', () => {
    asking(says('dana', 'yes'))
      .when(says('amir', 'yes', 2))
      .refusesWith('unknown-choice')
  })

  test('are answered once: a button of the question before is worth nothing', () => {
    asking(says('dana', 'yes'))
      .when(says('amir', 'no'))
      .refuses(
        'other-question',
        'This question of step 1 of R-1 is answered, and another one waits: answer the one that the card shows now.',
      )
      .changesNothing()
    asking()
      .when(says('dana', 'reachable', 2))
      .refusesWith('other-question')
    asking(says('dana', 'yes'), says('amir', 'dark', 2))
      .when(says('amir', 'dark', 2))
      .refusesWith('ended')
  })

  test('lead on by the name of an answer, and a block is told it', () => {
    asking(says('dana', 'yes'))
      .when(says('amir', 'reachable', 2))
      .leads('heard', 'confirmed', 'step-done', 'step-begun', 'ordered')
      .and((state) => {
        const [, shut] = state.plan?.steps ?? []
        if (shut?.blocks[0] === undefined) throw new Error('nothing to bind')
        const bound = bindValues(shut.blocks[0], {
          procedure: state.procedure,
          step: shut,
          values: state.values,
          captures: state.captures,
          targets: state.targets,
        })
        expect(bound).toEqual({ language: 'powershell', values: { reachable: 'reachable' } })
      })
  })

  test('do not undo the gate that was passed before them', () => {
    asking(says('dana', 'yes'), says('amir', 'reachable', 2))
      .when(claims())
      .leads('claimed')
  })

  test('are asked anew where the step is begun again', () => {
    asking(says('dana', 'yes'), says('amir', 'reachable', 2), claims(), theEnd)
      .when()
      .is('done')
    asking(says('dana', 'yes'), does('dana', { type: 'cancel', reason: 'wrong site' }))
      .when()
      .is('withdrawn')
  })

  test('are asked in a rehearsal, too, and their answers lead on', () => {
    given(starts({ document: TWO_QUESTIONS, rehearsal: true }), bothApprove, says('dana', 'yes'))
      .when(says('amir', 'dark', 2))
      .is('done')
      .and((state) => expect(state.captures).toEqual({ reachable: 'dark' }))
  })
})
