import { expect, test } from 'vitest'
import {
  bothApprove,
  claimOf,
  FAILED,
  gateOf,
  locks,
  looksOnly,
  losesContact,
  observes,
  observesAtOnce,
  orderOf,
  RAN,
  refuses,
  reports,
  starts,
  UNKNOWN,
  waits,
} from './acts.ts'
import { UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import { needSaid } from '../words/said.ts'

const LOOK = 'Look at the system itself, then retry, skip, mark it done or abort: each needs a reason and a second person.'

test('after lost contact the estate is asked, for the attempt', () => {
  running(claimOf(2))
    .when(losesContact)
    .leads('contact-lost', 'observing')
    .and((state, run) => {
      expect(state.question).toMatchObject({ looks: ['check'], purpose: 'recover', attempt: { step: 2, item: 0, number: 1 } })
      expect(run.order).toMatchObject({ kind: 'observe', looks: ['check'], attempt: { step: 2, item: 0, number: 1 }, settleMs: 30_000 })
    })
})

test('a worker that does not know the end does the same', () => {
  running(claimOf(2))
    .when(reports(UNKNOWN))
    .leads('attempt-ended', 'observing')
    .and((state) => expect(state.question?.purpose).toBe('recover'))
})

test('a worker that gives its claim up has sent nothing: the estate is asked, once', () => {
  running(claimOf(3))
    .when(reports(refuses('too-late')))
    .leads('attempt-ended', 'observing')
    .and((state, run) => {
      expect(state.question?.purpose).toBe('recover')
      expect(run.order).not.toHaveProperty('settleMs')
    })
})

test('not done, as nothing was sent: the next attempt goes by itself, be it PowerShell, or not safe to repeat', () => {
  for (const step of [3, 5]) {
    running(claimOf(step), reports(refuses('too-late')))
      .when(observes(false, { lockHeld: false }))
      .leads('observed', 'attempt-judged', 'ordered')
      .and((state) => expect(state.steps[step - 1]?.items[0]?.attempts[1]).toMatchObject({ id: { step, item: 0, number: 2 } }))
  }
})

test('done, though nothing was sent: somebody else has done it, and nothing is sent', () => {
  running(claimOf(3), reports(refuses('too-late')))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
})

test('what is never sent is given up on at the fifth time', () => {
  const { run } = running(claimOf(3))
  for (let turn = 0; turn < 4; turn++) for (const act of [reports(refuses('too-late')), observes(false), claimOf(3)]) act(run)
  reports(refuses('too-late'))(run)
  observes(false)(run)
  expect(needSaid(run.made)).toBe(
    `Step 3 "Copy": attempt 5 was claimed, and then given up by the worker (Nothing was sent to SEC). Its check says: it is not there; nothing is acting any more, but it was tried 5 times. ${LOOK}`,
  )
})

test('done: the run goes on and sends nothing again', () => {
  running(claimOf(5), losesContact)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(state.steps[4]?.items[0]?.attempts).toHaveLength(1))
})

