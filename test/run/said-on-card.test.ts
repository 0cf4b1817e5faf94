import { expect, test } from 'vitest'
import type { Target } from '../../src/procedure/plan-types.ts'
import { hostOf } from '../../src/run/view/facts.ts'
import {
  approves,
  bothApprove,
  cancels,
  claimOf,
  deviates,
  FAILED,
  gateOf,
  losesContact,
  observes,
  orderOf,
  RAN,
  rejects,
  reports,
  starts,
  stepOf,
  theEnd,
  waits,
  locks,
} from './acts.ts'
import type { Act } from './acts.ts'
import { BY_HAND, CONDITIONAL } from './documents.ts'
import { given, running } from './given.ts'
import { TARGETS } from './practice.ts'
import { viewOf } from '../words/said.ts'

/** Targets as they are chosen: with where they are. */
function choices(...names: string[]): { title: string; value: string }[] {
  return names.map((name) => ({ title: `${name} · ${hostOf(TARGETS[name] as Target)}`, value: name }))
}

test('the card while it gathers asks for what is missing', () => {
  const { run } = given(starts({ answers: {} }))
  const view = viewOf(run.made)
  expect(view.status).toBe('Still asked for: Which database?')
  expect(view.questions).toEqual([
    { name: 'database', ask: 'Which database?', type: 'database', required: true },
    { name: 'backup', ask: 'Which server?', type: 'sql-server', choices: choices('SEC', 'SECM'), written: 'SEC', required: false },
    {
      name: 'shell',
      ask: 'Which shell?',
      type: 'powershell',
      choices: choices('management', 'sec-host'),
      written: 'management',
      required: false,
    },
  ])
})

test('the card at a gate shows all that it lets pass', () => {
  const { run } = running(gateOf(2), approves('amir'))
  const view = viewOf(run.made)
  expect(view.phase).toBe('waiting')
  expect(view.steps.map(({ state }) => state)).toEqual(['done', 'waiting', 'pending', 'pending', 'pending', 'pending'])
  expect(view.gate).toMatchObject({
    number: 1,
    fingerprint: run.made.gates[0]?.fingerprint,
    kind: 'step',
    title: 'Stop',
    opens: {
      steps: [
        { step: 2, title: 'Stop', oneWay: false, blocks: 1, targets: ['SEC'] },
        { step: 3, title: 'Copy', oneWay: false, blocks: 1, targets: ['management'] },
        { step: 4, title: 'Apply', oneWay: false, blocks: 1, targets: ['SEC'], each: { list: 'files' } },
      ],
      nextGate: 5,
    },
    lines: [
      { from: ['dba'], count: 1, by: ['Amir'] },
      { from: ['uc-leads'], count: 1, by: [] },
    ],
    missing: 'Still needed: 1 of uc-leads (Carol or Bo).',
    barred: [{ person: 'Dana', because: 'Dana asked for this run' }],
  })
  expect(view.gate?.statements.map(({ step, target, language }) => `${step} ${target} ${language}`)).toEqual([
    '2 SEC sql',
    '3 management powershell',
    '4 SEC sql',
  ])
  expect(view.gate?.values).toContainEqual({ name: 'share', value: '\\\\a\\share' })
})

test('a one-way gate opens its one-way step, with the words of the document, to the end', () => {
  const { opens, title } = viewOf(running(gateOf(5)).run.made).gate ?? {}
  expect({ title, opens }).toMatchObject({
    title: 'Recover',
    opens: {
      steps: [
        { step: 5, oneWay: true },
        { step: 6, oneWay: false },
      ],
    },
  })
  expect(opens?.steps[0]?.prose).toBe('What it means.')
  expect(opens).not.toHaveProperty('nextGate')
})

test('the card in attention offers what can be done', () => {
  const failed = viewOf(running(claimOf(6), reports(FAILED), observes(false)).run.made)
  expect(failed.attention).toMatchObject({
    reason: 'failed',
    step: 6,
    offers: ['retry', 'skip', 'mark-done', 'abort'],
    mayBeginFrom: [5, 6],
  })
  expect(failed.steps[5]).toMatchObject({ state: 'attention', detail: 'failed' })
  expect(viewOf(running(gateOf(5), rejects('carol')).run.made).attention).toMatchObject({
    offers: ['reopen', 'retry', 'skip', 'mark-done', 'abort'],
    mayBeginFrom: [1, 2, 3, 4, 5],
  })
  const asked = viewOf(running(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 3 })).run.made)
  expect(asked.attention?.offers).toEqual([])
  expect(asked.gate).toMatchObject({ kind: 'retry', reason: 'we looked', opens: { from: 3, steps: [] } })
  expect(asked.gate?.statements).toEqual([])
  expect(viewOf(running(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'skip')).run.made).gate).toMatchObject({
    kind: 'skip',
    opens: { steps: [] },
    statements: [],
  })
})

test('the card at work shows who works, since when, and how far a list has come', () => {
  const { run } = running(claimOf(4))
  const view = viewOf(run.made)
  expect(view.running).toEqual({
    order: run.made.steps[3]?.items[0]?.attempts[0]?.order,
    step: 4,
    item: 1,
    attempt: 1,
    worker: 'b1',
    since: run.now,
  })
  expect(view.steps[3]).toMatchObject({ state: 'working', items: { done: 0, of: 2 } })
  expect(view.status).toBe('b1 performs step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn).')
  losesContact(run)
  expect(viewOf(run.made).running).toBeUndefined()
  expect(viewOf(run.made).status).toBe(
    'Contact was lost: asks the system whether step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn) took effect.',
  )
})

test('one sentence says what the run does now', () => {
  const status = (...acts: Act[]): string => viewOf(running(...acts).run.made).status
  expect([
    viewOf(given(starts()).run.made).status,
    viewOf(given(starts(), (run) => run.send({ run: 'R-1', type: 'lock-refused', lock: 'small/mgc', holder: 'R-7' })).run.made).status,
    status(),
    status(stepOf(2)),
    status(stepOf(2), observes(false)),
    status(gateOf(2)),
    status(orderOf(2)),
    status(claimOf(2), cancels('dana')),
    status(claimOf(2), reports(RAN)),
    status((run) => run.send({ run: 'R-1', type: 'no-worker', order: run.order.key, site: 'b', known: [] })),
    status(theEnd),
    viewOf(given(starts({ document: BY_HAND }), locks).run.made).status,
    status(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'mark-done')),
  ]).toMatchSnapshot()
})

test('a step by hand shows what is to be done, and what can be said', () => {
  expect(viewOf(given(starts({ document: BY_HAND }), locks).run.made).confirm).toEqual({
    step: 1,
    ask: 'Ring the carrier.',
    choices: ['done', 'not needed'],
  })
})

test('a step that is passed over shows as skipped', () => {
  const view = viewOf(given(starts({ document: CONDITIONAL }), locks, theEnd).run.made)
  expect(view.steps.map(({ state }) => state)).toEqual(['done', 'skipped', 'done'])
  expect(view.endedAt).toBeDefined()
})

test('the card sums up how long people were waited for and machines worked', () => {
  const { run } = running(gateOf(2), waits(60_000), bothApprove, claimOf(2), waits(5_000), reports(FAILED))
  expect(viewOf(run.made).waits).toEqual({ peopleMs: 60_020, machinesMs: 5_010 })
})
