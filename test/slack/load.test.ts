/** Many at once, in good weather and in bad: everybody is answered, nothing is lost, nothing is doubled. How fast, the benchmark says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { badWeather, cardsIn, runsToldOf, startMany, type Sent } from './load.ts'
import { openSlackHouse, type SlackHouse } from './slack-house.ts'

let slack: SlackHouse
let console: ConsoleClient
beforeAll(async () => {
  slack = await openSlackHouse('http', { worker: false })
  console = await openConsoleClient(/http:\S+/.exec(slack.house.bot.ready)?.[0] ?? '')
})
afterAll(() => slack?.close())

/** Sends them, and waits until somebody was told of each and each has a card. */
async function played(count: number): Promise<{ sent: Sent[]; told: string[]; cards: Map<string, number> }> {
  const { calls } = slack.workspace.api
  const from = calls.length
  const sent = await startMany(slack, count)
  expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 200))
  const since = (): typeof calls => calls.slice(from)
  await expect.poll(() => cardsIn(since()).size, { timeout: 50_000 }).toBe(count)
  await expect.poll(() => new Set(runsToldOf(sent, since())).size, { timeout: 30_000 }).toBe(count)
  return { sent, told: [...new Set(runsToldOf(sent, since()))], cards: cardsIn(since()) }
}

/** The command that began each run, out of the run's own log. */
async function begunBy(runs: readonly string[]): Promise<string[]> {
  const logs = await Promise.all(runs.map((run) => console.text(`/api/runs/${run}/log?as=file`)))
  return logs.map((log) => /copy-of-(load-[\w-]+)\.txt/.exec(log)?.[1] ?? 'nobody')
}

test('forty commands at once start forty runs with one card each, and whoever typed one is told of theirs', async () => {
  const { sent, told, cards } = await played(40)
  expect(told.toSorted()).toEqual([...cards.keys()].toSorted())
  expect((await begunBy([...cards.keys()])).toSorted()).toEqual(sent.map(({ name }) => name).toSorted())
  expect([...cards.values()].filter((count) => count !== 1)).toEqual([])
})

test('so do twenty with every third post answered 429 and every tenth connection cut', async () => {
  slack.workspace.api.faults = badWeather()
  const { sent, cards } = await played(20)
  delete slack.workspace.api.faults
  expect((await begunBy([...cards.keys()])).toSorted()).toEqual(sent.map(({ name }) => name).toSorted())
  expect([...cards.values()].filter((count) => count !== 1)).toEqual([])
  const limited = slack.workspace.api.calls.filter(({ answer }) => answer?.error === 'ratelimited')
  expect(limited.length).toBeGreaterThan(5)
})
