import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
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
import { given, running } from './given.ts'
import { POLICY } from './practice.ts'
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
