import { expect, test } from 'vitest'
import { due, newlyDue } from '../../src/run/due.ts'
import {
  approves,
  bothApprove,
  claimOf,
  gateOf,
  losesContact,
  orderOf,
  refuses,
  reports,
  starts,
  stepOf,
  theEnd,
  timer,
  waits,
  withdraws,
} from './acts.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'

const keys = (run: PracticeRun): string[] => due(run.made).map(({ key }) => key)

test('a planned run asks for its lock, and asks again under another key', () => {
  const { run } = given(starts())
  expect(due(run.made)).toEqual([{ kind: 'lock', key: 'lock:take:1', lock: 'small/mgc', act: 'take' }])
  run.send({ run: 'R-1', type: 'lock-refused', lock: 'small/mgc', holder: 'R-7' })
  expect(due(run.made)).toEqual([{ kind: 'timer', key: 'lock-retry:1', at: new Date(Date.parse(run.now) + 5000).toISOString() }])
  waits(5_000)(run)
  timer('lock-retry:1')(run)
  expect(keys(run)).toEqual(['lock:take:2'])
  run.send({ run: 'R-1', type: 'lock-refused', lock: 'small/mgc', holder: 'R-7' })
  expect(due(run.made)).toEqual([{ kind: 'timer', key: 'lock-retry:2', at: new Date(Date.parse(run.now) + 10_000).toISOString() }])
})

test('a lock that was waited for long is asked for every minute', () => {
  const { run } = given(starts())
  run.state = { ...run.made, lock: { name: 'small/mgc', taken: false, ask: 9, waited: { holder: 'R-7', at: run.now } } }
  expect(due(run.made)).toEqual([{ kind: 'timer', key: 'lock-retry:9', at: new Date(Date.parse(run.now) + 60_000).toISOString() }])
})

test('a question is an order to observe, with all that the worker needs', () => {
  const { run } = running()
  expect(due(run.made)).toEqual([
    {
      kind: 'order',
      key: 'R-1/1/0/1',
      order: {
        kind: 'observe',
        key: 'R-1/1/0/1',
        installation: 'practice',
        run: 'R-1',
        site: 'b',
        document: run.made.procedure.hash,
        step: 1,
        item: 0,
        looks: ['read'],
      },
    },
  ])
  losesContact(run)
  losesContact(run)
  expect(due(run.made)).toMatchObject([{ kind: 'order', key: 'R-1/1/0/3', notBefore: new Date(Date.parse(run.now) + 1000).toISOString() }])
})

test('an attempt is an order to perform, until it is claimed', () => {
  const { run } = running(orderOf(2))
  expect(due(run.made)).toMatchObject([
    {
      kind: 'order',
      order: {
        kind: 'perform',
        step: 2,
        item: 0,
        attempt: { step: 2, item: 0, number: 1 },
        gate: 1,
        fingerprint: run.made.gates[0]?.fingerprint,
      },
    },
    { kind: 'head', key: 'head:gate-1', final: false },
  ])
  claimOf(2)(run)
  expect(keys(run)).toEqual(['head:gate-1'])
})

test('a gate that waits has timers, and those are told who can approve it', () => {
  const { run } = running(gateOf(2))
  expect(due(run.made)).toEqual([
    { kind: 'timer', key: 'expire:gate-1', at: run.made.gates[0]?.expiresAt },
    { kind: 'timer', key: 'escalate:gate-1', at: run.made.gates[0]?.escalateAt },
    { kind: 'notify', key: 'notify:gate-1', gate: 1, people: ['amir', 'carol', 'both', 'erin'], escalated: false },
  ])
  waits(600_000)(run)
  timer('escalate:gate-1')(run)
  expect(due(run.made).slice(1)).toEqual([
    { kind: 'notify', key: 'notify:gate-1', gate: 1, people: ['amir', 'carol', 'both', 'erin'], escalated: false },
    { kind: 'notify', key: 'notify:gate-1:escalated', gate: 1, people: ['max'], escalated: true },
  ])
  bothApprove(run)
  expect(keys(run).filter((key) => key.includes('notify') || key.includes('expire'))).toEqual([])
})

test('only what is new is sent after a command', () => {
  const { run } = running(gateOf(2))
  const before = run.made
  approves('amir')(run)
  expect(newlyDue(before, run.made)).toEqual([])
  approves('carol')(run)
  expect(newlyDue(before, run.made).map(({ kind }) => kind)).toEqual(['order', 'head'])
  expect(newlyDue(undefined, run.made)).toEqual(due(run.made))
})

test('at the end the lock is given back and the head is posted, whatever was out', () => {
  expect(keys(running(theEnd).run)).toEqual(['lock:release', 'head:gate-1', 'head:gate-2', 'head:final'])
  expect(keys(running(stepOf(2), withdraws('dana')).run)).toEqual(['lock:release', 'head:final'])
  expect(keys(running(orderOf(2), withdraws('dana')).run)).toEqual(['lock:release', 'head:gate-1', 'head:final'])
  expect(keys(given(starts(), withdraws('dana')).run)).toEqual(['lock:release', 'head:final'])
  expect(keys(given(starts({ answers: {} }), withdraws('dana')).run)).toEqual(['head:final'])
})

test('a question about an attempt names it', () => {
  const { run } = running(claimOf(2), losesContact)
  expect(due(run.made)[0]).toMatchObject({
    order: { kind: 'observe', looks: ['check'], attempt: { step: 2, item: 0, number: 1 }, settleMs: 30_000 },
  })
  expect(due(running(stepOf(2)).run.made)[0]).not.toHaveProperty('order.attempt')
})

test('an order that is put off goes out again, and from the second time on only later', () => {
  const busy = reports(refuses('worker-busy'))
  const [once] = due(running(orderOf(2), busy).run.made)
  expect(once).toMatchObject({ kind: 'order', order: { kind: 'perform', attempt: { number: 2 } } })
  expect(once).not.toHaveProperty('notBefore')
  const { run } = running(orderOf(2), busy, busy)
  expect(due(run.made)[0]).toMatchObject({ kind: 'order', notBefore: new Date(Date.parse(run.now) + 1000).toISOString() })
})
