import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Admission } from '../../../src/chat/receive/admission.ts'

/** So many pieces of work that end when they are told to; their numbers stand in `begun` from the moment they begin. */
function crowd(admission: Admission, count: number): { begun: number[]; finish: () => void; all: Promise<unknown> } {
  const begun: number[] = []
  const { promise: end, resolve: finish } = Promise.withResolvers<void>()
  const work = Array.from({ length: count }, (_, n) =>
    admission.run(async () => {
      begun.push(n)
      await end
    }),
  )
  return { begun, finish, all: Promise.all(work) }
}

test('a few begin at once', async () => {
  const { begun, finish, all } = crowd(new Admission(8), 2)
  await nextRound()
  expect(begun).toEqual([0, 1])
  finish()
  await all
})

test('of a crowd hardly anybody begins before all of it is in, and then so many at a time, first come first served', async () => {
  const { begun, finish, all } = crowd(new Admission(4), 20)
  await nextRound()
  expect(begun).toEqual([0, 1])
  await expect.poll(() => begun.length).toBe(4)
  finish()
  await all
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('what ends makes room for nobody while a crowd is coming in', async () => {
  const admission = new Admission(4)
  const first = crowd(admission, 2)
  const then = crowd(admission, 20)
  first.finish()
  await first.all
  expect(then.begun).toEqual([])
  then.finish()
  await then.all
  expect(then.begun.length).toBe(20)
})
