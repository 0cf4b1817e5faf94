import { expect, test } from 'vitest'
import { approves, bothApprove, cancels, does, gateOf, locks, observes, starts, stepOf, theEnd, until, waits } from './acts.ts'
import type { Act } from './acts.ts'
import {
  BY_HAND,
  CHECK,
  CONDITIONAL,
  document,
  documentOfNodes,
  LOOK,
  NODE_TARGETS,
  RUN,
  step,
  SWITCH,
  WAITING,
  type SMALL,
} from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { EARLY_LIST, LATE_LIST, PLAIN_NO } from './rehearsal-documents.ts'
import { WORKER } from './practice-run.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { statusOf, viewOf } from '../words/said.ts'

const rehearsing = (...acts: Act[]) => given(starts({ rehearsal: true }), ...acts)
const rehearsingOf = (document: typeof SMALL, ...acts: Act[]) => given(starts({ rehearsal: true, document }), ...acts)
const gatesOf = (run: PracticeRun) => run.made.gates.map(({ step }) => step)

test('a rehearsal takes no lock', () => {
  given()
    .when(starts({ rehearsal: true }))
    .leads('started', 'answered', 'planned', 'step-begun', 'observing', 'heard')
    .and((_, run) => expect(run.effects.map(({ kind }) => kind)).toEqual(['order']))
})

test('it asks for the same approvals and performs nothing', () => {
  rehearsing(gateOf(2)).when(bothApprove).leads('heard', 'approved', 'gate-passed', 'step-done', 'step-begun', 'observing')
  rehearsing(theEnd)
    .when()
    .is('done')
    .and((state, run) => {
      expect(state.performed).toBe(false)
      expect(state.steps.flatMap((step) => step.items.flatMap((item) => item.attempts))).toEqual([])
      expect(gatesOf(run)).toEqual([2, 5])
    })
})

test('where nothing stands in the way, all three lists say so', () => {
  rehearsing(theEnd)
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already: nothing.',
      ]),
    )
})

test('what fails before anything was rehearsed would stop today, and the rest is shown all the same', () => {
  rehearsing(stepOf(2), (run) => (run.ready = false))
    .when(observes(false))
    .leads('observed', 'stands-in-the-way', 'gate-opened')
    .and((_, run) => theEnd(run))
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 5])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 2 "Stop" may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
        'Done already: nothing.',
      ])
      const details = viewOf(state).steps.map(({ detail }) => detail)
      expect([details[1], details[4]]).toEqual(['would stop here today', 'cannot be known before step 4'])
    })
})

test('what fails after a step that was only rehearsed may be the doing of that step', () => {
  rehearsing(stepOf(5), (run) => (run.ready = false), theEnd)
    .when()
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 5])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
        'Done already: nothing.',
      ])
    })
})

test('a step that is done already is nothing that was left undone', () => {
  const all = ['2/0', '3/0', '4/1', '4/2']
  rehearsing(
    (run) => (run.done = new Set(all)),
    stepOf(5),
    (run) => (run.ready = false),
    theEnd,
  )
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 5 "Recover" may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already (3):',
        'Step 2 "Stop": it is there.',
        'Step 3 "Copy": it is there.',
        'Step 4 "Apply": 2 of 2 items.',
      ]),
    )
})

test('a check that cannot tell is written down, and its step is gone through to its gate', () => {
  rehearsing(stepOf(2))
    .when(observes(null))
    .leads('observed', 'stands-in-the-way', 'observing')
    .and((_, run) => gateOf(2)(run))
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 2 "Stop" has a check that cannot tell: no rights.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already: nothing.',
      ]),
    )
})

test('a check that cannot tell, on a target on which no step before acts, is of today', () => {
  rehearsing(stepOf(3))
    .when(observes(null))
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 2)).toEqual(['Would stop today (1):', 'Step 3 "Copy" has a check that cannot tell: no rights.']),
    )
})

test('a plain no there cannot be known, and people are told to look there today', () => {
  rehearsingOf(PLAIN_NO, stepOf(2), (run) => (run.ready = false), observes(false), theEnd)
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before step 1 is done: step 2 "Stop" may not begin: two jobs are running. No step before it acts on SEC: look there today.',
      ),
    )
})

