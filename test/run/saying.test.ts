import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import type { Target } from '../../src/procedure/plan-types.ts'
import { hostOf } from '../../src/run/view/facts.ts'
import type { RunState } from '../../src/run/state.ts'
import { stateAfter } from '../../src/audit/chain.ts'
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
  timer,
  UNKNOWN,
  until,
  waits,
  locks,
} from './acts.ts'
import type { Act } from './acts.ts'
import { BY_HAND, CONDITIONAL } from './documents.ts'
import { given, running } from './given.ts'
import { POLICY, TARGETS } from './practice.ts'
import type { PracticeRun } from './practice-run.ts'
import { linesOf, viewOf } from '../words/said.ts'

/** The whole thread of a run. */
function thread(run: PracticeRun): string[] {
  let state: RunState | undefined
  return run.entries.flatMap((entry) => {
    const lines = linesOf(entry, state)
    state = stateAfter(state, entry, 0)
    return lines.map(({ text, only }) => (only === undefined ? text : `(only ${only}) ${text}`))
  })
}

function lastLines(...acts: Act[]): string[] {
  const { run } = running(...acts.slice(0, -1))
  const before = run.entries.length
  acts.at(-1)?.(run)
  let state: RunState | undefined
  const lines = run.entries.map((entry) => {
    const said = linesOf(entry, state).map(({ text }) => text)
    state = stateAfter(state, entry, 0)
    return said
  })
  return lines.slice(before).flat()
}

test('the thread of a whole run can be read without any card', () => {
  const { run } = running(gateOf(2))
  approves('dana')(run)
  theEnd(run)
  expect(thread(run).map((line) => line.replaceAll(/[0-9a-f]{4}-[0-9a-f]{4} \([0-9a-f]{64}\)/g, 'FINGERPRINT'))).toMatchSnapshot()
})

test('lines are numbered in order and never twice', () => {
  const { run } = running(theEnd)
  let state: RunState | undefined
  const numbers = run.entries.flatMap((entry) => {
    const lines = linesOf(entry, state)
    state = stateAfter(state, entry, 0)
    return lines.map(({ n }) => n)
  })
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
})

test('accidents, deviations and stops are said', () => {
  expect({
    lost: lastLines(claimOf(2), losesContact),
    unknown: lastLines(claimOf(2), reports(UNKNOWN)),
    failed: lastLines(claimOf(2), reports(FAILED)),
    attention: lastLines(claimOf(2), reports(FAILED), observes(false)),
    repeated: lastLines(claimOf(2), losesContact, observes(false, { lockHeld: true }), claimOf(2)),
    retry: lastLines(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 3 })).map(short),
    approved: lastLines(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 3 }), bothApprove),
    skip: lastLines(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'skip'), bothApprove),
    marked: lastLines(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'mark-done'), bothApprove),
    aborted: lastLines(claimOf(5), reports(FAILED), observes(false), deviates('dana', 'abort'), bothApprove),
    cancelled: lastLines(claimOf(2), cancels('dana')),
    stopped: lastLines(orderOf(5), cancels('dana')),
    rejected: lastLines(gateOf(2), rejects('carol')),
    expired: lastLines(gateOf(2), waits(1_800_000), timer('expire:gate-1')),
    escalated: lastLines(gateOf(2), waits(600_000), timer('escalate:gate-1')),
    busy: lastLines(orderOf(2), reports({ type: 'refused', code: 'worker-busy', why: 'four at once.' })),
    missing: lastLines((run) => run.send({ run: 'R-1', type: 'no-worker', order: run.order.key, site: 'b', known: ['b1'] })),
  }).toMatchSnapshot()
})

function short(line: string): string {
  return line.replaceAll(/[0-9a-f]{4}-[0-9a-f]{4} \([0-9a-f]{64}\)/g, 'FINGERPRINT')
}

