/** What a rehearsal has asked in vain is not asked again, and neither is what hangs on it. */
import { expect, test } from 'vitest'
import { does, observes, starts, theEnd, until, type Act } from './acts.ts'
import { BEFORE, CHECK, document, documentOfNodes, LOOK, NODE_TARGETS, RUN, step, subStep, TURNS, WAITING } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { rehearsingOf } from './rehearsing.ts'

/** `place: looks` of every question. */
const askedOf = (run: PracticeRun): string[] =>
  run.entries.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'observing' ? [`${event.step}/${event.item}: ${event.looks.join(', ')}`] : [])),
  )
const finds =
  (capture: string, ...found: string[]): Act =>
  (run) =>
    void (run.finds[capture] = found)

const FILES =
  '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s WHERE s.primary_database = @database;\n```\n'
const LISTED = document(
  'listed',
  step('Apply', ['gate: disaster-recovery', 'each: file of files', 'captures: { files: list of path }'], FILES, BEFORE, RUN, CHECK),
)

const NOTHING_FOUND = 'does not find what it must record: share: 0 rows were found; exactly one is needed.'

test('a precondition that does not hold is asked once of each item', () => {
  const { run } = rehearsingOf(LISTED, (each) => (each.ready = false), theEnd)
  expect(askedOf(run)).toEqual(['1/0: read', '1/1: check, before', '1/2: check, before'])
  expect(rehearsalSaid(run.made)).toEqual([
    'Would stop today (1):',
    'Step 1 "Apply", item 1 of 2 (\\\\a\\share\\1.trn), may not begin: two jobs are running.',
    'Cannot be known before an earlier step is done (1):',
    'Before item 1 of step 1 is done: step 1 "Apply", item 2 of 2 (\\\\a\\share\\2.trn), may not begin: two jobs are running.',
    'Done already: nothing.',
  ])
})

const READ = (name: string, by: string) => `\`\`\`sql read on=backup\nSELECT ${name} = 1 WHERE @${by} <> N'';\n\`\`\`\n`
const NEEDS = (name: string) => `\`\`\`sql before on=backup\nSELECT ok = 1, detail = @${name};\n\`\`\`\n`

test('where its own read found nothing, a step is not asked what is asked with that', () => {
  const stop = step('Stop', ['gate: disaster-recovery', 'captures: { share: path }'], READ('share', 'database'), NEEDS('share'), RUN, CHECK)
  const { run } = rehearsingOf(document('own', stop), finds('share'), theEnd)
  expect(askedOf(run)).toEqual(['1/0: check, read, before'])
  expect(rehearsalSaid(run.made).slice(0, 2)).toEqual(['Would stop today (1):', `Step 1 "Stop" ${NOTHING_FOUND}`])
})

test('where its own read would be asked with what was never found, neither is that asked, nor what is asked with its answer', () => {
  const stop = step('Stop', ['gate: disaster-recovery', 'captures: { size: path }'], READ('size', 'share'), NEEDS('size'), RUN, CHECK)
  const { run } = rehearsingOf(document('others', LOOK, stop), finds('share'), theEnd)
  expect(askedOf(run)).toEqual(['1/0: read', '2/0: check'])
  expect(rehearsalSaid(run.made)).toEqual([
    'Would stop today (1):',
    `Step 1 "Look" ${NOTHING_FOUND}`,
    'Cannot be known before an earlier step is done (1):',
    'Before step 1 has found share: step 2 "Stop" is not asked about, because it uses this.',
    'Done already: nothing.',
  ])
})

test('what a sub-step has not found of one item is not asked with, and what it finds of the next one is', () => {
  const empties: Act = (run) => {
    until(({ phase, gates }) => phase === 'waiting' && gates.every(({ passed }) => passed !== undefined))(run)
    does('amir', { type: 'confirm', step: 1, item: run.made.item, choice: 'done' })(run)
  }
  const { run } = given(
    starts({ rehearsal: true, document: TURNS, targets: NODE_TARGETS }),
    finds('share'),
    observes(),
    finds('share', 'D:\\x'),
    empties,
    empties,
    theEnd,
  )
  expect(askedOf(run)).toEqual(['1/1: read', '1/2: before', '1/4: check', '1/5: read', '1/6: check, before', '1/8: check', '2/0: check'])
})

test('what a sub-step finds by itself is no reason to ask it in two goes', () => {
  const turns = documentOfNodes(
    'turns',
    step(
      'Drain',
      ['gate: disaster-recovery', 'each: node of nodes'],
      subStep('Remember', ['captures: { share: path }'], READ('share', 'database'), NEEDS('share')),
      subStep('Empty', ['settle: 1s'], RUN, CHECK),
    ),
  )
  const { run } = given(starts({ rehearsal: true, document: turns, targets: NODE_TARGETS }), theEnd)
  expect(askedOf(run)).toEqual(['1/1: read, before', '1/2: check', '1/3: read, before', '1/4: check'])
})

test('what is said of two looks in the same words is one finding', () => {
  const unreached: Act = (run) => {
    const results = run
      .results(run.order)
      .slice(0, 1)
      .map((result) => ({ ...result, ok: false, rows: [], rowCount: 0, errors: [{ message: 'No route.' }] }))
    observes(undefined, { results })(run)
  }
  const stop = document('stop', step('Stop', ['gate: disaster-recovery'], BEFORE, RUN, CHECK))
  const { run } = rehearsingOf(stop, unreached, unreached, theEnd)
  expect(askedOf(run)).toEqual(['1/0: check, before', '1/0: before'])
  expect(rehearsalSaid(run.made).slice(0, 3)).toEqual([
    'Would stop today (1):',
    'Step 1 "Stop" has a check that cannot tell: SEC: No route.',
    'Cannot be known before an earlier step is done: nothing.',
  ])
})

test('what a step waits for is of today before anything was rehearsed, and cannot be known afterwards', () => {
  const { run } = rehearsingOf(WAITING, (each) => (each.caughtUp = false), theEnd)
  expect(rehearsalSaid(run.made)).toEqual([
    'Would stop today: nothing.',
    'Would wait today (1):',
    'Step 1 "Stop" waits until it may begin: 3 logs behind; it may take 30 min.',
    'Cannot be known before an earlier step is done (1):',
    'Before step 1 is done: step 2 "Go" waits until it may begin: 3 logs behind.',
    'Done already: nothing.',
  ])
})

test('where a worker refuses to ask whether the wait is over, that would stop it: nobody waits for a refusal', () => {
  const refused = { code: 'document-not-held', why: 'It holds another version.' }
  const { run } = rehearsingOf(WAITING, observes(false), observes(undefined, { results: [], refused }), theEnd)
  expect(askedOf(run)).toEqual(['1/0: check', '1/0: wait-until, before', '2/0: check', '2/0: wait-until'])
  expect(rehearsalSaid(run.made)).toEqual([
    'Would stop today (1):',
    'Step 1 "Stop" could not be looked at: b1 did not look: It holds another version.',
    'Cannot be known before an earlier step is done: nothing.',
    'Done already: nothing.',
  ])
})
