import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { until } from '../../engine/until.ts'
import { buttonsOf, WORDS, type Shown } from '../players.ts'
import type { Program } from '../program.ts'
import type { AtWork } from './installation.ts'

export function rulesOfWrongClocks(house: () => AtWork): void {
  afterAll(async () => void (await house().startWorker()))

  /** A worker whose machine has another time. */
  const startShifted = (shiftedMs: number, thenMs = shiftedMs): Promise<Program> =>
    house().startWorker({
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'shifted-clock.mjs')}`,
      SHIFTED_MS: String(shiftedMs),
      SHIFTED_THEN_MS: String(thenMs),
    })
  const startRun = async () => (await house().client.type('dana', WORDS)).run ?? ''
  const cancel = (run: string) => house().client.type('dana', `/countersign cancel ${run} that is enough`)
  const shownOf = (run: string) => house().client.get<Shown>(`/api/runs/${run}`)
  const gateOf = (run: string) =>
    until('its gate waits', async () => buttonsOf((await shownOf(run)).shown.card).some(({ act }) => act === 'approve'))

  test.each([
    [-70_000, '7N s behind'],
    [600_000, '60N s ahead of'],
  ])('by %i ms gets no orders, and card, worker and bot name the clock', async (shiftedMs, off) => {
    await startShifted(shiftedMs)
    const run = await startRun()
    const card = await until('the card says that the order waits', async () => {
      const text = JSON.stringify((await shownOf(run)).shown.card)
      return /No worker of dc2 can take the order, so it waits: [^"]*/.exec(text)?.[0]
    })
    const line = `The clock of worker dc2-a is ${off} the bot's, and no orders are given to it: set the wrong one right.`
    const lines = [house().workerLog, house().botLog].map((log) => clockLine(log, (text) => about(text).includes(off)))
    expect({ card: about(card), lines: await Promise.all(lines) }).toEqual({
      card: expect.stringContaining(
        `No worker of dc2 can take the order, so it waits: the clock of dc2-a is ${off} the bot's, and 60 s are the most: set the wrong one right.`,
      ),
      lines: [line, line],
    })
    await cancel(run)
  })

  test('set back by 40 s while it works is heard all the same, and both sides say it', async () => {
    const worker = await startShifted(0, -40_000)
    const first = await startRun()
    await gateOf(first)
    await cancel(first)
    worker.kill('SIGUSR2')
    const line = "The clock of worker dc2-a is 4N s behind the bot's, and beyond 60 s no orders are given to it: set the wrong one right."
    for (const log of [house().workerLog, house().botLog]) expect(await clockLine(log, (text) => about(text).includes('4N s'))).toBe(line)
    const second = await startRun()
    await gateOf(second)
    await cancel(second)
    expect(said(house().workerLog).filter((text) => text.includes('does not believe'))).toEqual([])
  })
}

const said = (log: string) =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { msg: string }).msg)
/** The seconds of an offset may differ by what a heartbeat takes. */
const about = (sentence: string) => sentence.replaceAll(/\b(4|7|60)\d s\b/g, '$1N s')
const clockLine = (log: string, is: (line: string) => boolean) =>
  until('the clock is spoken of', () => said(log).findLast((line) => line.startsWith('The clock of worker') && is(line))).then(about)