test('not done, nothing acting, safe to repeat: the next attempt goes by itself, under the same gate', () => {
  running(claimOf(2), losesContact)
    .when(observes(false, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'ordered')
    .and((state) => expect(state.steps[1]?.items[0]?.attempts[1]).toMatchObject({ id: { step: 2, item: 0, number: 2 }, gate: 1 }))
})

test('that it is not done is not believed before the effect had its time to show', () => {
  running(claimOf(2), losesContact, waits(20_000))
    .when((run) => observesAtOnce(run.results(run.order, false), { lockHeld: true })(run))
    .refuses(
      'too-early',
      'R-1/2/0/4 was answered 20 s after it could begin, and its effect may take 30 s to show: before that only *done* is believed.',
    )
    .and((state) => expect(state.question?.purpose).toBe('recover'))
})

test('not done, but the session may still be working: people are called', () => {
  running(claimOf(2), losesContact)
    .when(observes(false, { lockHeld: false }))
    .leads('observed', 'attention')
    .needs(
      'unknown',
      `Step 2 "Stop": contact with attempt 1 was lost (b1 has not been heard of for 10 s). Its check says: it is not there; but its session on the server may still be working. ${LOOK}`,
    )
})

test('not done, nothing acting, but not safe to repeat: people are called', () => {
  running(claimOf(5), losesContact)
    .when(observes(false, { lockHeld: true }))
    .needs(
      'unknown',
      `Step 5 "Recover": contact with attempt 1 was lost (b1 has not been heard of for 10 s). Its check says: it is not there; nothing is acting any more, but the step is not safe to repeat by itself. ${LOOK}`,
    )
})

test('PowerShell has no proof that nothing is acting: people are called', () => {
  running(claimOf(3), losesContact)
    .when(observes(false, { lockHeld: true }))
    .needs(
      'unknown',
      `Step 3 "Copy": contact with attempt 1 was lost (b1 has not been heard of for 10 s). Its check says: it is not there; but what it started may still be working. ${LOOK}`,
    )
})

test('a check that cannot tell after lost contact: people are called', () => {
  running(claimOf(2), reports(UNKNOWN))
    .when(observes(null, { lockHeld: true }))
    .needs(
      'unknown',
      `Step 2 "Stop": nobody knows how attempt 1 ended (ECONNRESET). Its check cannot tell whether it took effect: no rights. ${LOOK}`,
    )
    // Nothing is held of what may still act, or of how often it was tried: neither was the reason.
    .and((state) => expect(Object.keys(state.attention?.because ?? {})).toEqual(['code', 'attempt', 'end', 'why', 'check']))
})

test('an attempt that was lost, and of which its worker says later that it does not know its end, was lost', () => {
  running(claimOf(5), losesContact, reports(UNKNOWN))
    .when(observes(null, { lockHeld: true }))
    .needs(
      'unknown',
      `Step 5 "Recover": contact with attempt 1 was lost (b1 has not been heard of for 10 s). Its check cannot tell whether it took effect: no rights. ${LOOK}`,
    )
})

test('a worker that gave its claimed attempt up was not lost, and is not called so', () => {
  running(claimOf(2), reports(refuses('lock-lost')))
    .when(observes(null, { lockHeld: true }))
    .needs(
      'unknown',
      `Step 2 "Stop": attempt 1 was claimed, and then given up by the worker (Nothing was sent to SEC). Its check cannot tell whether it took effect: no rights. ${LOOK}`,
    )
})

test('a step that is repeated again and again is given up on', () => {
  const { run } = running(claimOf(2))
  for (let turn = 0; turn < 4; turn++) for (const act of [losesContact, observes(false, { lockHeld: true }), claimOf(2)]) act(run)
  losesContact(run)
  observes(false, { lockHeld: true })(run)
  expect(needSaid(run.made)).toContain('nothing is acting any more, but it was tried 5 times.')
})

test('a worker that cannot look for the attempt leaves it unknown', () => {
  running(claimOf(2), losesContact)
    .when(observes(undefined, { results: [], refused: { code: 'unknown-document', why: 'no document has that hash.' } }))
    .and((state) => expect(state.attention?.reason).toBe('unknown'))
})

test('without a check only people can say', () => {
  const sentence =
    'nobody knows whether attempt 1 took effect (b1 has not been heard of for 10 s), and the step has no check (nothing can be asked). Look at the system itself, then mark it done, skip it or abort: each needs a reason and a second person.'
  given(starts({ document: UNCHECKED }), locks, claimOf(1))
    .when(losesContact)
    .needs('lost-contact', `Step 1 "Tell": ${sentence}`)
  given(starts({ document: UNCHECKED }), locks, claimOf(1))
    .when(reports(UNKNOWN))
    .and((state) => expect(state.attention?.reason).toBe('unknown'))
})

test('a result that comes before the answer still counts', () => {
  running(claimOf(2), losesContact)
    .when(reports(RAN))
    .leads('attempt-ended', 'question-dropped', 'observing')
    .and((state) => expect(state.question?.purpose).toBe('settle'))
})

test('the result of a superseded attempt is written down and changes nothing', () => {
  running(claimOf(2), losesContact, observes(false, { lockHeld: true }))
    .when((run) => {
      const first = run.made.steps[1]?.items[0]?.attempts[0]
      reports(RAN, { attempt: { step: 2, item: 0, number: 1 }, nonce: first?.claim?.nonce ?? '' })(run)
    })
    .leads('attempt-ended')
    .and((_, run) => expect(run.last.events).toMatchObject([{ superseded: true }]))
    .and((state) => expect(state.steps[1]?.items[0]?.attempts[1]?.end).toBeUndefined())
})

test('a result that comes while people are asked is written down and changes nothing', () => {
  running(claimOf(5), losesContact, observes(false)).when(reports(RAN)).leads('attempt-ended').is('attention')
})

test('of an attempt it is kept whether it was done already or might not begin, and which error ended it', () => {
  const endOf = (...acts: Parameters<typeof running>) => {
    const [first] = running(...acts).run.last.events
    return first?.type === 'attempt-ended' ? first.end : undefined
  }
  expect(endOf(orderOf(2), looksOnly(true))).toEqual({ type: 'already-done', tookMs: 0, why: [{ is: 'said', text: 'it is there' }] })
  expect(endOf(gateOf(2), waits(61_000), bothApprove, (run) => (run.ready = false), looksOnly(false))).toEqual({
    type: 'not-ready',
    tookMs: 0,
    why: [{ is: 'said', text: 'two jobs are running' }],
  })
  const error = { message: 'RESTORE DATABASE is terminating abnormally.', code: '3013', severity: 16 }
  expect(endOf(claimOf(2), reports(FAILED))).toMatchObject({ type: 'failed', error })
  expect(endOf(claimOf(2), reports({ ...RAN, result: { ...RAN.result, ranIn: 'PowerShell 7.6.9' } }))).toMatchObject({
    type: 'ran',
    ranIn: 'PowerShell 7.6.9',
  })
})
