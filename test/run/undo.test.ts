import { expect, test } from 'vitest'
import { evolveAll } from '../../src/run/evolve.ts'
import { openGate, standingAttempt } from '../../src/run/where.ts'
import type { RunState } from '../../src/run/state.ts'
import { fingerprintGate } from '../../src/procedure/fingerprint.ts'
import {
  bothApprove,
  cancels,
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
  rejects,
  refuses,
  reopens,
  reports,
  starts,
  stepOf,
  theEnd,
  timer,
  until,
  waits,
} from './acts.ts'
import type { Act } from './acts.ts'
import { document, REVERSIBLE, step, RUN, CHECK, UNCHECKED, UNDO, BY_HAND } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { doneSaid, linesOf, viewOf } from '../words/said.ts'

const MINUTE = 60_000
const REVERSED = starts({ document: REVERSIBLE })
/** Steps 2 and 3 and the two items of step 4 are done; step 5, which has no undo, reported an error and its check says no. */
const FAILED_AT_5 = [REVERSED, locks, claimOf(5), reports(FAILED), observes(false)]

const reversed = (...acts: Act[]) => given(...FAILED_AT_5, ...acts)
const undoes = (to: number, who = 'dana'): Act => deviates(who, 'undo', { from: to })
/** The next undo waits at its gate, or is ordered, or is claimed. */
const undoGate: Act = until((state) => openGate(state)?.kind.type === 'undo')
const undoOrder: Act = until((state) => standingAttempt(state)?.undo === true)
/** What this step reads is asked for. */
const asksFor = (step: number): Act => until(({ question }) => question?.step === step && question.item === 0)
/** The estate loses what the undo takes away. */
const gone =
  (...there: string[]): Act =>
  (run) =>
    there.forEach((each) => run.done.delete(each))
const performsUndo = (run: PracticeRun): void => {
  undoOrder(run)
  claims()(run)
}
const undone: Act = (run) => {
  performsUndo(run)
  const { step: number = 0, item = 0 } = standingAttempt(run.made)?.id ?? {}
  gone(`${number}/${item}`)(run)
  ends(RAN, false)(run)
}
const gates = (state: RunState) => state.gates.map(({ step: number, kind }) => `${kind.type} ${number}`)

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

test('the check decides whether it is undone, once the effect had its time to go', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo).when(ends(RAN, true)).refusesWith('too-early')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, waits(2000))
    .when(ends(RAN, true))
    .needs(
      'failed',
      'Undoing step 3 "Copy" did not show its effect within 2 s. Its check says: it is there. Undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(3), bothApprove, undone, undone, performsUndo)
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'stepped-back', 'attention')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo)
    .when(ends(FAILED, true))
    .needs(
      'failed',
      'Undoing step 3 "Copy" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). Its check says: it is there. Undo again, retry or abort: each needs a reason and a second person.',
    )
})

test('a result without its check leaves the asking to another, who asks until it is gone', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, reports(RAN))
    .when((run) => expect(run.order).toMatchObject({ kind: 'observe', looks: ['check'] }), observes(false))
    .leads('observed', 'attempt-judged', 'undone', 'stepped-back', 'attention')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, reports(RAN)).when(observes(true)).is('attention')
})

