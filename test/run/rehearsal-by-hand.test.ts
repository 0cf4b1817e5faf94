/** What is done already, and what people would do by hand, in a rehearsal. */
import { expect, test } from 'vitest'
import { bothApprove, does, gateOf, locks, observes, starts, theEnd, until, type Act } from './acts.ts'
import { BY_HAND, CHECK, documentOfNodes, NODE_TARGETS, RUN, step, subStep, SWITCH } from './documents.ts'
import { given } from './given.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { rehearsing, rehearsingOf, gatesOf, emptyListThatNobodyFills } from './rehearsing.ts'

/** `turns`: of each of two nodes, one after the other. */
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
  const turns = [
    subStep('Remember', ['captures: { share: path }'], share),
    subStep('Empty', ['settle: 2s'], RUN, CHECK),
    subStep('Stop', ['settle: 2s'], RUN, CHECK),
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
  const ask = subStep('Ask', ['confirm:', '  ask: "Is {node} empty?"', '  choices: [done]'])
  const look = step('Empty', ['settle: 2s'], RUN, CHECK).replace('## ', '### ')
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
  emptyListThatNobodyFills()
    .when()
    .and((_, run) => expect(gatesOf(run)).toEqual([1, 2]))
})

test('a real run asks nobody about what is done already', () => {
  given(starts(), locks, (run) => run.done.add('2/0').add('5/0'), theEnd)
    .when()
    .is('done')
    .and((_, run) => expect(gatesOf(run)).toEqual([3, 6]))
})