test('long values are cut in the thread', () => {
  const files = Array.from({ length: 40 }, (_, index) => `\\\\a\\share\\${String(index).padStart(2, '0')}.trn`)
  const lines = lastLines(
    (run) => (run.finds['files'] = files),
    until((state) => state.question?.step === 4),
    observes(),
  )
  expect(lines[0]).toMatch(/^Step 4 "Apply" found: files = .{300}… \(718 characters\)\.$/)
})

test('every line of a rehearsal says so, and what is found is said as it is found', () => {
  const { run } = given(starts({ rehearsal: true }), stepOf(2), observes(null))
  const lines = thread(run)
  expect(lines.filter((line) => !line.startsWith('REHEARSAL · '))).toEqual([])
  expect([lines[0], lines.at(-1)]).toEqual([
    'REHEARSAL · R-1, nothing will be changed: Dana asks for "A small procedure" (/practise small).',
    'REHEARSAL · This would stop the real run today: Step 2 "Stop" has a check that cannot tell: no rights.',
  ])
})

test('its last line holds what it came to, and the three lists', () => {
  const { run } = given(
    starts({ rehearsal: true }),
    (made) => (made.done = new Set(['2/0'])),
    stepOf(5),
    (made) => (made.ready = false),
    theEnd,
  )
  expect(thread(run).at(-1)?.split('\n')).toEqual([
    expect.stringMatching(/^REHEARSAL · The rehearsal R-1 has ended after \d+ ms\. All 6 steps are rehearsed, and nothing was changed\.$/),
    'Would stop today: nothing.',
    'Cannot be known before an earlier step is done (1):',
    '– Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
    'Done already (1):',
    '– Step 2 "Stop": it is there.',
  ])
})

test('its steps never look done', () => {
  const { run } = given(
    starts({ rehearsal: true }),
    (made) => (made.done = new Set(['2/0'])),
    stepOf(5),
    (made) => (made.ready = false),
    theEnd,
  )
  expect(viewOf(run.made).steps.map(({ state, detail }) => [state, detail])).toEqual([
    ['rehearsed', 'looked'],
    ['rehearsed', 'done already: it is there'],
    ['rehearsed', 'nothing was changed'],
    ['rehearsed', '2 items: 2 rehearsed'],
    ['rehearsed', 'cannot be known before step 4'],
    ['rehearsed', 'nothing was changed'],
  ])
})

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

test('whoever is called is named, in the thread and in the view; where nobody is in the group, that is said', () => {
  const gate = (run: PracticeRun) => (run.state === undefined ? undefined : viewOf(run.state).gate)
  const called = running(gateOf(2), approves('amir'), waits(600_000)).when(timer('escalate:gate-1')).run
  const since = gate(called)?.called?.since ?? ''
  expect(thread(called).at(-1)).toBe(`Gate 1 has waited since ${sayInstant(since)}: Max is called, of duty-managers.`)
  expect(gate(called)).toMatchObject({ asked: ['carol', 'both', 'erin'], called: { people: ['max'] } })
  const policies = { [POLICY.id]: { ...POLICY, escalate: { afterMs: 600_000, to: ['night-shift'] } } }
  const vain = given(starts({ policies }), locks, gateOf(2), waits(600_000)).when(timer('escalate:gate-1')).run
  expect(thread(vain).at(-1)).toBe(`Gate 1 has waited since ${sayInstant(since)}: nobody is in night-shift.`)
  expect(gate(vain)?.called?.people).toEqual([])
  const two = { ...policies, [POLICY.id]: { ...POLICY, escalate: { afterMs: 600_000, to: ['duty-managers', 'guests'] } } }
  const both = given(starts({ policies: two }), locks, gateOf(2), waits(600_000)).when(timer('escalate:gate-1')).run
  expect(thread(both).at(-1)).toBe(`Gate 1 has waited since ${sayInstant(since)}: Max, Zoe are called, of duty-managers, guests.`)
})
