/** What a step waits for before it may begin. */
import { describe, expect, test } from 'vitest'
import {
  bothApprove,
  cancels,
  claims,
  deviates,
  gateOf,
  locks,
  looksOnly,
  losesContact,
  observes,
  observesAtOnce,
  orderOf,
  starts,
  stepOf,
  theEnd,
  until,
  waits,
} from './acts.ts'
import type { Act } from './acts.ts'
import { WAITING } from './documents.ts'
import { given, type Given } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { evolveAll } from '../../src/run/evolve.ts'
import type { RunState } from '../../src/run/state.ts'
import { linesOf, statusOf } from '../words/said.ts'

const MINUTE = 60_000

const waiting = (...acts: Act[]): Given => given(starts({ document: WAITING }), locks, ...acts)
const behind = (run: PracticeRun): void => void (run.caughtUp = false)
const linesSaid = ({ entries }: PracticeRun): string[] => {
  let before: RunState | undefined
  return entries.flatMap((entry) => {
    const lines = linesOf(entry, before)
    before = evolveAll(before, entry.events, entry.at)
    return lines.map(({ text }) => text)
  })
}
const seesNow: Act = (run) => observesAtOnce(run.results(run.order))(run)

describe('what a step waits for', () => {
  test('is asked behind its check, and so long as it does not hold nobody is asked to approve', () => {
    waiting(behind)
      .when()
      .and((_, run) => expect(run.order).toMatchObject({ looks: ['check'] }))
    waiting(behind, observes(false))
      .when()
      .and((state, run) => {
        expect(run.order).toMatchObject({ looks: ['wait-until', 'before'], settleMs: 30 * MINUTE })
        expect(state.gates).toEqual([])
        expect(statusOf(state)).toBe('Waits until step 1 "Stop" may begin, 30 min at most.')
      })
  })

  test('is not waited for where the step is done already', () => {
    waiting(behind)
      .when(observes(true))
      .leads('observed', 'step-done', 'step-begun', 'observing')
      .and((_, run) => expect(run.order).toMatchObject({ step: 2, looks: ['check'] }))
  })

  test('holds: the gate opens, whatever was left of the time', () => {
    waiting(observes(false), waits(5 * MINUTE))
      .when(seesNow)
      .leads('observed', 'gate-opened')
  })

  test('does not hold in time: people are called', () => {
    waiting(behind, observes(false))
      .when(observes())
      .needs(
        'precondition',
        'Step 1 "Stop" waited 30 min and may not begin yet: 3 logs behind. Only its looks were sent. Retry to wait again, or skip or abort: each needs a reason and a second person.',
      )
  })

  test('is not believed to be missing before its time is over', () => {
    waiting(behind, observes(false), waits(5 * MINUTE))
      .when(seesNow)
      .refusesWith('too-early')
  })

  test('holds, and what must hold besides does not: that is said at once', () => {
    waiting(observes(false), (run) => void (run.ready = false))
      .when(seesNow)
      .needs(
        'precondition',
        'Step 1 "Stop" may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
      )
  })

  test('is asked by another worker for what is left of the limit', () => {
    waiting(behind, observes(false), waits(10 * MINUTE))
      .when(losesContact)
      .leads('contact-lost', 'observing')
      .and((_, run) => {
        const { settleMs = 0 } = run.order as { settleMs?: number }
        expect(settleMs).toBeGreaterThan(19 * MINUTE)
        expect(settleMs).toBeLessThan(20 * MINUTE)
      })
  })

  test('is asked once more before the claim, when it held longer ago than a minute, and nobody waits there', () => {
    const late = waiting(gateOf(1), waits(2 * MINUTE), bothApprove, behind)
    late.when(claims()).refusesWith('not-as-seen')
    late
      .when(looksOnly(false))
      .needs(
        'precondition',
        'Step 1 "Stop" may not begin: 3 logs behind. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
      )
  })

  test('cannot be left out of what is looked at before the claim', () => {
    waiting(gateOf(1), waits(2 * MINUTE), bothApprove)
      .when((run) => claims({ looked: run.looked().filter(({ block }) => block !== 0) })(run))
      .refusesWith('not-as-seen')
  })

  test('is waited for behind a gate that is passed, before the order', () => {
    waiting(stepOf(2), behind)
      .when(observes(false))
      .and((_, run) => expect(run.order).toMatchObject({ step: 2, kind: 'observe', looks: ['wait-until'], settleMs: 10 * MINUTE }))
    waiting(orderOf(2))
      .when()
      .and((state) => expect(state.steps[1]?.items[0]?.waitOkAt).toBeDefined())
  })

  test('is waited for anew when people retry', () => {
    waiting(observes(false), seesNow, bothApprove, behind, waits(2 * MINUTE), looksOnly(false), deviates('erin', 'retry'))
      .when(bothApprove, observes(false))
      .and((_, run) => expect(run.order).toMatchObject({ looks: ['wait-until', 'before'] }))
  })

  test('is not waited for any more when somebody cancels', () => {
    waiting(behind, observes(false)).when(cancels('dana')).is('withdrawn')
  })

  test('is said once in the thread', () => {
    waiting(behind, observes(false), losesContact)
      .when()
      .and((_, run) =>
        expect(linesSaid(run).filter((line) => line.includes('waits'))).toEqual([
          'Step 1 "Stop" waits until it may begin, 30 min at most.',
        ]),
      )
  })

  test('holds in the end, and all goes on to its end', () => {
    waiting(theEnd).when().is('done')
  })
})

describe('a rehearsal', () => {
  const rehearsing = given(starts({ document: WAITING, rehearsal: true }), behind)

  test('asks once, says that the real run would wait, and goes on', () => {
    const over = rehearsing.when(until(({ endedAt }) => endedAt !== undefined)).is('done')
    over.and((state) =>
      expect(state.findings.map(({ step: number, asked, before }) => ({ number, asked, before }))).toEqual([
        { number: 1, asked: 'wait-until', before: undefined },
        { number: 2, asked: 'wait-until', before: { step: 1, item: 0 } },
      ]),
    )
    over.and((_, run) =>
      expect(linesSaid(run).find((line) => line.includes('would wait'))).toBe(
        'REHEARSAL · The real run would wait here today: Step 1 "Stop" waits until it may begin: 3 logs behind.',
      ),
    )
  })
})