/** What the estate says to the first check of step 5, on SEC, on which step 4 acts. */
const atStepFive = (over: object): string[] =>
  rehearsalSaid(
    rehearsing(
      stepOf(5),
      (run) => observes(undefined, { results: [{ ...run.results(run.order)[0]!, ok: false, rows: [], rowCount: 0, ...over }] })(run),
      theEnd,
    ).run.made,
  )

test('what never reached the target, or asks for a command that is not there, is of today, whatever was rehearsed before it', () => {
  for (const over of [
    { notSent: true, errors: [{ message: 'SEC_PASSWORD is not set' }] },
    { errors: [{ message: 'SEC_PASSWORD is not set' }, { message: 'No Get-It', code: 'CommandNotFoundException' }] },
  ] as const)
    expect(atStepFive(over).slice(0, 3)).toEqual([
      'Would stop today (1):',
      'Step 5 "Recover" has a check that cannot tell: SEC: SEC_PASSWORD is not set.',
      'Cannot be known before an earlier step is done: nothing.',
    ])
})

test("the server's own error there may be the doing of the step before", () => {
  expect(atStepFive({ errors: [{ message: 'It is restoring' }] }).slice(0, 3)).toEqual([
    'Would stop today: nothing.',
    'Cannot be known before an earlier step is done (1):',
    'Before step 4 is done: step 5 "Recover" has a check that cannot tell: SEC: It is restoring.',
  ])
})

test('where one does, nobody can say', () => {
  rehearsing(stepOf(5))
    .when(observes(null))
    .and((state) =>
      expect(rehearsalSaid(state)).toContain('Before step 4 is done: step 5 "Recover" has a check that cannot tell: no rights.'),
    )
})

test('long words are said once, and whatever stands in one place is one line', () => {
  const long = `SEC cannot be reached: ${'x'.repeat(80)}`
  const deaf = observes(undefined, { results: [unreached(long)] })
  rehearsing(deaf, (run) => (run.ready = false))
    .when(
      (run) =>
        run.send({ ...WORKER, type: 'observed', order: run.order.key, results: [{ ...unreached(long), block: 2 }], lockHeld: false }),
      theEnd,
    )
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 5)).toEqual([
        'Would stop today (2):',
        `Step 1 "Look" does not find what it must record: SEC: ${long}.`,
        'Step 2 "Stop" has a check that cannot tell: the same as at step 1, and may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
      ]),
    )
})

test('of two items the second waits for the first', () => {
  rehearsing(until((state) => state.step === 4 && state.item === 2))
    .when(observes(null), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before item 1 of step 4 is done: step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn), has a check that cannot tell: no rights.',
      ),
    )
})

test('what needs a capture that was not found is not asked, and says which step should have found it', () => {
  rehearsingOf(EARLY_LIST, (run) => (run.finds['share'] = []))
    .when(observes())
    .leads('observed', 'stands-in-the-way', 'step-done', 'step-begun', 'stands-in-the-way', 'gate-opened')
    .and((_, run) => theEnd(run))
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 4])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 1 "Look" does not find what it must record: share: 0 rows were found; exactly one is needed.',
        'Cannot be known before an earlier step is done (3):',
        'Before step 1 has found share: step 2 "Copy" is not asked about, because it uses this.',
        'Before step 1 has found share: step 3 "Apply" is not asked about, because it uses this.',
        'Before step 3 has found files: step 4 "Recover" is not asked about, because it uses this.',
        'Done already: nothing.',
      ])
    })
})

test('an empty list that an earlier step may fill is not nothing to do, and its gate is asked', () => {
  rehearsingOf(LATE_LIST, (run) => (run.finds['files'] = []), theEnd)
    .when()
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([1, 2])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 1 is done: step 2 "Apply" has nothing on its list today.',
        'Done already: nothing.',
      ])
    })
})

