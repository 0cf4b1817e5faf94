/** What a gate says that it opens is what is then performed without another gate, no step less and none more. */
import { describe, expect, test } from 'vitest'
import { fingerprintGate } from '../../src/procedure/fingerprint.ts'
import type { Value } from '../../src/procedure/procedure.ts'
import type { Event } from '../../src/run/event.ts'
import type { Gate } from '../../src/run/state.ts'
import { opensOf } from '../../src/run/view/gate.ts'
import { openGate } from '../../src/run/where.ts'
import { bothApprove, claimOf, deviates, FAILED, gateOf, observes, reports, starts, until, type Act } from './acts.ts'
import { CHECK, document, RUN, step, TWO_QUESTIONS } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { viewOf } from '../words/said.ts'

type Came = { said: number[]; done: number[]; sent: number[]; next: number | undefined; waitsBefore: number | undefined }

function eventsOf({ entries }: PracticeRun, since: number): Event[] {
  return entries.slice(since).flatMap((entry) => entry.events)
}

/** The steps that were said to open, and those that were done and sent until the next gate or the end. */
function saidAndDone(...acts: Act[]): Came {
  const { run } = running(...acts)
  const opens = viewOf(run.made).gate?.opens
  const since = run.entries.length
  bothApprove(run)
  if (openGate(run.made) === undefined) until((state) => state.endedAt !== undefined || openGate(state) !== undefined)(run)
  return {
    said: opens?.steps.map(({ step }) => step) ?? [],
    done: eventsOf(run, since).flatMap((event) => (event.type === 'step-done' ? [event.step] : [])),
    sent: [...new Set(eventsOf(run, since).flatMap((event) => (event.type === 'claimed' ? [event.attempt.step] : [])))],
    next: opens?.nextGate,
    waitsBefore: openGate(run.made)?.step,
  }
}

describe('a gate opens', () => {
  test('its step and those after it, up to the next gate', () => {
    expect(saidAndDone(gateOf(2))).toEqual({ said: [2, 3, 4], done: [2, 3, 4], sent: [2, 3, 4], next: 5, waitsBefore: 5 })
    expect(saidAndDone(gateOf(5))).toEqual({ said: [5, 6], done: [5, 6], sent: [5, 6], next: undefined, waitsBefore: undefined })
  })

  test('for a retry, what the approvals that stand let go ahead', () => {
    const failed = [claimOf(4), reports(FAILED), observes(false)]
    expect(saidAndDone(...failed, deviates('dana', 'retry', { from: 3 }))).toEqual({
      said: [3, 4],
      done: [3, 4],
      sent: [4],
      next: 5,
      waitsBefore: 5,
    })
    const late = [claimOf(6), reports(FAILED), observes(false)]
    expect(saidAndDone(...late, deviates('dana', 'retry'))).toEqual({
      said: [6],
      done: [6],
      sent: [6],
      next: undefined,
      waitsBefore: undefined,
    })
  })

  test('nothing, for a retry from before the gate that was passed last: what is done already is passed by, and another gate is asked', () => {
    const failed = [claimOf(5), reports(FAILED), observes(false)]
    expect(saidAndDone(...failed, deviates('dana', 'retry', { from: 3 }))).toEqual({
      said: [],
      done: [3, 4],
      sent: [],
      next: undefined,
      waitsBefore: 5,
    })
  })
})

describe('a step that may be left out is said to be', () => {
  const hangsOn = (when: string) =>
    document(
      'left-out',
      step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK),
      step('Go', ['settle: 30s', `when: ${when}`], RUN, CHECK),
    )
  test.each([
    ['not where its condition holds', hangsOn('{ database: mgc }'), {}],
    ['where it cannot hold any more', hangsOn('{ database: other }'), { when: [{ name: 'database', equals: 'other' }], passedOver: true }],
    ['where it hangs on an answer that comes later', TWO_QUESTIONS, { when: [{ name: 'reachable', equals: 'reachable' }] }],
  ])('%s', (_, left, says) => {
    given(
      starts({ document: left }),
      until(({ gates }) => gates.length > 0),
    )
      .when()
      .and((state) => {
        const gate = openGate(state)
        const opened = gate === undefined ? [] : opensOf(state, gate).steps
        expect(opened.map(({ when, passedOver }) => ({ ...(when && { when }), ...(passedOver && { passedOver }) }))).toEqual([{}, says])
      })
  })
})

describe('an approval binds to', () => {
  const contentOf = ({ step, number: gate, after }: Gate, captures: Record<string, Value>) => ({ run: 'R-1', step, gate, captures, after })

  test('the plan, the place in the log and what was captured until then; at the gate of a step to nothing else', () => {
    const { made } = running(gateOf(2)).run
    const gate = openGate(made)
    expect(made.captures).toEqual({ share: '\\\\a\\share' })
    expect(gate?.fingerprint).toBe(gate && fingerprintGate(made.fingerprint ?? '', contentOf(gate, made.captures)))
  })

  test('what is asked for, where it is not in the document', () => {
    for (const from of [undefined, 2]) {
      const { made } = running(
        claimOf(2),
        reports(FAILED),
        observes(false),
        deviates('dana', 'retry', from === undefined ? {} : { from }),
      ).run
      const gate = openGate(made)
      const asks = { kind: 'retry', ...(from === undefined ? {} : { from }), reason: 'we looked', by: 'dana' }
      expect(gate?.fingerprint).toBe(gate && fingerprintGate(made.fingerprint ?? '', { ...contentOf(gate, made.captures), asks }))
    }
  })
})