test('contact that is lost in the middle of an undo is asked about, and never leads to a second one by itself', () => {
  // SQL, with the lock of the attempt: nothing acts any more.
  reversed(undoes(4), bothApprove, performsUndo, losesContact)
    .when(observes(false))
    .leads('observed', 'attempt-judged', 'undone', 'undo-begun', 'observing')
  reversed(undoes(4), bothApprove, performsUndo, losesContact)
    .when(observes(true, { lockHeld: true }))
    .needs(
      'unknown',
      'Undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn): contact with attempt 2 was lost (b1 has not been heard of for 10 s). Its check says: it is there; nothing is acting any more, but an undo is not repeated by itself. Look at the system itself, then undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(4), bothApprove, performsUndo, losesContact, observes(true, { lockHeld: true }), undoes(4), bothApprove)
    .when(observes(true, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
    .and((_, run) => undoGate(run))
})

test('PowerShell proves nothing: of an undo that is unknown the people are asked, and theirs is the word', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, losesContact)
    .when(observes(true))
    .is('attention')
    .and((state) => expect(state.attention).toMatchObject({ reason: 'unknown', because: { acting: 'process' } }))
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, losesContact, observes(true), undoes(3), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
})

test('an order to undo that nobody has claimed is given out again as one', () => {
  reversed(undoes(4), bothApprove, undoOrder)
    .when(losesContact)
    .leads('contact-lost', 'order-voided', 'ordered')
    .and((_, run) => expect(run.order).toMatchObject({ kind: 'perform', undo: true }))
  reversed(undoes(4), bothApprove, undoOrder)
    .when(reports(refuses('worker-busy')))
    .and((_, run) => expect(run.order).toMatchObject({ kind: 'perform', undo: true }))
})

test('a gate of an undo that is rejected or expires leads to attention, and opens again', () => {
  reversed(undoes(4), bothApprove, undoGate).when(rejects('amir')).is('attention')
  reversed(undoes(4), bothApprove, undoGate, rejects('amir'))
    .when(reopens('dana'))
    .leads('heard', 'reopened', 'gate-opened')
    .and((state) => expect(state.gates.at(-1)?.kind).toEqual({ type: 'undo' }))
  reversed(undoes(4), bothApprove, undoGate, waits(31 * MINUTE), timer('expire:gate-4'))
    .when(reopens('dana'))
    .leads('heard', 'reopened', 'gate-opened')
  reversed(undoes(4), bothApprove, undoOrder, waits(31 * MINUTE))
    .when((run) => claims({ looked: run.results(run.order, true) })(run))
    .refusesWith('approvals-expired')
    .and((_, run) => reopens('dana')(run))
    .and((state) => expect(state.gates.at(-1)?.kind).toEqual({ type: 'undo' }))
})

test('a cancel stops it, and people choose again', () => {
  reversed(undoes(3), bothApprove, undoOrder)
    .when(cancels('dana'))
    .needs(
      'cancelled',
      'Dana cancelled at undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn): the primary is back. Nothing more was sent. Undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(3), bothApprove, performsUndo, cancels('dana'))
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'attention')
})

test('half undone, nothing is left out or counted as done', () => {
  const half = [undoes(2), bothApprove, undone, observes(null)]
  reversed(...half)
    .when(deviates('dana', 'skip'))
    .refuses(
      'undoing',
      'R-1 is being undone back to step 2, and step 4 is half undone: there is nothing to skip. Undo again, retry or abort.',
    )
  reversed(...half)
    .when(deviates('dana', 'mark-done'))
    .refusesWith('undoing')
  reversed(...half)
    .when()
    .and((state) => expect(viewOf(state).attention).toMatchObject({ offers: ['retry', 'undo', 'abort'], mayUndoTo: [2, 3, 4] }))
  reversed(...half, deviates('dana', 'retry'))
    .when(bothApprove)
    .and((state) => expect(state.undoing).toBeUndefined())
    .and((_, run) => theEnd(run))
})

test('nothing goes back behind a step that was done and cannot be undone', () => {
  const at6 = [REVERSED, locks, claimOf(6), reports(FAILED), observes(false)]
  given(...at6)
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 5 "Switch" was done, and the document does not say how it is undone: nothing before it can be undone, and not back to step 4. Undo back to step 6 at most, or do it by hand and abort.',
    )
  given(...at6)
    .when()
    .and((state) => expect(viewOf(state).attention?.offers).not.toContain('undo'))
  given(...at6)
    .when(undoes(6))
    .refuses('nothing-to-undo', 'Nothing that R-1 has done from step 6 on is still to be undone.')
})

test('nothing goes back behind a step from which there is no way back, nor behind what nobody can ask about', () => {
  const last = step('Last', ['settle: 30s'], RUN, CHECK)
  const sealed = document(
    'sealed',
    step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO),
    step('Recover', ['gate: disaster-recovery', 'one-way: true'], RUN, CHECK),
    last,
  )
  given(starts({ document: sealed }), locks, claimOf(3), reports(FAILED), observes(false))
    .when(undoes(1))
    .refuses(
      'no-way-back',
      'Step 2 "Recover" was done, and there is no way back from it: nothing before it can be undone, and not back to step 1. Undo back to step 3 at most, or do it by hand and abort.',
    )
  given(starts({ document: UNCHECKED }), locks, claimOf(1), losesContact)
    .when(undoes(1))
    .refusesWith('no-check')
})

test('what was never this run’s doing is not undone, and bars nothing', () => {
  const there: Act = (run) => ['2/0', '5/0'].forEach((each) => run.done.add(each))
  given(there, REVERSED, locks, claimOf(6), reports(FAILED), observes(false), undoes(2), bothApprove, undone, undone, undone)
    .when()
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('undone'))
    .and((state) => expect(doneSaid(state, 0)).toBeDefined())
})

test('what was undone and is found done again is somebody else’s, and not undone a second time', () => {
  reversed(undoes(3), bothApprove, undone, undone, undone, deviates('dana', 'retry'), bothApprove)
    .when(observes(true))
    .and((state) => {
      expect(state.steps[2]?.done?.how).toBe('already')
      expect(state.steps[2]?.acted).toBeUndefined()
    })
})