test('an empty list that no step fills is done already', () => {
  rehearsingOf(
    LATE_LIST,
    (run) => (run.finds['files'] = []),
    (run) => run.done.add('1/0'),
    theEnd,
  )
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already (2):',
        'Step 1 "Copy": it is there.',
        'Step 2 "Apply": nothing is on its list.',
      ]),
    )
})

test('what is done already today, and a step that was only rehearsed may change, is asked again then', () => {
  rehearsing((run) => run.done.add('5/0').add('6/0'), theEnd)
    .when()
    .and((state) => {
      expect(rehearsalSaid(state).slice(-3)).toEqual([
        'Done already (2):',
        'Step 5 "Recover": it is there today; step 4 acts on SEC before it, so it is asked again then.',
        'Step 6 "Switch": it is there today; step 3 acts on management before it, so it is asked again then.',
      ])
      expect(viewOf(state).steps[4]?.detail).toBe('done already today: it is there; asked again after step 4')
    })
})

test('a refusal of the worker is of today, whatever was rehearsed before it', () => {
  rehearsing(stepOf(3))
    .when(observes(undefined, { results: [], refused: { code: 'document-not-held', why: 'It holds another version.' } }), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 2)).toEqual([
        'Would stop today (1):',
        'Step 3 "Copy" could not be looked at: b1 did not look: It holds another version.',
      ]),
    )
})

test('approvals that ran out are asked for anew', () => {
  rehearsing(stepOf(3), waits(31 * 60_000))
    .when(observes(false))
    .leads('observed', 'gate-closed', 'gate-opened')
    .and((state) => expect(state.findings).toEqual([]))
})

test('whether a step is passed over by an answer is known', () => {
  rehearsingOf(CONDITIONAL, theEnd)
    .when()
    .and((state) => expect(state.steps[1]?.done?.how).toBe('passed-over'))
})

test('a step is gone through whose condition hangs on what no step has found', () => {
  const asks = document(
    'asks',
    LOOK,
    step('Stop', ['gate: disaster-recovery', 'when: { share: { not: "\\\\\\\\b\\\\share" } }'], RUN, CHECK),
  )
  rehearsingOf(asks, (run) => (run.finds = {}))
    .when(observes())
    .leads('observed', 'stands-in-the-way', 'step-done', 'step-begun', 'stands-in-the-way', 'observing')
    .and((state) =>
      expect(state.findings[1]).toEqual({
        step: 2,
        item: 0,
        asked: 'when',
        reason: 'capture',
        detail: [],
        needs: ['share'],
        before: { step: 1, item: 0 },
      }),
    )
})

test('what a step waits for today stops nothing, and is said as that', () => {
  rehearsingOf(WAITING, (run) => (run.caughtUp = false), theEnd)
    .when()
    .and((state) =>
      expect(viewOf(state).steps.map(({ detail }) => detail)).toEqual(['would wait here today', 'cannot be known before step 1']),
    )
})

test('the first item of a list waits for the steps before it', () => {
  rehearsing(until((state) => state.step === 4 && state.item === 1))
    .when(observes(null), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before step 3 is done: step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn), has a check that cannot tell: no rights.',
      ),
    )
})

/** `turns`: of each of two nodes, one after the other. */
const section = (title: string, options: string[], ...blocks: string[]): string => step(title, options, ...blocks).replace('## ', '### ')
const rehearsingTurns = (id: string, turns: string[], ...acts: Act[]) =>
  given(
    starts({
      rehearsal: true,
      targets: NODE_TARGETS,
      document: documentOfNodes(id, step('Drain', ['gate: disaster-recovery', 'each: node of nodes'], ...turns), SWITCH),
    }),
    ...acts,
  )

test('an item is done already when each of its sub-steps is, or only looks', () => {
  const share =
    '```sql read on=node\nSELECT share = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
  const [run, check] = [RUN, CHECK].map((block) => block.replace('on=backup', 'on=node'))
  const turns = [
    section('Remember', ['captures: { share: path }'], share),
    section('Empty', ['settle: 2s'], run ?? '', check ?? ''),
    section('Stop', ['settle: 2s'], run ?? '', check ?? ''),
  ]
  const done =
    (...places: string[]): Act =>
    (each) =>
      (each.done = new Set(places))
  rehearsingTurns('drain', turns, done('1/2', '1/3', '1/5'), theEnd)
    .when()
    .and((state) => expect(rehearsalSaid(state)).toContain('Step 1 "Drain": 1 of 2 items.'))
})

