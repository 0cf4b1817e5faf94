/** How what was done is undone. */
import { expect, test } from 'vitest'
import { evolveAll } from '../../src/run/evolve.ts'
import type { RunState } from '../../src/run/state.ts'
import { fingerprintGate } from '../../src/procedure/fingerprint.ts'
import { bothApprove, claims, deviates, gateOf, locks, looksOnly, observes, orderOf, reopens, starts, theEnd, waits } from './acts.ts'
import { BY_HAND } from './documents.ts'
import { given } from './given.ts'
import { linesOf, viewOf } from '../words/said.ts'
import { MINUTE, REVERSED, reversed, undoes, undoGate, undone, gates } from './undoing.ts'

test('what was done is undone in reverse order, each step behind its own gate, and the run stands before the first of them', () => {
  reversed(undoes(2), bothApprove, undone, undone, undone)
    .when(undone)
    .needs(
      'undone',
      'Everything from step 2 "Stop" on is undone, and each check has said so. Retry from here, skip it, mark it done or abort: each needs a reason and a second person.',
    )
    .and((state, run) => {
      expect(gates(state)).toEqual(['step 2', 'step 4', 'deviation 5', 'undo 4', 'undo 3', 'undo 2'])
      expect(
        run.entries.flatMap(({ events }) => events.flatMap((event) => (event.type === 'undone' ? [`${event.step}/${event.item}`] : []))),
      ).toEqual(['4/2', '4/1', '3/0', '2/0'])
      expect(state).toMatchObject({ step: 2, item: 0 })
      expect(state.steps.map(({ begun, done }) => [begun !== undefined, done?.how])).toEqual([
        [true, 'read'],
        ...Array.from({ length: 5 }, () => [false, undefined]),
      ])
      expect(viewOf(state).steps.map((each) => each.state)).toEqual(['done', 'undone', 'undone', 'undone', 'pending', 'pending'])
      expect(viewOf(state).attention?.offers).toEqual(['retry', 'skip', 'mark-done', 'abort'])
    })
})

test('after an undo the steps are done again only behind new gates', () => {
  reversed(undoes(3), bothApprove, undone, undone, undone, deviates('dana', 'retry'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'step-begun', 'observing')
    .and((_, run) => gateOf(3)(run))
    .and((_, run) => theEnd(run))
    .and((state) => expect(state.phase).toBe('done'))
})

test('an undo is a deviation: it needs a reason, two people who did not ask, and sends nothing', () => {
  reversed()
    .when(undoes(4, 'erin'))
    .leads('heard', 'gate-opened')
    .and((state) => {
      expect(state.gates.at(-1)).toMatchObject({
        step: 5,
        kind: { type: 'deviation', kind: 'undo', step: 5, from: 4, reason: 'we looked', by: 'erin' },
        lines: [{ from: ['dba', 'uc-leads'], count: 2 }],
      })
      expect(viewOf(state).gate).toMatchObject({ kind: 'undo-to', opens: { steps: [], from: 4 }, statements: [] })
    })
  reversed(undoes(4)).when(bothApprove).leads('heard', 'approved', 'gate-passed', 'deviated', 'undo-begun', 'observing')
})

test('what is undone is asked about before its gate: what is not there has none', () => {
  reversed(undoes(4), bothApprove)
    .when(observes(false))
    .leads('observed', 'undone', 'undo-begun', 'observing')
    .and((state) => expect(state.steps[3]?.acted).toEqual(['\\\\a\\share\\1.trn']))
  reversed(undoes(4), bothApprove).when(observes(true)).leads('observed', 'gate-opened')
  reversed(undoes(4), bothApprove)
    .when(observes(null))
    .needs(
      'cannot-tell',
      'Undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn) was not begun: its check cannot tell whether it is done already (no rights). Only its looks were sent. Undo again, retry or abort: each needs a reason and a second person.',
    )
})

test('the gate of an undo asks the people of its step, for this step and nothing else', () => {
  reversed(undoes(4), bothApprove)
    .when(undoGate)
    .and((state) => {
      const gate = state.gates.at(-1)
      expect(gate).toMatchObject({
        step: 4,
        kind: { type: 'undo' },
        policy: 'disaster-recovery',
        lines: [{ from: ['dba'] }, { from: ['uc-leads'] }],
      })
      const content = { run: 'R-1', step: 4, gate: gate?.number ?? 0, captures: state.captures, after: gate?.after ?? '' }
      expect(gate?.fingerprint).toBe(fingerprintGate(state.fingerprint ?? '', { ...content, undo: true }))
      expect(gate?.fingerprint).not.toBe(fingerprintGate(state.fingerprint ?? '', content))
      expect(viewOf(state).gate).toMatchObject({
        kind: 'undo',
        opens: { steps: [{ step: 4, blocks: 1, each: { list: 'files', items: 2 } }] },
        statements: [{ step: 4, undo: true, text: 'RESTORE LOG @database FROM DISK = @file WITH STANDBY = @file;' }],
      })
    })
})

test('the gate of a step shows what would undo it, after what is sent', () => {
  given(REVERSED, locks)
    .when(gateOf(2))
    .and((state) => {
      const { gate } = viewOf(state)
      expect(gate?.statements.map(({ step: number, undo, language }) => [number, language, undo ?? false])).toEqual([
        [2, 'sql', false],
        [3, 'powershell', false],
        [2, 'sql', true],
        [3, 'powershell', true],
      ])
      expect(gate?.opens.steps.map(({ canBeUndone }) => canBeUndone)).toEqual([true, true])
    })
})

test('an undo is claimed only where its check has just said that there is something to undo', () => {
  reversed(undoes(4), bothApprove, undoGate, bothApprove)
    .when((run) => claims({ looked: run.results(run.order, false) })(run))
    .refusesWith('not-as-seen')
  reversed(undoes(4), bothApprove, undoGate, bothApprove)
    .when(claims({ looked: [] }))
    .refusesWith('not-as-seen')
  reversed(undoes(4), bothApprove, undoGate, bothApprove)
    .when(looksOnly(false))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'undo-begun', 'observing')
  reversed(undoes(4), bothApprove, undoGate, bothApprove).when(looksOnly(true)).refusesWith('nothing-decided')
})

