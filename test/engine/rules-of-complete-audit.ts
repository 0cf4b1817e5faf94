import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBot } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { withdraw } from './drill.ts'
import { until } from './until.ts'

export function rulesOfCompleteAudit(house: () => DrillHouse): void {
  const file = (run: string): string => join(house().stateDir, 'audit', `${run}.jsonl`)

  /** A run that ends while its audit file cannot be written: something else stands under its name. */
  async function endsUnwritten(): Promise<string> {
    const { run } = await house().atGate()
    renameSync(file(run), `${file(run)}.away`)
    mkdirSync(file(run))
    await house().client.command(house().byChat(withdraw(run)))
    await house().viewWhere(run, ({ endedAt }) => endedAt !== undefined)
    return run
  }

  function canBeWritten(run: string): void {
    rmdirSync(file(run))
    renameSync(`${file(run)}.away`, file(run))
  }

  const isWhole = (run: string): Promise<boolean> =>
    until(
      `the file of ${run} has its end`,
      () => (existsSync(file(run)) && readFileSync(file(run), 'utf8').trimEnd().split('\n').at(-1)?.includes('"final":true')) ?? false,
      60_000,
    )

  test('the file of a run that ended while it could not be written is completed when it can be, whoever has ended since', async () => {
    const first = await endsUnwritten()
    const second = await endsUnwritten()
    canBeWritten(second)
    await isWhole(second)
    canBeWritten(first)
    expect(await isWhole(first)).toBe(true)
  })

  test('after a start, what an earlier bot left behind is completed, also a file that was never made', async () => {
    const left = await endsUnwritten()
    const never = await endsUnwritten()
    await house().bot.kill()
    canBeWritten(left)
    rmdirSync(file(never))
    rmSync(`${file(never)}.away`)
    house().bot = await startBot(house().setUp)
    expect([await isWhole(left), await isWhole(never)]).toEqual([true, true])
  })
}
