import { generateKeyPairSync } from 'node:crypto'
import type { ObjectContext } from '@restatedev/restate-sdk'
import { expect, test } from 'vitest'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { ownStep } from '../../src/engine/proof/own-step.ts'
import { ownTime } from '../../src/engine/proof/own-time.ts'

const secret = secretOf(generateKeyPairSync('ed25519').privateKey, 'step')
const noticed: string[] = []
const time = ownTime(ownStep(secret, { noticed: (_, sentence) => noticed.push(sentence) }))

/** A call as an engine carries it out, which gives back what was found out before: here, whatever it likes. */
function callOf(id: string, key: string, before?: (found: unknown) => unknown): { ctx: ObjectContext; found: unknown[] } {
  const found: unknown[] = []
  const run = async (_: string, act: () => unknown) => {
    const now = await act()
    found.push(now)
    return before === undefined ? now : before(now)
  }
  return { ctx: { key, request: () => ({ id: Buffer.from(id) }), run } as unknown as ObjectContext, found }
}

test('a call reads the clock of this bot, and the same time when it is carried out again', async () => {
  const first = callOf('call 1', 'R-1')
  const read = await time(first.ctx, { said: 'approve' })
  expect(Math.abs(read - Date.now())).toBeLessThan(1000)
  expect(await time(callOf('call 1', 'R-1', () => first.found[0]).ctx, { said: 'approve' })).toBe(read)
  expect(noticed).toEqual([])
})

test('a time that is made up, or was read for another call, another run or other words, is none', async () => {
  const first = callOf('call 1', 'R-1')
  await time(first.ctx, 'a')
  const sealed = first.found[0] as { said: string; tag: string }
  const forgeries: [string, string, string, unknown][] = [
    ['call 1', 'R-1', 'a', Date.now() + 1_800_000],
    ['call 1', 'R-1', 'a', null],
    ['call 1', 'R-1', 'a', { ...sealed, said: String(Number(sealed.said) + 1_800_000) }],
    ['call 2', 'R-1', 'a', sealed],
    ['call 1', 'R-2', 'a', sealed],
    ['call 1', 'R-1', 'b', sealed],
  ]
  for (const [id, key, words, forged] of forgeries) {
    const sentence = `The time of a call of Run/${key} was not read by this bot: nothing was done for it.`
    await expect(time(callOf(id, key, () => forged).ctx, words)).rejects.toThrow(sentence)
  }
  expect(noticed).toHaveLength(forgeries.length)
})
