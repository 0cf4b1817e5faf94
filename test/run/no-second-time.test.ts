import { expect, test } from 'vitest'
import { attentionView } from '../../src/run/view/view-of.ts'
import { bothApprove, claimOf, deviates, FAILED, gateOf, locks, observes, orderOf, RAN, reports, starts, stepOf, until } from './acts.ts'
import { given, running } from './given.ts'
import { CHECK, documentOfNodes, NODE_TARGETS, RUN, step, subStep, UNCHECKED } from './documents.ts'

const UNCHECKED_LIST = {
  id: 'unchecked-list',
  text: UNCHECKED.text
    .replace('check: none', 'each: file of files\ncaptures:\n  files: list of path\ncheck: none')
    .replace(
      '```sql run on=backup',
      '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n\n```sql run on=backup',
    )
    .replace('RESTORE DATABASE @database WITH RECOVERY', 'RESTORE LOG @database FROM DISK = @file WITH NORECOVERY'),
}
/** As the tests' results count blocks: the run block is the step's second. */
const asFound = { document: UNCHECKED_LIST }

test('a retry does not go back to a step that was performed and has no check', () => {
  given(
    starts({ document: UNCHECKED }),
    locks,
    gateOf(1),
    bothApprove,
    claimOf(1),
    reports(RAN),
    claimOf(2),
    reports(FAILED),
    observes(false),
  )
    .when(deviates('amir', 'retry', { from: 1 }))
    .refuses(
      'no-check',
      'Step 1 "Tell" was performed and has no check: a retry from step 1 would perform it a second time. Begin from a later step, or skip, mark it done or abort.',
    )
    .changesNothing()
    .and((state) => expect(attentionView(state)?.mayBeginFrom).toEqual([2]))
})

test('a retry of a list without a check does not perform its finished items a second time', () => {
  const half = given(starts(asFound), locks, gateOf(1), bothApprove, claimOf(1), reports(RAN), claimOf(1), reports(FAILED))
  half
    .when(deviates('amir', 'retry'))
    .refuses(
      'no-check',
      'Step 1 "Tell" was performed and has no check: a retry from step 1 would perform it a second time. Begin from a later step, or skip, mark it done or abort.',
    )
})

test('a retry of a list without a check performs an item again that has failed, also where it was skipped', () => {
  const skipped = [reports(FAILED), deviates('dana', 'skip'), bothApprove]
  given(starts(asFound), locks, gateOf(1), bothApprove, claimOf(1), ...skipped, claimOf(1), reports(FAILED))
    .when(deviates('amir', 'retry'))
    .leads('heard', 'gate-opened')
})

test('a retry does not perform a sub-step a second time that has no check, whatever its neighbours have', () => {
  const turns = documentOfNodes(
    'turns',
    step(
      'Drain',
      ['gate: disaster-recovery', 'each: node of nodes'],
      subStep('Tell', ['check: none', 'because: nothing can be asked'], RUN),
      subStep('Empty', ['settle: 1s'], RUN, CHECK),
    ),
  )
  const empties = until(({ steps }) => steps[0]?.items[1]?.attempts[0]?.claim !== undefined)
  given(starts({ document: turns, targets: NODE_TARGETS }), locks, empties, reports(FAILED), observes(false))
    .when(deviates('amir', 'retry'))
    .refuses(
      'no-check',
      'Step 1 "Drain" was performed and has no check: a retry from step 1 would perform it a second time. Begin from a later step, or skip, mark it done or abort.',
    )
    .changesNothing()
})

test('a retry of a step that failed, or that has a check, goes on as ever', () => {
  given(starts({ document: UNCHECKED }), locks, gateOf(1), bothApprove, claimOf(1), reports(FAILED))
    .when(deviates('amir', 'retry'))
    .leads('heard', 'gate-opened')
  running(claimOf(2), reports(RAN), observes(true), stepOf(3), orderOf(3), claimOf(3), reports(FAILED), observes(false))
    .when(deviates('amir', 'retry', { from: 2 }))
    .leads('heard', 'gate-opened')
})
