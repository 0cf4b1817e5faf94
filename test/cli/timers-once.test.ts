/** Gates that escalate and expire while the bot is away, and after it has come back: each once, and none before its time. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../engine/until.ts'
import { openConsoleClient } from '../practice/console-client.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-installation.ts'
import { startWaitingRuns, timersOf, writeWaitingDocument, writeWaitingPolicy } from './waiting-runs.ts'

const RUNS = 12
const ESCALATE_S = 10
/** How often bot and engine are killed. */
const KILLS = shortOrLong({ short: 1, long: 2 })

let installation: PracticeHouse
let bot: Program
beforeAll(async () => {
  installation = await openPracticeHouse()
  writeWaitingDocument(
    installation.practice,
    writeWaitingPolicy(installation.practice, { escalateS: ESCALATE_S, expiresS: 2 * ESCALATE_S }),
  )
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

const start = (): Promise<Program> => startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))

test('every escalation and every expiry comes once, over bots and an engine that were killed', async () => {
  bot = await start()
  const runs = await startWaitingRuns(await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? ''), RUNS)
  for (let round = 0; round < KILLS; round++) {
    const engine = Number(readFileSync(join(installation.practice.state, 'engine/engine.pid'), 'utf8'))
    bot.kill()
    process.kill(engine, 'SIGKILL')
    await bot.gone
    // The first of them escalate meanwhile.
    if (round === 0) await pause(ESCALATE_S * 500)
    bot = await start()
  }
  const timers = (): { type: string; lateMs: number }[][] => runs.map((run) => timersOf(installation.practice, run))
  await until('all have expired', () => timers().every((found) => found.some(({ type }) => type === 'expired')))
  // Sent anew by each start, they would come again.
  await pause(1000)
  expect(timers().map((found) => found.map(({ type }) => type))).toEqual(runs.map(() => ['escalated', 'expired']))
  expect(
    timers()
      .flat()
      .filter(({ lateMs }) => lateMs < 0),
  ).toEqual([])
})
