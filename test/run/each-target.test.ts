import { expect, test } from 'vitest'
import { due } from '../../src/run/due.ts'
import type { RunState } from '../../src/run/state.ts'
import { bothApprove, claims, deviates, does, ends, FAILED, locks, losesContact, observes, RAN, starts, until } from './acts.ts'
import type { Act } from './acts.ts'
import { NODE_TARGETS, NODES } from './documents.ts'
import { given } from './given.ts'
import { linesOf, statusOf, viewOf } from '../words/said.ts'

const nodes = (...acts: Act[]) => given(starts({ document: NODES, targets: NODE_TARGETS }), locks, ...acts)
const says = (choice: string, item?: number): Act => does('amir', { type: 'confirm', step: 2, choice, ...(item !== undefined && { item }) })
const asksOf = (item: number): Act => until((state) => state.phase === 'waiting' && state.step === 2 && state.item === item)
const sent = (state: RunState) =>
  due(state).flatMap((each) => (each.kind === 'order' ? [{ site: each.order.site, item: each.order.item }] : []))

test('the plan holds every target that a block goes to, and each of its items has a site of its own', () => {
  nodes()
    .when()
    .and(({ plan }) => {
      expect(Object.keys(plan?.targets ?? {}).toSorted()).toEqual(['FAR', 'SEC', 'management'])
      expect(plan?.steps[0]?.blocks.map(({ target, targets }) => ({ target, targets }))).toEqual(
        ['before', 'run', 'check'].map(() => ({ target: 'node', targets: ['SEC', 'FAR'] })),
      )
    })
})

test('another order of the targets is another plan', () => {
  const prints = ['SEC, FAR', 'FAR, SEC'].map((written) => {
    const { run } = given(starts({ document: NODES, targets: NODE_TARGETS, answers: { database: 'mgc', nodes: written } })).when()
    return run.made.fingerprint
  })
  expect(new Set(prints).size).toBe(2)
})

test('the question and the order of each item go to the site of its own target', () => {
  nodes()
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'b', item: 1 }]))
  nodes(observes(), bothApprove)
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'b', item: 1 }]))
  nodes(observes(), bothApprove, claims(), ends(RAN, true))
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'a', item: 2 }]))
})

test('a worker of another item’s site may not claim it, and does not answer for it', () => {
  const second = nodes(observes(), bothApprove, claims(), ends(RAN, true))
  second
    .when(claims({ site: 'b' }))
    .refuses('wrong-site', 'Step 1 is performed from a, and b1 works at b: it may not claim it.')
    .changesNothing()
  nodes(observes(), bothApprove, claims(), ends(RAN, true), claims(), losesContact)
    .when(observes(true, { site: 'b' }))
    .refusesWith('wrong-site')
})

test('what is lost on one item is asked at its site, and stops before the next', () => {
  nodes(observes(), bothApprove, claims(), losesContact)
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'b', item: 1 }]))
    .and((state) => expect(state.question?.purpose).toBe('recover'))
})

test('each item is looked at before its gate or its order, and one that may not begin stops there', () => {
  nodes((run) => void (run.ready = false))
    .when(observes())
    .needs(
      'precondition',
      'Step 1 "Stop", item 1 of 2 (SEC) may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a stop of the run is sent to the site of the item that is running', () => {
  nodes(observes(), bothApprove, claims(), ends(RAN, true), claims())
    .when(does('dana', { type: 'cancel', reason: 'the primary is back' }))
    .and((state) => expect(due(state).find(({ kind }) => kind === 'stop')).toMatchObject({ site: 'a' }))
})

test('a retry of the step looks at every item again and repeats none that is done', () => {
  const failed = nodes(observes(), bothApprove, claims(), ends(RAN, true), claims(), ends(FAILED, false))
  failed
    .when(deviates('amir', 'retry'), bothApproveOf('both', 'carol'))
    .and((state) => expect(sent(state)).toEqual([{ site: 'b', item: 1 }]))
})

test('a person is asked about each item by its name, and only about the one at hand', () => {
  nodes(asksOf(1))
    .when()
    .and((state) => expect(statusOf(state)).toContain('Is SEC unplugged?'))
    .and((state) => expect(viewOf(state).confirm).toEqual({ step: 2, item: 1, ask: 'Is SEC unplugged?', choices: ['done', 'unplugged'] }))
  nodes(asksOf(1), says('unplugged', 1))
    .when()
    .and((state) => expect(viewOf(state).confirm).toMatchObject({ item: 2, ask: 'Is FAR unplugged?' }))
    .and((state) => expect(state.steps[1]?.items[0]?.done).toBe('confirmed'))
})

test('a word on one item is none on another, nor on the step', () => {
  nodes(asksOf(1)).when(says('unplugged', 2)).refusesWith('nothing-to-confirm')
  nodes(asksOf(1)).when(says('unplugged')).refusesWith('nothing-to-confirm')
  nodes(asksOf(1), says('unplugged', 1)).when(says('unplugged', 1)).refusesWith('nothing-to-confirm')
  nodes(asksOf(1), says('unplugged', 1)).when(says('unplugged', 2)).is('done')
})

test('the thread says which item was asked about', () => {
  const { run } = nodes(asksOf(1)).when()
  const before = run.made
  says('unplugged', 1)(run)
  const said = linesOf({ seq: 9, at: run.now, events: run.last.events }, before).map(({ text }) => text)
  expect(said).toEqual([
    'Amir says of step 2 "Unplug", item 1 of 2 (SEC): unplugged.',
    'Step 2 "Unplug", item 1 of 2 (SEC): confirmed (Amir says: unplugged).',
    'Step 2 "Unplug", item 2 of 2 (FAR) is done by hand: Is FAR unplugged?',
  ])
})

function bothApproveOf(...who: string[]): Act {
  return (run) => {
    for (const each of who)
      does(each, { type: 'approve', gate: run.made.gates.length, fingerprint: run.made.gates.at(-1)?.fingerprint ?? '' })(run)
  }
}
