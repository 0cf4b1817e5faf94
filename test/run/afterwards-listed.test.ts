/** A check that is asked only after the run, in a step with a list. */
import { expect, test } from 'vitest'
import { bothApprove, claims, deviates, ends, gateOf, locks, losesContact, observes, RAN, starts, until, type Act } from './acts.ts'
import { BEFORE, CHECK, document, RUN, step } from './documents.ts'
import { given } from './given.ts'

const FILES =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
const EACH = ['gate: disaster-recovery', 'each: file of files', 'captures: { files: list of path }', 'repeatable: true', 'settle: 1s']
const AFTER = CHECK.replace('check', 'check after')
const ordered = (item: number): Act =>
  until((state) => state.steps[0]?.items[item - 1]?.attempts.at(-1)?.claim === undefined && state.item === item)

test('is asked before the second attempt at an item, which may be done by then, and not before the first one at the next item', () => {
  const listed = document('listed', step('Apply', EACH, FILES, RUN, AFTER))
  const again = [ordered(1), claims({ looked: [] }), losesContact, observes(false, { lockHeld: true })]
  given(starts({ document: listed }), locks, gateOf(1), bothApprove, ...again)
    .when(claims({ looked: [] }))
    .refusesWith('not-as-seen')
  given(starts({ document: listed }), locks, gateOf(1), bothApprove, ...again, claims(), ends(RAN, true))
    .when(claims({ looked: [] }))
    .leads('claimed')
})

test('is not asked of a list that is begun anew where nothing was performed before', () => {
  const listed = document('listed', step('Apply', EACH, FILES, BEFORE, RUN, AFTER))
  given(
    starts({ document: listed }),
    locks,
    (run) => (run.ready = false),
    until((state) => state.attention !== undefined),
    deviates('dana', 'skip'),
    bothApprove,
    until((state) => state.attention !== undefined),
    (run) => (run.ready = true),
    deviates('dana', 'retry'),
    bothApprove,
    until((state) => state.item === 1),
  )
    .when()
    .and((state) => expect(state.question).toMatchObject({ looks: ['before'] }))
})
