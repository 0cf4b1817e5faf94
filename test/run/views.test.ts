/** Small facts of a view, each by itself: what a run waits for, where a target is, how a value is read, which lines stand out. */
import { describe, expect, test } from 'vitest'
import type { BlockResult } from '../../src/run/order.ts'
import { errorOf, judgeCheck, unclearIn } from '../../src/run/step/judge-results.ts'
import { judgeLook } from '../../src/run/step/looks.ts'
import { plannedStep, standingAttempt } from '../../src/run/where.ts'
import { evolve } from '../../src/run/evolve.ts'
import { linesOf } from '../../src/run/thread/lines.ts'
import { factsOf, hostOf } from '../../src/run/view/facts.ts'
import { gateView } from '../../src/run/view/gate.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { waitsFor } from '../../src/run/view/status.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import {
  bothApprove,
  claimOf,
  claims,
  deviates,
  FAILED,
  gateOf,
  locks,
  losesContact,
  observes,
  orderOf,
  RAN,
  reopens,
  reports,
  starts,
  stepOf,
  until,
  waits,
} from './acts.ts'
import type { Act } from './acts.ts'
import { BY_HAND, NODE_TARGETS, NODES } from './documents.ts'
import { given, running } from './given.ts'
import { TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'

test.each<[string, Act[], string | undefined]>([
  [
    'the lock of another run',
    [(run) => run.send({ run: RUN, type: 'lock-refused', lock: run.made.lock?.name ?? '', holder: 'R-9' })],
    undefined,
  ],
  [
    'nothing, while it works',
    [(run) => run.send({ run: RUN, type: 'lock-granted', lock: run.made.lock?.name ?? '' }), orderOf(2)],
    undefined,
  ],
  ['approvals', [(run) => run.send({ run: RUN, type: 'lock-granted', lock: run.made.lock?.name ?? '' }), gateOf(2)], 'approval'],
])('a run waits for %s', (_, acts, what) => {
  const { made } = given(starts(), ...acts).run
  expect(waitsFor(made)).toBe(made.lock?.waited === undefined ? what : 'lock')
})

test('a run that asks a person to do a step waits for a hand', () => {
  expect(
    waitsFor(
      given(starts({ document: BY_HAND }), (run) => run.send({ run: RUN, type: 'lock-granted', lock: run.made.lock?.name ?? '' })).run.made,
    ),
  ).toBe('hand')
})

test('a target is where its host is, a named instance behind it', () => {
  const { SEC, management } = TARGETS as { SEC: Target; management: Target }
  expect(hostOf(SEC)).toBe('sqlb1.contoso.com')
  expect(hostOf({ ...SEC, instance: 'RTC' } as Target)).toBe('sqlb1.contoso.com\\RTC')
  expect(hostOf(management)).toBe('mgmt.contoso.com')
})

test('a value is read with its question, a target with its host', () => {
  const { made } = running(gateOf(2)).run
  expect(factsOf(made, { database: 'SEC', backup: 'SEC', shell: 'management', share: ['a', 'b'], other: 'SEC' })).toEqual([
    { name: 'Which database?', value: 'SEC' },
    { name: 'Which server?', value: 'SEC (sqlb1.contoso.com)' },
    { name: 'Which shell?', value: 'management (mgmt.contoso.com)' },
    { name: 'share', value: 'a, b' },
    { name: 'other', value: 'SEC' },
  ])
  expect(factsOf({ ...made, plan: { ...made.plan, targets: {} } as never, targets: {} }, { backup: 'GONE' })).toEqual([
    { name: 'Which server?', value: 'GONE' },
  ])
})

describe('a line stands out where people are needed or the document is left', () => {
  const standing = (...acts: Act[]) => {
    const { run } = running(...acts.slice(0, -1))
    const before = run.made
    acts.at(-1)?.(run)
    return run.entries.slice(-1).flatMap((entry) => linesOf(entry, before).map(({ says, stands }) => [says.line, stands === 'out']))
  }

  test.each<[string, Act[], string, boolean]>([
    ['a gate of the document', [stepOf(2), observes(false)], 'gate-opened', false],
    ['a gate for a deviation', [claimOf(2), reports(FAILED), observes(false), deviates('dana', 'skip')], 'gate-opened', true],
    ['attention', [claimOf(2), reports(FAILED), observes(false)], 'attention', true],
    ['lost contact', [claimOf(2), losesContact], 'contact-lost', true],
    ['a deviation', [claimOf(2), reports(FAILED), observes(false), deviates('dana', 'skip'), bothApprove], 'deviated', true],
    ['the end of an attempt', [claimOf(2), reports(FAILED)], 'attempt-ended', false],
  ])('%s', (_, acts, line, out) => {
    expect(standing(...acts)).toContainEqual([line, out])
  })
})

test('where a retry begins is said only where that is another step', () => {
  const lines = (from: number) => {
    const { run } = running(claimOf(5), reports(FAILED), observes(false))
    const before = run.made
    deviates('dana', 'retry', { from })(run)
    return run.entries
      .slice(-1)
      .flatMap((entry) => linesOf(entry, before).flatMap(({ says }) => (says.line === 'gate-opened' ? [says.deviation] : [])))
  }
  expect(lines(3)).toEqual([{ kind: 'retry', reason: 'we looked', from: 3 }])
  expect(lines(5)).toEqual([{ kind: 'retry', reason: 'we looked' }])
})

describe('the answers of a look', () => {
  const { made } = running(gateOf(2)).run
  const planned = made.plan?.steps[1]
  const result = (over: Partial<BlockResult>): BlockResult => ({
    block: 0,
    target: 'SEC',
    ok: true,
    rows: [],
    rowCount: 0,
    messages: [],
    errors: [],
    tookMs: 1,
    ...over,
  })

  test('of a precondition are plain where every row says yes or no, and there is one', () => {
    const unclear = (over: Partial<BlockResult>) => planned && unclearIn(planned, 'before', [result(over)])
    const itsAnswer = [{ target: 'SEC', answered: true }]
    expect(unclear({ rows: [{ ok: 1 }, { ok: 0 }], rowCount: 2 })).toEqual([])
    expect(unclear({ rows: [], rowCount: 0 })).toEqual(itsAnswer)
    expect(unclear({ rows: [{ ok: 1 }], rowCount: 2 })).toEqual(itsAnswer)
    expect(unclear({ rows: [{ ok: 1 }, { ok: null }], rowCount: 2 })).toEqual(itsAnswer)
    expect(planned && unclearIn(planned, 'before', [])).toEqual([{ target: 'SEC', answered: false }])
  })

  test('a failure without an error is said as one', () => {
    expect(errorOf(result({ ok: false }))).toEqual({ is: 'no-error' })
  })

  test('that nobody asked for change nothing but the questions', () => {
    const { question: _question, ...asked } = running(stepOf(2)).run.made
    const after = evolve(asked, { type: 'observed', order: 'R-1/2/0/1', seen: [] }, '2026-11-21T03:00:00.000Z')
    expect(after).toEqual(asked)
  })
})

test('a requester who is gone from the people file is still called by name where they must not approve', () => {
  const left: Act = (run) =>
    run.send({
      run: RUN,
      type: 'configuration-changed',
      policies: run.made.policies,
      people: run.made.people.filter(({ id }) => id !== 'dana'),
      targets: run.made.targets,
    })
  const { made } = running(gateOf(2), left).run
  expect(gateView(made)?.barred.map(({ id, person }) => [id, person])).toEqual([['dana', 'Dana']])
})

describe('a step as people see it', () => {
  const seen = (...acts: Act[]) => viewOf(running(...acts).run.made).steps
  const states = (...acts: Act[]): string[] => seen(...acts).map(({ state }) => state)

  test('has a state: asked about, waiting, at work until its effect shows, done', () => {
    expect(states(stepOf(2))).toEqual(['done', 'asking', 'pending', 'pending', 'pending', 'pending'])
    expect(states(gateOf(2)).slice(0, 3)).toEqual(['done', 'waiting', 'pending'])
    expect(states(claimOf(2)).slice(1, 3)).toEqual(['working', 'pending'])
    expect(states(claimOf(2), reports(RAN)).slice(1, 3)).toEqual(['working', 'pending'])
    expect(states(orderOf(2), losesContact).slice(1, 3)).toEqual(['working', 'pending'])
    expect(states(claimOf(2), losesContact).slice(1, 3)).toEqual(['asking', 'pending'])
  })

  test('has times from its beginning on, and a gate where the document says so', () => {
    const steps = seen(gateOf(2))
    expect(steps.map(({ beganAt, endedAt }) => [beganAt !== undefined, endedAt !== undefined])).toEqual([
      [true, true],
      [true, false],
      ...Array.from({ length: 4 }, () => [false, false]),
    ])
    expect(steps.flatMap(({ gate, number }) => (gate ? [number] : []))).toEqual([2, 5])
  })

  test('says what its last check said, unless that was before it was begun anew', () => {
    const details = (...acts: Act[]) => seen(...acts).map(({ detail }) => detail.is)
    expect(details(gateOf(2)).slice(0, 3)).toEqual(['detail', 'detail', 'nothing'])
    expect(details(claimOf(3), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 3 }), bothApprove)[2]).toBe('nothing')
  })
})