test('what is found done after it was tried is this run’s doing, and bars the way back where it cannot be undone', () => {
  reversed(deviates('dana', 'retry'), bothApprove)
    .when(looksOnly(true))
    .and((state) => expect([state.steps[4]?.done?.how, state.steps[4]?.acted]).toEqual(['already', ['']]))
  given(REVERSED, locks, orderOf(5), reports(refuses('unknown-document')), deviates('dana', 'retry'), bothApprove)
    .when(looksOnly(true))
    .and((state) => expect([state.steps[4]?.done?.how, state.steps[4]?.acted]).toEqual(['already', undefined]))
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

test('what people did by hand bars the way back, and what they say was done is undone where the document can', () => {
  const tail = step('Last', ['settle: 30s'], RUN, CHECK)
  const by = document(
    'by',
    step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO),
    step('Ring', ['confirm:', '  ask: "Ring."', '  choices: [done]']),
    tail,
  )
  given(
    starts({ document: by }),
    locks,
    stepOf(2),
    does('dana', { type: 'confirm', step: 2, choice: 'done' }),
    claimOf(3),
    reports(FAILED),
    observes(false),
  )
    .when(undoes(1))
    .refusesWith('no-way-back')
  const marked = document('marked', step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO), tail)
  given(
    starts({ document: marked }),
    locks,
    claimOf(1),
    reports(FAILED),
    observes(false),
    deviates('dana', 'mark-done'),
    claimOf(2),
    reports(FAILED),
    observes(false),
    undoes(1),
    bothApprove,
  )
    .when(observes(true))
    .leads('observed', 'gate-opened')
})

test('a list that holds others now than those that were done is not undone', () => {
  const other: Act = (run) => (run.finds = { ...run.finds, files: ['\\\\a\\share\\2.trn', '\\\\a\\share\\3.trn'] })
  given(
    REVERSED,
    locks,
    claimOf(5),
    reports(FAILED),
    observes(false),
    other,
    deviates('dana', 'retry', { from: 4 }),
    bothApprove,
    gone('4/1', '4/2'),
    claimOf(4),
    reports(FAILED),
    observes(false),
  )
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 4 "Apply" was done, and its list holds others now than those that were done: nothing before it can be undone, and not back to step 4. Undo back to step 5 at most, or do it by hand and abort.',
    )
})

/** Step 4 is marked done while its list is being looked for. */
const MARKED_AT_4 = [cancels('dana'), deviates('dana', 'mark-done'), bothApprove, claimOf(5), reports(FAILED), observes(false)]

test('a list that nobody had found when people marked it done is not undone, and that is the reason', () => {
  given(REVERSED, locks, asksFor(4), ...MARKED_AT_4)
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 4 "Apply" was done, and it was marked done as a whole before its list was found, so that nobody knows what there is to undo: nothing before it can be undone, and not back to step 4. Undo back to step 5 at most, or do it by hand and abort.',
    )
})

test('a known list that people have marked done as a whole is undone one by one, where the check says that there is something', () => {
  const known = [REVERSED, locks, claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 4 }), bothApprove]
  given(...known, asksFor(4), ...MARKED_AT_4, undoes(4), bothApprove, undone)
    .when(undone)
    .is('attention')
    .and((state) => expect([state.attention?.reason, state.steps[3]?.acted]).toEqual(['undone', undefined]))
})

test('what cannot be undone keeps one mark for its whole list, which may be long', () => {
  given(starts(), locks, stepOf(5))
    .when()
    .and((state) => expect(state.steps[3]?.acted).toEqual(['']))
})

test('an undo forgets no attempt, also of an item that its list no longer had', () => {
  const finds =
    (...files: string[]): Act =>
    (run) =>
      (run.finds = { ...run.finds, files: files.map((file) => `\\\\a\\share\\${file}.trn`) })
  const secondOrdered = until((state) => standingAttempt(state)?.id.step === 4 && standingAttempt(state)?.id.item === 2)
  given(
    REVERSED,
    locks,
    secondOrdered,
    reports(refuses('unknown-document')),
    finds('1'),
    deviates('dana', 'retry'),
    bothApprove,
    claimOf(5),
    reports(FAILED),
    observes(false),
    undoes(4),
    bothApprove,
    undone,
    finds('1', '2'),
    deviates('dana', 'retry'),
    bothApprove,
  )
    .when(secondOrdered)
    .and((state) => expect(standingAttempt(state)?.id).toEqual({ step: 4, item: 2, number: 2 }))
})

test('what failed and is unknown is asked about first', () => {
  given(REVERSED, locks, claimOf(3), losesContact, observes(false), undoes(2), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
  given(REVERSED, locks, claimOf(5), losesContact, observes(false), undoes(2), bothApprove)
    .when(observes(true))
    .needs(
      'unknown',
      'Step 5 "Switch" is done after all, and the document does not say how it is undone: the run cannot be undone back to step 2. Nothing was sent. Retry or abort: each needs a reason and a second person.',
    )
})

test('an undo goes back to a step of this run', () => {
  reversed().when(undoes(0)).refuses('wrong-from', 'An undo goes back to step 1 to 5; 0 is none of them.')
  reversed().when(undoes(6)).refusesWith('wrong-from')
  given(starts({ document: BY_HAND }), locks)
    .when(undoes(1))
    .refusesWith('not-in-attention')
})

test('a configuration that changes voids the approvals of an undo', () => {
  reversed(undoes(4), bothApprove, undoGate)
    .when((run) =>
      run.send({
        run: 'R-1',
        type: 'configuration-changed',
        policies: run.made.policies,
        people: run.made.people.map((person) => (person.id === 'carol' ? { ...person, groups: [] } : person)),
        targets: run.made.targets,
      }),
    )
    .is('attention')
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
