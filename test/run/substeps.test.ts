import { expect, test } from 'vitest'
import { drawGate } from '../../src/chat/card/gate.ts'
import { due } from '../../src/run/due.ts'
import type { RunState } from '../../src/run/state.ts'
import { capturesAt } from '../../src/run/where.ts'
import { claims, deviates, does, ends, FAILED, locks, losesContact, observes, RAN, starts, theEnd, until } from './acts.ts'
import type { Act } from './acts.ts'
import { CHECK, document, NODE_TARGETS, RUN, step, TURNS } from './documents.ts'
import { given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { attentionSaid, doneSaid, linesOf, statusOf, viewOf } from '../words/said.ts'

const turns = (...acts: Act[]) => given(starts({ document: TURNS, targets: NODE_TARGETS }), locks, ...acts)
const rehearsed = (...acts: Act[]) => given(starts({ document: TURNS, targets: NODE_TARGETS, rehearsal: true }), ...acts)
const says = (item: number): Act => does('amir', { type: 'confirm', step: 1, item, choice: 'done' })
const isAsked = (state: RunState) => state.phase === 'waiting' && state.gates.at(-1)?.passed !== undefined
/** On and on, and whoever is asked says that it is done. */
const upTo = (item: number): Act =>
  function act(run) {
    until((state) => state.item === item || isAsked(state) || state.endedAt !== undefined)(run)
    if (run.made.item === item || run.made.endedAt !== undefined) return
    says(run.made.item)(run)
    act(run)
  }
const sent = (state: RunState) =>
  due(state).flatMap((each) => (each.kind === 'order' ? [{ site: each.order.site, item: each.order.item }] : []))

test('the sub-steps of the first item are done in turn, then those of the second', () => {
  const order: string[] = []
  const { run } = turns((each) => {
    each.after = (_, { item }) => {
      if (item > 0 && order.at(-1) !== String(item)) order.push(String(item))
    }
  }, upTo(99)).when(theEnd)
  expect(order).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  expect(run.made.phase).toBe('done')
  expect(doneSaid(run.made, 0)).toEqual({ how: 'run', detail: '2 items: 2 done' })
})

test('the gate of the step is asked once, before anything of the first item is sent', () => {
  turns()
    .when(observes())
    .leads('observed', 'captured', 'gate-opened')
    .and((state) => expect(viewOf(state).gate?.opens.steps[0]).toMatchObject({ step: 1, blocks: 2, byHand: true, each: { items: 2 } }))
  turns(upTo(99))
    .when()
    .and((state) => expect(state.gates).toHaveLength(1))
})

test('what a gate opens names the targets of every sub-step', () => {
  turns(observes())
    .when()
    .and((state) => expect(viewOf(state).gate?.opens.steps[0]?.targets).toEqual(['SEC', 'FAR', 'management']))
    .and((state) =>
      expect(viewOf(state).gate?.statements.map(({ title, target }) => `${title} on ${target}`)).toEqual([
        'Drain: Empty on SEC, FAR',
        'Drain: Tell on management',
        'Switch on management',
      ]),
    )
})

test('each turn goes to the site of its own target', () => {
  turns(upTo(5))
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'a', item: 5 }]))
  turns(upTo(8))
    .when()
    .and((state) => expect(sent(state)).toEqual([{ site: 'b', item: 8 }]))
})

test('what a sub-step finds is known to the sub-steps of its own item, and to nothing else', () => {
  turns(upTo(4))
    .when()
    .and((state) => {
      expect(state.captures).toEqual({})
      expect(state.steps[0]?.found).toEqual({ SEC: { share: '\\\\a\\share' } })
    })
  turns(upTo(5), (run) => void (run.finds['share'] = ['\\\\b\\other']), upTo(6))
    .when()
    .and((state) => expect(state.steps[0]?.found).toEqual({ SEC: { share: '\\\\a\\share' }, FAR: { share: '\\\\b\\other' } }))
})