test('what a person does by hand in a sub-step may be what a later step needs, wherever it looks', () => {
  const ask = section('Ask', ['confirm:', '  ask: "Is {node} empty?"', '  choices: [done]'])
  const look = section('Empty', ['settle: 2s'], RUN, CHECK)
  const says: Act = (run) => {
    while (run.made.step === 1) {
      until((state) => state.step !== 1 || (state.phase === 'waiting' && state.gates.at(-1)?.passed !== undefined))(run)
      if (run.made.step === 1) does('amir', { type: 'confirm', step: 1, item: run.made.item, choice: 'done' })(run)
    }
  }
  const found = (turns: string[]) => rehearsingTurns('by-hand', turns, says, observes(null)).run.made.findings.map(({ before }) => before)
  expect(found([look, ask])).toEqual([{ step: 1, item: 0 }])
  expect(found([look])).toEqual([undefined])
})

test('ended early it says of which steps nothing is known', () => {
  rehearsing(gateOf(2))
    .when(cancels('dana'))
    .is('withdrawn')
    .and((state) => {
      expect(statusOf(state)).toBe(
        'Dana cancelled it: the primary is back. Nothing was changed. Steps 3 to 6 were not rehearsed: nothing is known of them. Would stop today: nothing. Cannot be known before an earlier step is done: nothing. Done already: nothing.',
      )
    })
})

test('an approval of the real run is worth nothing in a rehearsal of the same plan, and the other way round', () => {
  for (const rehearsal of [true, false]) {
    const other = given(starts({ rehearsal: !rehearsal }), gateOf(2)).run
    const fingerprint = other.made.gates[0]?.fingerprint ?? ''
    given(starts({ rehearsal }), gateOf(2)).when(approves('amir', { fingerprint })).refusesWith('stale-plan').changesNothing()
  }
})

const answersByHand = does('dana', { type: 'confirm', step: 1, choice: 'done' })
const unplugs = does('dana', { type: 'confirm', step: 3, choice: 'unplugged' })

test('what a person would do by hand is asked for, and nobody does it', () => {
  rehearsingOf(BY_HAND)
    .when(answersByHand)
    .leads('heard', 'confirmed', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.steps[0]?.done?.how).toBe('rehearsed'))
})

test.each([
  [true, 'already'],
  [false, 'rehearsed'],
  [null, 'rehearsed'],
] as const)('its check is asked once (%s): then it counts as %s', (says, how) => {
  rehearsingOf(BY_HAND, answersByHand, gateOf(3), bothApprove, unplugs)
    .when(observes(says))
    .is('done')
    .and((state) => expect(state.steps[2]?.done?.how).toBe(how))
})

function unreached(message: string) {
  return { block: 0, target: 'SEC', ok: false, rows: [], rowCount: 0, messages: [], errors: [{ message }], tookMs: 1 }
}

test('the gate of a step that is done already is asked all the same: it may not be done on the day', () => {
  rehearsing((run) => run.done.add('2/0').add('5/0'), theEnd)
    .when()
    .is('done')
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 5])
      expect(rehearsalSaid(state).filter((line) => /Step [25]/.test(line))).toEqual([
        'Step 2 "Stop": it is there.',
        'Step 5 "Recover": it is there today; step 4 acts on SEC before it, so it is asked again then.',
      ])
    })
  rehearsingOf(
    LATE_LIST,
    (run) => (run.finds['files'] = []),
    (run) => run.done.add('1/0'),
    theEnd,
  )
    .when()
    .and((_, run) => expect(gatesOf(run)).toEqual([1, 2]))
})

test('a real run asks nobody about what is done already', () => {
  given(starts(), locks, (run) => run.done.add('2/0').add('5/0'), theEnd)
    .when()
    .is('done')
    .and((_, run) => expect(gatesOf(run)).toEqual([3, 6]))
})
