/** The bot is killed between a post and its record: what stands in Slack is found again, and nothing is said twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCopy, type Stage } from '../conversation/stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import { killedAt } from './killed-at.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import type { ApiCall } from './stand-in/call.ts'

let slack: SlackHouse
let stage: Stage
beforeAll(async () => {
  slack = await openSlackHouse('http')
  stage = { platform: slackPlatform(slack.workspace, slack.transport), installation: slack.installation }
})
afterAll(() => slack?.close())

function isCard({ method, args }: ApiCall): boolean {
  return (
    method === 'chat.postMessage' && args['thread_ts'] === undefined && JSON.stringify(args['metadata'] ?? '').includes('countersign_card')
  )
}

function isLine({ method, args }: ApiCall): boolean {
  return method === 'chat.postMessage' && args['thread_ts'] !== undefined
}

async function start(): Promise<{ run: string; name: string }> {
  const copy = newCopy()
  slack.installation.writeLetter(copy.name)
  const told = await stage.platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host`)
  return { run: runOf(told), name: copy.name }
}

/** Its cards, and how many of them say that they are the live one. */
async function liveCards(run: string): Promise<number> {
  const cards = await cardOf(slack.workspace, run)
  return cards.filter(({ text }) => !text.includes('this card is not kept up to date')).length
}

test('killed after the card was posted and before it was recorded: there is one live card, and the run goes on with it', async () => {
  let begun: { run: string } | undefined
  await killedAt(slack, isCard, async () => (begun = await start()))
  const run = begun?.run ?? 'R-1'
  await untilButton(stage.platform, run, 'Approve')
  const card = await untilSays(stage.platform, run, 'Waiting for approval')
  expect(await liveCards(run)).toBe(1)
  await stage.platform.press('amir', buttonOf(card, 'Approve'))
  await stage.platform.press('bob', buttonOf(card, 'Approve'))
  await untilSays(stage.platform, run, 'Done')
  expect(await liveCards(run)).toBe(1)
})

test('killed after a line was posted and before it was recorded: no line stands in the thread twice', async () => {
  let begun: { run: string } | undefined
  await killedAt(slack, isLine, async () => (begun = await start()))
  const run = begun?.run ?? 'R-2'
  await untilButton(stage.platform, run, 'Withdraw')
  const card = await untilSays(stage.platform, run, 'Waiting for approval')
  await stage.platform.press('dana', buttonOf(card, 'Withdraw'))
  const thread = await untilThread(stage.platform, run, 'The log ends with')
  expect(thread.filter((line, index) => thread.indexOf(line) !== index)).toEqual([])
  expect(thread[0]).toContain('asks for')
  expect(await liveCards(run)).toBe(1)
})