test('people are shown how many items are still to be undone', () => {
  const items = (state: RunState) => viewOf(state).gate?.opens.steps[0]?.each
  reversed(undoes(4), bothApprove)
    .when(undoGate)
    .and((state) => expect(items(state)).toEqual({ list: 'files', items: 2 }))
  reversed(undoes(4), bothApprove, undone, waits(31 * MINUTE), observes(true), reopens('dana'))
    .when()
    .and((state) => expect(items(state)).toEqual({ list: 'files', items: 1 }))
})

test('an undo goes back to a step of this run', () => {
  reversed().when(undoes(0)).refuses('wrong-from', 'An undo goes back to step 1 to 5; 0 is none of them.')
  reversed().when(undoes(6)).refusesWith('wrong-from')
  given(starts({ document: BY_HAND }), locks)
    .when(undoes(1))
    .refusesWith('not-in-attention')
})

test('the thread says what is undone, by whom and in which order', () => {
  reversed(undoes(3), bothApprove, undone, undone, undone)
    .when()
    .and((_, run) => {
      let before: RunState | undefined
      const said = run.entries.flatMap((entry) => {
        const lines = linesOf(entry, before)
        before = evolveAll(before, entry.events, entry.at)
        return lines.map(({ text }) => text)
      })
      const from = said.findIndex((line) => line.startsWith('DEVIATION approved'))
      expect(said.slice(from).filter((line) => !/approved gate|is passed|Fingerprint/.test(line))).toMatchInlineSnapshot(`
        [
          "DEVIATION approved: what was done is undone, back to step 3, the last first; each step has a gate of its own.",
          "Step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn) is to be undone: its check is asked whether there is anything to undo.",
          "b1 undoes step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn), attempt 2.",
          "Step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn), attempt 2 ended without error after 40 ms. Its check decides.",
          "Step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn) is undone (it is not there).",
          "Step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn) is to be undone: its check is asked whether there is anything to undo.",
          "b1 undoes step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn), attempt 2.",
          "Step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn), attempt 2 ended without error after 40 ms. Its check decides.",
          "Step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn) is undone (it is not there).",
          "Step 3 "Copy" is to be undone: its check is asked whether there is anything to undo.",
          "b1 undoes step 3 "Copy", attempt 2.",
          "Step 3 "Copy", attempt 2 ended without error after 40 ms. Its check decides.",
          "Step 3 "Copy" is undone (it is not there).",
          "Everything from step 3 "Copy" on is undone: the run stands before it.",
          "ATTENTION (undone): Everything from step 3 "Copy" on is undone, and each check has said so. Retry from here, skip it, mark it done or abort: each needs a reason and a second person.",
        ]
      `)
    })
})

test('an order of a run is not one to undo', () => {
  given(REVERSED, locks, orderOf(2))
    .when()
    .and((_, run) => expect(run.order).not.toHaveProperty('undo'))
})
