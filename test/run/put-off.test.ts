import { describe, expect, test } from 'vitest'
import { claimOf, losesContact, observes, orderOf, refuses, reports, starts } from './acts.ts'
import type { Act } from './acts.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { attentionSaid } from '../words/said.ts'

const PUTS_OFF: Act = observes(undefined, { results: [], refused: { code: 'worker-stopping', why: 'it is told to stop' } })
const ADVICE = 'See that a worker of b runs and stays, then retry, or skip or abort: each needs a reason and a second person.'

/** How long was waited before each time that the same was given out again. */
function waitsOf(run: PracticeRun, act: Act): number[] {
  const waited: number[] = []
  for (let turns = 0; run.made.phase === 'working' && turns < 100; turns++) {
    act(run)
    const attempts = run.made.steps.flatMap((step) => step.items.flatMap((item) => item.attempts))
    const notBefore = run.made.question?.notBefore ?? attempts.at(-1)?.notBefore ?? run.now
    if (run.made.phase !== 'working') break
    waited.push(Date.parse(notBefore) - Date.parse(run.now))
    run.now = notBefore
  }
  return waited
}

const PAUSES = [0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
/** Whoever is believed lost may still hold a lock for a moment. */
const AFTER_LOSS = [1000, ...PAUSES.slice(1)]

describe('what is given out in vain goes out again at once, then ever more rarely, and at last people are called', () => {
  test('a question that is put off', () => {
    const { run } = running()
    expect(waitsOf(run, PUTS_OFF)).toEqual(PAUSES)
    expect(attentionSaid(run.made)).toEqual({
      reason: 'refused',
      sentence: `Step 1 "Look" could not be looked at: it was asked 10 times within 2 min 1 s at b, in vain; the last time: b1 said (worker-stopping): it is told to stop. ${ADVICE}`,
    })
    expect(run.made.question).toBeUndefined()
  })

  test('a question whose workers are lost', () => {
    const { run } = running()
    expect(waitsOf(run, losesContact)).toEqual(AFTER_LOSS)
    expect(attentionSaid(run.made)).toEqual({
      reason: 'lost-contact',
      sentence: `Step 1 "Look" could not be looked at: it was asked 10 times within 2 min 2 s at b, in vain; the last time: b1 has not been heard of for 10 s. ${ADVICE}`,
    })
  })

  test('a question about an attempt: it stays unknown', () => {
    for (const [act, pauses] of [
      [PUTS_OFF, PAUSES],
      [losesContact, AFTER_LOSS],
    ] as const) {
      const { run } = running(claimOf(2), losesContact)
      expect(waitsOf(run, act)).toEqual(pauses)
      expect(run.made.attention?.reason).toBe('unknown')
    }
  })

  test.each(['worker-busy', 'worker-stopping', 'head-moved'])('an order that is put off with %s', (code) => {
    const { run } = running(orderOf(2))
    expect(waitsOf(run, reports(refuses(code)))).toEqual(PAUSES)
    expect(attentionSaid(run.made)).toEqual({
      reason: 'refused',
      sentence: `Step 2 "Stop" was not begun: it was ordered 10 times within 2 min 1 s at b, in vain; the last time: the worker said (${code}): Nothing was sent to SEC. Nothing was sent. ${ADVICE}`,
    })
    expect(run.made.steps[1]?.items[0]?.attempts.every(({ fate }) => fate === 'not-done')).toBe(true)
  })

  test('an order that nobody had claimed, and whose workers are lost', () => {
    const { run } = running(orderOf(2))
    expect(waitsOf(run, losesContact)).toEqual(AFTER_LOSS)
    expect(attentionSaid(run.made)).toEqual({
      reason: 'lost-contact',
      sentence: `Step 2 "Stop" was not begun: it was ordered 10 times within 2 min 2 s at b, in vain; the last time: b1 has not been heard of for 10 s. Nothing was sent. ${ADVICE}`,
    })
  })

  test('being put off and being lost count together', () => {
    const { run } = running(...Array.from({ length: 9 }, (_, turn) => (turn % 2 === 0 ? PUTS_OFF : losesContact)))
    expect(run.made.phase).toBe('working')
    PUTS_OFF(run)
    expect(run.made.phase).toBe('attention')
  })
})

test('an answer ends the counting: the next question begins anew', () => {
  running(...Array<Act>(9).fill(PUTS_OFF), observes())
    .when(PUTS_OFF)
    .leads('observed', 'observing')
    .is('working')
})

test('a rehearsal writes down that it could not look, and goes on', () => {
  const { run } = given(starts({ rehearsal: true }))
  for (let turn = 0; turn < 10; turn++) losesContact(run)
  const detail = [{ is: 'fault', fault: { is: 'worker-unheard', worker: 'b1', ms: 10_000 } }]
  expect(run.made.findings).toEqual([{ step: 1, item: 0, asked: 'read', reason: 'lost-contact', detail }])
  expect(run.made).toMatchObject({ phase: 'working', step: 2 })
})
