import { expect, test } from 'vitest'
import { observes, stepOf } from './acts.ts'
import { running } from './given.ts'
import { doneSaid } from '../words/said.ts'

test('before anybody approves, the estate is asked at once: done already? ready?', () => {
  running(stepOf(2))
    .when()
    .and((state) => expect(state.question).toMatchObject({ step: 2, looks: ['check', 'before'], purpose: 'first' }))
  running(stepOf(2)).when(observes(false)).leads('observed', 'gate-opened')
})

test('a step that is done already needs no gate and no order', () => {
  running(stepOf(2))
    .when(observes(true))
    .leads('observed', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'already', detail: 'it is there' }))
    .and((state) => expect(state.gates).toEqual([]))
})

test('when the gated step is done already, the next one that performs opens the gate', () => {
  running(stepOf(2), observes(true))
    .when(observes(false))
    .leads('observed', 'gate-opened')
    .and((state) => expect(state.gates[0]).toMatchObject({ step: 3, policy: 'disaster-recovery' }))
})

test('a check that cannot tell at the beginning stops the run before anything is sent', () => {
  running(stepOf(2))
    .when(observes(null))
    .leads('observed', 'attention')
    .needs(
      'cannot-tell',
      'Step 2 "Stop" was not begun: its check cannot tell whether it is done already (no rights). Only its looks were sent. Retry, skip or mark it done: each needs a reason and a second person.',
    )
})

test('a precondition that does not hold stops the run before its gate', () => {
  running(stepOf(2), (run) => (run.ready = false))
    .when(observes(false))
    .leads('observed', 'attention')
    .needs(
      'precondition',
      'Step 2 "Stop" may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('only the answer to the question that is out counts, and only from its site', () => {
  running()
    .when(observes(undefined, { order: 'R-1/1/0/99' }))
    .refuses('stale-answer', 'Nobody waits for the answer to R-1/1/0/99 any more: it changes nothing.')
  running()
    .when(observes(undefined, { site: 'a' }))
    .refuses('wrong-site', 'Step 1 is observed from b, and b1 works at a: its answer is not taken.')
})

test('a worker that refuses to look calls people', () => {
  running()
    .when(observes(undefined, { results: [], refused: { code: 'unknown-document', why: 'no document has that hash' } }))
    .needs(
      'refused',
      'Step 1 "Look" could not be looked at: b1 at b refused (unknown-document): no document has that hash. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})
