import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import type { Order } from '../../src/run/order.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { CHECK, RESTORE } from './restore-document.ts'

/** A worker in a process of its own. */
async function startChild(practice: Practice, name: string) {
  const { logger: _, ...options } = practice.optionsOf(name)
  const child = fork(join(import.meta.dirname, 'worker-child.ts'), { silent: true })
  child.send(options)
  await until(() => practice.run.heartbeats.some(({ worker }) => worker === name))
  return {
    take: (order: Order) => practice.run.give(name, order),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

type Reached = () => void

/** The points between an order and its result, and how to notice that a worker has come there. */
const POINTS: Record<string, (practice: Practice, reached: Reached) => void> = {
  'the history is read': (practice, reached) => {
    practice.run.history = (entries) => {
      reached()
      return entries
    }
  },
  'the lock is asked for': atStatement((text) => text.includes('sp_getapplock')),
  'the check is asked': atStatement((text) => text.trim() === CHECK.trim()),
  'the claim is judged': atCommand('claim'),
  'the claim was granted': atStatement((text) => text.includes('APPLOCK_MODE')),
  'the statement was sent': atStatement((text) => text.trim() === RESTORE),
  'the result is taken': atCommand('result'),
}

function atStatement(is: (text: string) => boolean) {
  return (practice: Practice, reached: Reached) => {
    practice.instance.watch = (text) => void (is(text) && reached())
  }
}

function atCommand(type: Command['type']) {
  return (practice: Practice, reached: Reached) => {
    practice.run.before = async (command) => void (command.type === type && reached())
  }
}

describe.skipIf(process.platform === 'win32')('a worker that is stopped, believed lost, and wakes up again', () => {
  test.each(Object.keys(POINTS))('when %s causes no second effect', async (point) => {
    await using practice = await startPractice('timeout: 1m\nrepeatable: true')
    const order = await practice.approve()
    await using anna = await startChild(practice, 'anna')
    const bert = await practice.start('bert')
    practice.run.deliver = bert.take
    let stopped = false
    POINTS[point]?.(practice, () => {
      if (stopped) return
      stopped = true
      anna.signal('SIGSTOP')
    })
    anna.take(order)
    await until(() => stopped)
    practice.run.send({ type: 'lost-contact', run: 'R-1', order: order.key, worker: 'anna', why: 'anna has not been heard of' })
    const ended = await until(() => practice.run.state?.phase !== 'working' && practice.run.state?.phase)
    anna.signal('SIGCONT')
    const silent = () => practice.run.heartbeats.findLast(({ worker }) => worker === 'anna')
    const woken = new Date().toISOString()
    await until(() => (silent()?.at ?? '') > woken && silent()?.running.length === 0)
    expect({ ended, effects: practice.instance.effects }).toEqual({
      ended: expect.stringMatching(/^(done|attention)$/),
      effects: ended === 'done' ? 1 : 0,
    })
    const sent = practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
    expect(sent.length).toBe(practice.instance.effects)
  })

  test('whose session was ended meanwhile sends nothing, and another worker did it', async () => {
    await using practice = await startPractice('timeout: 1m\nrepeatable: true')
    const order = await practice.approve()
    await using anna = await startChild(practice, 'anna')
    const bert = await practice.start('bert')
    practice.run.deliver = bert.take
    let spid = 0
    practice.instance.watch = (text, own) => {
      if (!text.includes('APPLOCK_MODE') || spid !== 0) return
      spid = own
      anna.signal('SIGSTOP')
    }
    anna.take(order)
    await until(() => spid !== 0)
    practice.instance.kill(spid)
    practice.run.send({ type: 'lost-contact', run: 'R-1', order: order.key, worker: 'anna', why: 'anna has not been heard of' })
    await until(() => practice.run.state?.phase === 'done')
    anna.signal('SIGCONT')
    await until(() => practice.run.answers.some(({ command }) => command.type === 'result' && command.worker === 'anna'))
    expect(practice.instance.effects).toBe(1)
    const sent = practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
    expect(sent).toMatchObject([{ app: 'countersign/test/R-1/1/2', outcome: 'done' }])
  })
})