test('an item whose reading fails stops there, with what the item before it found untouched', () => {
  turns(upTo(5), (run) => void (run.finds['share'] = []))
    .when(observes())
    .needs(
      'capture',
      'Step 1 "Drain", item 2 of 2 (FAR), "Remember" did not find what it must record: share: 0 rows were found; exactly one is needed. Nothing was changed. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a person is asked about each item, and people see which sub-step it is', () => {
  turns(until(isAsked))
    .when()
    .and((state) => expect(statusOf(state)).toBe('Step 1 "Drain", item 1 of 2 (SEC), "Ask" is done by hand: Is SEC empty?'))
    .and((state) => expect(viewOf(state).confirm).toMatchObject({ step: 1, item: 3, ask: 'Is SEC empty?' }))
    .and((state) => expect(viewOf(state).steps[0]).toMatchObject({ state: 'by-hand', items: { done: 0, of: 2 } }))
  turns(upTo(6))
    .when()
    .and((state) => expect(viewOf(state).steps[0]).toMatchObject({ items: { done: 1, of: 2 } }))
})

test('after a crash the turn that ran is asked by its own check, and only that turn', () => {
  turns(upTo(2), claims(), losesContact)
    .when()
    .and((state) => expect(state.question).toMatchObject({ item: 2, looks: ['check'], purpose: 'recover' }))
  turns(upTo(2), claims(), losesContact)
    .when(observes(true))
    .and((state) => expect(state.item).toBe(3))
})

test('a retry looks at every turn again, reads nothing anew of what has acted, and repeats nothing that is done', () => {
  const failed = turns(upTo(6), claims(), ends(FAILED, false))
  failed.when().and((state) => expect(attentionSaid(state)?.sentence).toContain('Step 1 "Drain", item 2 of 2 (FAR), "Empty" failed on SEC'))
  failed
    .when(deviates('amir', 'retry'), approvesBoth)
    .and((state) => expect(state.steps[0]?.found).toHaveProperty('FAR'))
    .and((state) => expect(state.steps[0]?.items.every(({ done }) => done === undefined)).toBe(true))
})

test('to skip leaves out one sub-step of one item, and goes on with the next', () => {
  turns(upTo(6), claims(), ends(FAILED, false))
    .when(deviates('amir', 'skip'), approvesBoth)
    .and((state) => expect(state.item).toBe(7))
    .and((state) => expect(state.steps[0]?.items[5]?.done).toBe('skipped'))
})

test('a rehearsal reads of each item, asks the person about each, and performs nothing', () => {
  rehearsed(upTo(99))
    .when()
    .is('done')
    .and((state) => {
      expect(state.performed).toBe(false)
      expect(Object.keys(state.steps[0]?.found ?? {})).toEqual(['SEC', 'FAR'])
    })
})

test('the thread says of each turn what it is', () => {
  const { run } = turns(upTo(2), claims()).when()
  const before = run.made
  ends(RAN, true)(run)
  expect(linesOf({ seq: 9, at: run.now, events: run.last.events }, before).map(({ text }) => text)).toEqual([
    'Step 1 "Drain", item 1 of 2 (SEC), "Empty", attempt 1 ended without error after 40 ms. Its check decides.',
    'Step 1 "Drain", item 1 of 2 (SEC), "Empty": done (it is there).',
    'Step 1 "Drain", item 1 of 2 (SEC), "Ask" is done by hand: Is SEC empty?',
  ])
})

function approvesBoth(run: Parameters<Act>[0]): void {
  for (const who of ['both', 'carol']) {
    const gate = run.made.gates.at(-1)
    does(who, { type: 'approve', gate: gate?.number ?? 0, fingerprint: gate?.fingerprint ?? '' })(run)
  }
}

test('the card counts items, not turns', () => {
  turns(upTo(6), claims())
    .when()
    .and((state) => expect(viewOf(state).running).toMatchObject({ step: 1, item: 2 }))
})

test('a block of a sub-step is asked with what its own item found, never with that of another', () => {
  turns(upTo(5))
    .when()
    .and((state) => {
      expect(capturesAt(state, { step: 1, item: 4 })).toEqual({ share: '\\\\a\\share' })
      expect(capturesAt(state, { step: 1, item: 6 })).toEqual({})
      expect(capturesAt(state, { step: 2, item: 0 })).toEqual({})
    })
})

test('two items that are called alike are two: the second finds for itself', () => {
  const section = (title: string, ...rest: string[]): string => `### ${title}\n\nWhat it means.\n\n${rest.join('\n')}`
  const listed = document(
    'listed',
    step(
      'Apply',
      ['gate: disaster-recovery', 'each: file of files', 'captures: { files: list of path }'],
      '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s;\n```\n',
      section('Remember', '```yaml\ncaptures: { share: path }\n```\n', '```sql read on=backup\nSELECT share = @file;\n```\n'),
      section('Act', RUN, CHECK),
    ),
  )
  const finds = (share: string) => (run: PracticeRun) => void (run.finds = { files: ['\\\\a\\1.trn', '\\\\a\\1.trn'], share: [share] })
  const shares = (state: RunState) => [1, 3].map((item) => capturesAt(state, { step: 1, item })['share'])
  const first = [finds('\\\\a\\share'), starts({ document: listed }), locks, until(({ item }) => item === 3)]
  given(...first)
    .when()
    .and((state) => expect(shares(state)).toEqual(['\\\\a\\share', undefined]))
  given(
    ...first,
    finds('\\\\b\\share'),
    until(({ item }) => item === 4),
  )
    .when()
    .and((state) => expect(shares(state)).toEqual(['\\\\a\\share', '\\\\b\\share']))
})

test('a worker is told which sub-step of which item is claimed already', () => {
  turns(upTo(6), claims())
    .when(claims())
    .refuses(
      'claimed-already',
      'step 1, item 2, sub-step 2, attempt 1 of R-1 was claimed by b1 at 2026-11-21 03:00:00 UTC: it is granted once.',
    )
})

test('the card of the gate has the words of each sub-step behind its heading, and no marks', () => {
  turns(observes())
    .when()
    .and((state) => {
      const view = viewOf(state)
      const [drain] = view.gate === undefined ? [] : drawGate(view, view.gate).prose
      expect(drain?.text).toBe(
        ['What it means.', ...['Remember', 'Empty', 'Ask', 'Tell'].flatMap((title) => [title, 'What it means.'])].join('\n'),
      )
    })
})