test('what a check or a look says counts only where all of it came', () => {
  const { run } = running(stepOf(2))
  const planned = plannedStep(run.made, 2)
  const [check] = run.answers({ step: 2, item: 0 }, 'check', true)
  if (check === undefined) throw new Error('the step has no check')
  expect(judgeCheck(planned, [check]).verdict).toBe('done')
  expect(judgeCheck(planned, [{ ...check, rowCount: 2 }]).verdict).toBe('cannot-tell')
  expect(judgeCheck(planned, [{ ...check, rows: [] }]).verdict).toBe('cannot-tell')
  expect(judgeCheck(planned, [{ ...check, rows: [...check.rows, ...check.rows] }]).verdict).toBe('cannot-tell')
  expect(unclearIn(planned, 'check', [check])).toEqual([])
  expect(unclearIn(planned, 'check', [{ ...check, rowCount: 2 }])).toEqual([{ target: 'SEC', answered: true }])
})

test('what a read finds is no yes and no no, and its names are kept', () => {
  const { run } = running()
  const planned = plannedStep(run.made, 1)
  const answers = run.answers({ step: 1, item: 0 }, 'read')
  expect(unclearIn(planned, 'read', answers)).toEqual([])
  expect(judgeLook(planned, 'read', answers)).toEqual({ look: 'read', found: true, detail: [{ is: 'found', names: ['share'] }] })
  expect(judgeLook({ ...planned, captures: {} }, 'read', answers)).toEqual({ look: 'read', found: true, detail: [{ is: 'recorded' }] })
})

test('a gate that opens in the middle of a list says how many items are left', () => {
  const second = until((state) => state.step === 1 && state.item === 2 && standingAttempt(state) !== undefined)
  const { run } = given(starts({ document: NODES, targets: NODE_TARGETS }), locks, second)
  for (const act of [waits(31 * 60_000), claims(), reopens('dana'), observes(false)]) act(run)
  expect(viewOf(run.made).gate?.opens.steps[0]?.each).toEqual({ list: 'nodes', items: 1 })
})
