/** A check that is asked only after the run, and one that compares with what its own step has read. */
import { describe, expect, test } from 'vitest'
import {
  bothApprove,
  claimOf,
  claims,
  deviates,
  does,
  ends,
  FAILED,
  gateOf,
  locks,
  looksOnly,
  losesContact,
  observes,
  orderOf,
  RAN,
  refuses,
  reports,
  starts,
  stepOf,
  theEnd,
  until,
  waits,
} from './acts.ts'
import type { Act } from './acts.ts'
import { AFTERWARDS, BEFORE, CHECK, document, LOOK, RUN as RUN_BLOCK, step } from './documents.ts'
import { given, type Given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { doneSaid } from '../words/said.ts'

const LISTED = step(
  'Apply',
  ['gate: disaster-recovery', 'each: file of files', 'captures:', '  files: list of path'],
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n',
  RUN_BLOCK,
  CHECK.replace('check', 'check after'),
)

const sending = (...acts: Act[]): Given => given(starts({ document: AFTERWARDS }), locks, ...acts)
const captured = (share: string) => (run: PracticeRun) => void (run.finds['share'] = [share])

describe('a check after the run', () => {
  test('is asked neither before the gate nor before the claim', () => {
    sending()
      .when()
      .and((state) => expect(state.question).toMatchObject({ step: 1, looks: ['before'] }))
    sending(orderOf(1))
      .when(claims({ looked: [] }))
      .leads('claimed')
  })

  test('is not asked of one item because another was performed', () => {
    const second = until((state) => state.step === 1 && state.item === 2 && state.steps[0]?.items[1]?.attempts.length === 1)
    given(starts({ document: document('listed', LISTED) }), locks, second)
      .when(claims({ looked: [] }))
      .leads('claimed')
  })

  test('says after the run whether the effect is there', () => {
    sending(claimOf(1)).when(ends(RAN, true)).leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'observing')
    sending(claimOf(1), waits(30_000)).when(ends(RAN, false)).leads('attempt-ended', 'attempt-judged', 'attention')
  })

  test('is asked after lost contact, as any other', () => {
    sending(claimOf(1), losesContact)
      .when((run) => expect(run.order).toMatchObject({ looks: ['check'], attempt: { step: 1, item: 0, number: 1 } }))
      .and((_, run) => observes(true)(run))
      .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
  })

  test('is asked first once an attempt was made: what was done is not done again', () => {
    const retried = [claimOf(1), ends(FAILED, false), deviates('dana', 'retry'), bothApprove]
    sending(...retried)
      .when(claims({ looked: [] }))
      .refusesWith('not-as-seen')
    sending(...retried)
      .when(looksOnly(true))
      .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'observing')
    const back = [orderOf(2), claims(), ends(FAILED, false), deviates('dana', 'retry', { from: 1 }), bothApprove]
    sending(...back)
      .when(claims({ looked: [] }))
      .refusesWith('not-as-seen')
  })

  test('of a list is asked first wherever an item stands when the list is begun anew', () => {
    const list = document('list', LOOK, LISTED)
    const files =
      (...names: string[]) =>
      (run: PracticeRun) =>
        void (run.finds['files'] = names)
    given(
      starts({ document: list }),
      locks,
      files('\\\\a\\1', '\\\\a\\2'),
      until((state) => state.item === 2),
      claims({ looked: [] }),
      ends(FAILED, false),
      deviates('dana', 'retry'),
      files('\\\\a\\0', '\\\\a\\1', '\\\\a\\2', '\\\\a\\3'),
      bothApprove,
      observes(),
      until((state) => state.item === 4),
    )
      .when(claims({ looked: [] }))
      .refusesWith('not-as-seen')
  })

  test('is not asked in a rehearsal', () => {
    given(starts({ document: AFTERWARDS, rehearsal: true }), stepOf(2))
      .when()
      .and((state) => expect(state.steps[0]?.done?.how).toBe('rehearsed'))
      .and((state) => expect(state.findings).toEqual([]))
  })
})

test('a precondition that nobody has asked for yet is asked before the claim', () => {
  const ready = document('ready', step('Stop', ['gate: disaster-recovery'], RUN_BLOCK, CHECK), step('Go', [], BEFORE, RUN_BLOCK, CHECK))
  given(starts({ document: ready }), locks, orderOf(2))
    .when((run) => claims({ looked: run.answers({ step: 2, item: 0 }, 'check', false) })(run))
    .refusesWith('not-as-seen')
})

test('a check after what a person does by hand is not asked in a rehearsal', () => {
  const byHand = document('hand', step('Ring', ['confirm:', '  ask: "Ring."', '  choices: [done]'], CHECK.replace('check', 'check after')))
  given(starts({ document: byHand, rehearsal: true }))
    .when(does('dana', { type: 'confirm', step: 1, choice: 'done' }))
    .leads('heard', 'confirmed', 'step-done', 'ended')
})

describe('a check that uses what its own step captures', () => {
  const reading = [until((state) => state.step === 2)]

  test('is asked after the read, behind a gate that is passed too', () => {
    sending(...reading)
      .when()
      .and((state) => expect(state.question).toMatchObject({ step: 2, looks: ['read', 'check'], purpose: 'first' }))
    sending(...reading)
      .when(observes(false))
      .leads('observed', 'captured', 'ordered')
    sending(...reading)
      .when(observes(true))
      .leads('observed', 'captured', 'step-done', 'ended')
  })

  test('is not asked when nothing was found to compare with', () => {
    sending(...reading, (run) => (run.finds = {}))
      .when(observes(false))
      .leads('observed', 'attention')
      .and((state, run) => {
        expect(state.attention?.reason).toBe('capture')
        expect(run.last.events[0]).toMatchObject({ seen: [{ look: 'read', found: false }] })
      })
  })

  test('is asked after the read once more where nothing was performed, whatever an earlier pass has recorded', () => {
    const turnedDown = [...reading, orderOf(2), reports(refuses('no-such-target')), deviates('dana', 'retry'), bothApprove]
    sending(...turnedDown)
      .when()
      .and((state) => expect(state.question).toMatchObject({ step: 2, looks: ['read', 'check'] }))
  })

  test('compares, once the step was performed, with what was there before that', () => {
    const again = [...reading, orderOf(2), claims(), ends(FAILED, false), deviates('dana', 'retry'), bothApprove, captured('\\\\b\\moved')]
    const begun = sending(...again)
    expect(begun.run.made.question).toMatchObject({ step: 2, looks: ['check', 'read'] })
    begun
      .when(observes(true))
      .leads('observed', 'step-done', 'ended')
      .and((state) => expect(state.captures).toEqual({ share: '\\\\a\\share' }))
    sending(...again)
      .when(observes(false))
      .leads('observed', 'captured', 'ordered')
      .and((state) => expect(state.captures).toEqual({ share: '\\\\b\\moved' }))
  })
})

test('both come to their end', () => {
  sending(theEnd)
    .when()
    .is('done')
    .and((state) => expect([0, 1].map((step) => doneSaid(state, step))).toEqual([RUN_AND_THERE, RUN_AND_THERE]))
  sending(gateOf(1)).when().is('waiting')
})

const RUN_AND_THERE = { how: 'run', detail: 'it is there' }
