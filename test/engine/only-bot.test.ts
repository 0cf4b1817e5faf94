/** Which of two bots stands behind an engine elsewhere, by what the engine answers; the real thing is test/cluster's. */
import pino from 'pino'
import { expect, test } from 'vitest'
import { refuseOtherBot, refuseOvertaken, untilReplaced } from '../../src/engine/elsewhere/only-bot.ts'
import { EngineFault } from '../../src/engine/engine-fault.ts'
import type { BotProcess } from '../../src/engine/objects.ts'

const self: BotProcess = { boot: 'b1', host: 'one', pid: 1, since: '2026-11-29T03:00:00.000Z' }
const other: BotProcess = { boot: 'b2', host: 'two', pid: 2, since: '2026-11-29T04:00:00.000Z' }
const answers = (answer: BotProcess | null | EngineFault) => ({
  who: () => (answer instanceof EngineFault ? Promise.reject(answer) : Promise.resolve(answer)),
})
const silence = new EngineFault('not-recorded', 'the engine does not answer')
const log = pino({ level: 'silent' })

const TAKEN =
  "Another bot of this installation has taken over this engine (process 2 on two, since 2026-11-29T04:00:00.000Z): this one ends. Start only one, and let the other machine's service start only when this one is dead."

test.each<[string, BotProcess | null | EngineFault]>([
  ['none was ever registered', null],
  ['it is this very process, behind an address that it had before', self],
  ['whoever is registered does not answer', silence],
])('a start goes on where %s', async (_, answer) => {
  await expect(refuseOtherBot(answers(answer), self)).resolves.toBeUndefined()
  await expect(refuseOvertaken(answers(answer), self)).resolves.toBeUndefined()
})

test('a start beside a bot that lives is refused', async () => {
  await expect(refuseOtherBot(answers(other), self)).rejects.toThrow(
    'A bot of this installation serves this engine already (process 2 on two, since 2026-11-29T04:00:00.000Z): end it first. When it is dead, the next start takes over by itself.',
  )
})

test('of two that start at the same moment the one that was registered over is refused', async () => {
  await expect(refuseOvertaken(answers(other), self)).rejects.toThrow(TAKEN)
})

test.each(['not-ours', 'broken'] as const)(
  'what answers and is no bot of this installation (%s) is not taken for a dead one',
  async (code) => {
    await expect(refuseOtherBot(answers(new EngineFault(code, 'x')), self)).rejects.toThrow(
      'Something that is no bot of this installation answers for this engine: give each installation an engine of its own. Where there is no other, somebody reached the engine: find out who, and unregister their `Bot`.',
    )
  },
)

test('a bot is replaced when the engine calls another, and not because it does not answer', async () => {
  const said = [silence, null, self, other]
  const who = () => {
    const answer = said.shift()
    return answer instanceof EngineFault ? Promise.reject(answer) : Promise.resolve(answer ?? null)
  }
  const replaced = await untilReplaced({ who }, self, log, new AbortController().signal, 1)
  expect(replaced?.message).toBe(TAKEN)
  expect(said).toEqual([])
})

test('a bot that ends is not replaced', async () => {
  expect(await untilReplaced(answers(other), self, log, AbortSignal.abort(), 1)).toBeUndefined()
})
