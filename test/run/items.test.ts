import { expect, test } from 'vitest'
import { orderOf, stepOf, until } from './acts.ts'
import { running } from './given.ts'
import { doneSaid } from '../words/said.ts'

test('a list is worked through item by item, each with its own check', () => {
  running(orderOf(4))
    .when()
    .and((state) => expect(state.item).toBe(1))
    .and((_, run) => until((state) => state.steps[3]?.items[0]?.done !== undefined)(run))
    .and((state) => expect(state.item).toBe(2))
    .and((_, run) => stepOf(5)(run))
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'run', detail: '2 items: 2 done' }))
})

test('an empty list is done', () => {
  running((run) => (run.finds['files'] = []), stepOf(5))
    .when()
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'already', detail: 'the list is empty: nothing to do' }))
})

test('items that are done already are passed', () => {
  running((run) => run.done.add('4/1'), stepOf(5))
    .when()
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'run', detail: '2 items: 1 done, 1 done already' }))
})
