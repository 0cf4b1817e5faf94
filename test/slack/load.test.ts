/** Many at once, in good weather and in bad, and while the bot ends: everybody is answered, nothing is lost, nothing is doubled. `npm run bench -- --slack` does it with 500, and says how fast. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { badWeather, cardsIn, runsToldOf, STARTED, startMany, toldAlone, type Sent } from './load.ts'
import { rulesOfEndedCrowds, type CrowdedHouse } from './rules-of-ended-crowds.ts'
import { openSlackHouse } from './slack-installation.ts'
import { openCrowd } from './stand-in/crowd.ts'
import { shortOrLong } from '../suite/long-form.ts'

const slack = {} as CrowdedHouse
let console: ConsoleClient
beforeAll(async () => {
  Object.assign(slack, await openSlackHouse('http', { worker: false }))
  slack.crowd = openCrowd(slack.url)
  console = await openConsoleClient(/http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? '')
})
afterAll(async () => {
  const { crowd, close } = slack as Partial<CrowdedHouse>
  await crowd?.close()
  await close?.()
})

/** Sends them, and waits until somebody was told of each and each has a card. */
async function played(count: number): Promise<{ sent: Sent[]; told: string[]; cards: Map<string, number> }> {
  const { calls } = slack.workspace.api
  const from = calls.length
  const sent = await startMany(slack, count)
  expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 200))
  const since = (): typeof calls => calls.slice(from)
  // Whose run has a card, and who was not told of it: each card's run stands in the list.
  const untold = (): string[] => {
    const told = new Set(runsToldOf(sent, since()))
    return told.size === count
      ? []
      : [`${told.size} of ${count} told`, ...sent.map(({ says }) => says), ...toldAlone(since())].filter((says) => !STARTED.test(says))
  }
  await expect.poll(untold, { interval: 500 }).toEqual([])
  await expect.poll(() => cardsIn(since()).size, { interval: 500 }).toBe(count)
  return { sent, told: [...new Set(runsToldOf(sent, since()))], cards: cardsIn(since()) }
}

/** The command that began each run, out of the run's own log. */
async function begunBy(runs: readonly string[]): Promise<string[]> {
  const begun: string[] = []
  for (const run of runs) {
    const log = await console.text(`/api/runs/${run}/log?as=file`)
    begun.push(/copy-of-(load-[\w-]+)\.txt/.exec(log)?.[1] ?? 'nobody')
  }
  return begun
}

const MANY = shortOrLong({ short: 20, long: 100 })
const IN_BAD_WEATHER = shortOrLong({ short: 20, long: 50 })

test(`${MANY} commands at once start as many runs with one card each, and whoever typed one is told of theirs`, async () => {
  const { sent, told, cards } = await played(MANY)
  expect(told.toSorted()).toEqual([...cards.keys()].toSorted())
  expect((await begunBy([...cards.keys()])).toSorted()).toEqual(sent.map(({ name }) => name).toSorted())
  expect([...cards.values()].filter((count) => count !== 1)).toEqual([])
})

test(`so do ${IN_BAD_WEATHER} with every third post answered 429 and every tenth connection cut`, async () => {
  onTestFinished(() => void delete slack.workspace.api.faults)
  slack.workspace.api.faults = badWeather()
  const { sent, told, cards } = await played(IN_BAD_WEATHER)
  expect(told.toSorted()).toEqual([...cards.keys()].toSorted())
  expect((await begunBy([...cards.keys()])).toSorted()).toEqual(sent.map(({ name }) => name).toSorted())
  expect([...cards.values()].filter((count) => count !== 1)).toEqual([])
  const limited = slack.workspace.api.calls.filter(({ answer }) => answer?.error === 'ratelimited')
  expect(limited.length).toBeGreaterThan(0.3 * IN_BAD_WEATHER)
})

describe('the bot ends meanwhile', () => rulesOfEndedCrowds(slack))
