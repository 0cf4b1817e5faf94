/** An effect that takes its time to show: the worker waits for it by itself, and tells the run once. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pauseMs } from '../../src/worker/attempt/look-until.ts'
import { needSaid } from '../words/said.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { CHECK, RESTORE, waitingDocument } from './restore-document.ts'

/** The effect of RESTORE is seen when this is so, at a check that follows it. Answers how many there were. */
function showsWhen(practice: Practice, isSo: (looks: number) => boolean): () => number {
  let looks = -1
  practice.instance.watch = (text) => {
    if (text.trim() === RESTORE) looks = 0
    if (text.trim() === CHECK.trim() && looks >= 0) practice.instance.online = isSo(++looks)
  }
  return () => looks
}

const progress = (practice: Practice) =>
  practice.run.heartbeats.flatMap(({ running }) => running.flatMap((each) => each.progress?.text ?? []))

const told = (practice: Practice) =>
  practice.run.answers.map(({ command }) => ('worker' in command ? `${command.worker}: ${command.type}` : command.type))

test('it is asked for again until it shows; what is seen meanwhile is progress, and the run is told once', async () => {
  await using practice = await startPractice('settle: 1m')
  const order = await practice.approve()
  const looks = showsWhen(practice, () => progress(practice).includes('Its check: mgc is RESTORING.'))
  const anna = await practice.start('anna', { pauses: { heartbeatMs: 10 } })
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  expect(looks()).toBeGreaterThan(1)
  expect(told(practice)).toEqual(['anna: claim', 'anna: result'])
})

test('one that does not show within its time is a failure', async () => {
  await using practice = await startPractice('settle: 300ms')
  const order = await practice.approve()
  showsWhen(practice, () => false)
  const anna = await practice.start('anna')
  anna.take(order)
  await until(() => practice.run.state?.phase === 'attention')
  expect(told(practice)).toEqual(['anna: claim', 'anna: result'])
  expect(needSaid(practice.run.state)).toBe(
    'Step 1 "Bring the database online" did not show its effect within 300 ms. Its check says: mgc is RESTORING. Retry, skip, mark it done or abort: each needs a reason and a second person.',
  )
})

test('a worker that is told to stop while it waits leaves the rest to another one, which tells the run once, too', async () => {
  await using practice = await startPractice('settle: 10m')
  const order = await practice.approve()
  const looks = showsWhen(practice, (count) => count > 12)
  const [anna, bert] = [await practice.start('anna'), await practice.start('bert')]
  practice.run.deliver = bert.take
  anna.take(order)
  await until(() => looks() > 2)
  await anna.close()
  await until(() => practice.run.state?.phase === 'done')
  expect(told(practice)).toEqual(['anna: claim', 'anna: result', 'bert: observed'])
  expect(practice.instance.effects).toBe(1)
})

test('what a step waits for is asked again and again until it holds, and the run is told once', async () => {
  await using practice = await startPractice(undefined, { document: waitingDocument('10m') })
  const order = await practice.approve()
  const anna = await practice.start('anna', { pauses: { heartbeatMs: 10 } })
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => progress(practice).includes('It waits: nobody can write.'))
  practice.instance.writable = true
  await until(() => practice.run.state?.phase === 'done')
  expect(told(practice)).toEqual(['anna: claim', 'anna: result', 'anna: observed'])
})

test('a step that waits in vain calls people', async () => {
  await using practice = await startPractice(undefined, { document: waitingDocument('1s') })
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => practice.run.state?.phase === 'attention')
  expect(needSaid(practice.run.state)).toBe(
    'Step 2 "Wait until people can write" waited 1 s and may not begin yet: nobody can write. Only its looks were sent. Retry to wait again, or skip or abort: each needs a reason and a second person.',
  )
})

test('a worker that is told to stop while it waits leaves the waiting to another one', async () => {
  await using practice = await startPractice(undefined, { document: waitingDocument('10m') })
  const order = await practice.approve()
  const [anna, bert] = [await practice.start('anna', { pauses: { heartbeatMs: 10 } }), await practice.start('bert')]
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => progress(practice).includes('It waits: nobody can write.'))
  practice.run.deliver = bert.take
  await anna.close()
  practice.instance.writable = true
  await until(() => practice.run.state?.phase === 'done')
  expect(told(practice)).toEqual(['anna: claim', 'anna: result', 'anna: observed', 'bert: observed'])
})

test('pauses are short at first, never much longer than a tenth of what has passed, 2 s at most, and end with the time', () => {
  const ms = fc.double({ min: 0, max: 10_000_000, noNaN: true })
  fc.assert(
    fc.property(ms, ms, (passedMs, settleMs) => {
      const pause = pauseMs(passedMs, settleMs)
      expect(pause).toBeGreaterThanOrEqual(0)
      expect(pause).toBeLessThanOrEqual(Math.min(2_000, Math.max(20, passedMs / 10), Math.max(0, settleMs - passedMs)))
    }),
  )
})
