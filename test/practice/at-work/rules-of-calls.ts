/** What an item of a list costs the engine: how many calls, by a short list and a longer one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../../engine/until.ts'
import { buttonsOf, type Shown } from '../players.ts'
import type { AtWork } from './installation.ts'

/** A claim, a result, and what goes with them. */
const MOST = 6

export function rulesOfCalls(house: () => AtWork): void {
  /** Plays a list of so many items; asks the engine for nothing between its gate and its end. Answers the calls from the one to the other, by handler. */
  async function played(items: number): Promise<Record<string, number>> {
    const turns = Array.from({ length: items }, (_, index) => index + 2).join(',')
    const { run = '' } = await house().client.type('dana', `/bench toggle-often server=SEC job=often turns=${turns}`)
    const approve = await until('it waits at its gate', async () => {
      const { shown } = await house().client.get<Shown>(`/api/runs/${run}`)
      return buttonsOf(shown.card).find(({ act }) => act === 'approve')
    })
    const before = heard()
    for (const by of ['amir', 'carol']) await house().client.press(by, approve)
    await until('it has ended', () =>
      readFileSync(join(house().practice.state, 'audit', `${run}.jsonl`), 'utf8').includes('"type":"ended"'),
    )
    await until('its end is shown and noted', () => heard().slice(before.length).includes('Runs/told'))
    const made = heard().slice(before.length)
    return Object.fromEntries([...new Set(made)].map((call) => [call, made.filter((each) => each === call).length]))
  }

  const heard = (): string[] => readFileSync(house().calls, 'utf8').split('\n').filter(Boolean)

  test('an item takes few calls of the engine, and next to none for what is shown of it', async () => {
    const [short, long] = [await played(4), await played(24)]
    const perItem = Object.fromEntries(Object.entries(long).map(([call, count]) => [call, (count - (short[call] ?? 0)) / 20]))
    process.stdout.write(`An item: ${JSON.stringify(perItem)}\n`)
    const sumOf = (which: (call: string) => boolean): number =>
      Object.entries(perItem).reduce((sum, [call, count]) => sum + (which(call) ? count : 0), 0)
    expect(
      sumOf((call) => !call.startsWith('Run/')),
      JSON.stringify(perItem),
    ).toBeLessThanOrEqual(1)
    expect(
      sumOf(() => true),
      JSON.stringify(perItem),
    ).toBeLessThanOrEqual(MOST)
    // What the SDK gives up is called again, and counted twice.
    expect(readFileSync(house().botLog, 'utf8')).not.toContain('Error when processing a Restate context operation')
  })
}
