/** The log-in of an attempt goes on while the run's history is read, by a worker that has replayed the run before. */
import { afterEach, expect, test, vi } from 'vitest'
import type { Worker } from '../../src/worker/start-worker.ts'
import type { Order, PerformOrder } from '../../src/run/order.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'

afterEach(() => void vi.useRealTimers())

type Started = Worker & { take: (order: Order) => unknown }

/** A worker that has read the run's history, and an order to act that it was not given yet; `opened`: log-ins begun since. */
async function readBefore(practice: Practice): Promise<{ anna: Started; order: PerformOrder; opened: () => number }> {
  const order = await practice.approve()
  const anna = await practice.start('anna')
  const [question] = practice.run.orders
  if (question?.kind !== 'observe') throw new Error('the run asked nothing')
  anna.take(question)
  await until(() => answered(practice).length === 1)
  let opened = 0
  practice.wire.watch = (way) => void (opened += way === 'opens' ? 1 : 0)
  return { anna, order, opened: () => opened }
}

const answered = (practice: Practice) => practice.run.answers.map(({ command }) => command.type)
/** Without the settings that the driver sends with each log-in. */
const sent = (practice: Practice) => practice.statements.all.flatMap(({ text }) => (text.startsWith('set ') ? [] : [text.trim()]))
const OWN_QUESTION = expect.stringContaining('@@SPID') as string

test('one log-in acts, and its session is the one of the order', async () => {
  await using practice = await startPractice()
  const { anna, order, opened } = await readBefore(practice)
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  expect(opened()).toBe(1)
  expect(practice.instance.effects).toBe(1)
  expect(practice.statements.all.filter(({ text }) => text.trim() === RESTORE)).toMatchObject([{ app: 'countersign/test/R-1/1/1' }])
})

test('a history that is not believed: the session asked who the server is and nothing else, and is gone', async () => {
  await using practice = await startPractice()
  const { anna, order, opened } = await readBefore(practice)
  const before = practice.wire.open
  const looks = sent(practice).length
  practice.run.history = (entries) => entries.slice(0, -1)
  anna.take(order)
  await until(() => answered(practice).length === 2)
  await until(() => practice.wire.open === before)
  expect(opened()).toBe(1)
  expect(sent(practice).slice(looks)).toEqual([OWN_QUESTION])
})

test('a worker that knows nothing of the run logs in nowhere before it believes the history', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.history = (entries) => entries.slice(0, -1)
  anna.take(order)
  await until(() => answered(practice).length === 1)
  expect(sent(practice)).toEqual([])
})

test('a session that waited for the history for 5 s is not used: another one is opened', async () => {
  await using practice = await startPractice()
  const { anna, order, opened } = await readBefore(practice)
  vi.useFakeTimers({ toFake: ['performance'] })
  practice.run.history = (entries) => {
    vi.advanceTimersByTime(5_000)
    practice.run.history = undefined
    return entries
  }
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  expect(opened()).toBe(2)
  expect(practice.instance.effects).toBe(1)
})
