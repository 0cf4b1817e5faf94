/** The bot is killed between a post and its record: what stands in Slack is found again, and nothing is said twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCopy } from '../conversation/stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import { killedAt } from './killed-at.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { addLongDocument, rulesOfKillsBesideCard } from './rules-of-kills-beside-card.ts'
import { rulesOfTroubleShown } from './rules-of-trouble-shown.ts'
import { openSlackHouse, type SlackStage } from './slack-installation.ts'
import type { ApiCall } from './stand-in/call.ts'

const slack = {} as SlackStage
beforeAll(async () => {
  const opened = await openSlackHouse('http', { alter: addLongDocument })
  Object.assign(slack, opened, { platform: slackPlatform(opened.workspace, opened.transport) })
})
afterAll(() => (slack as Partial<SlackStage>).close?.())

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
  const told = await slack.platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host`)
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
  await untilButton(slack.platform, run, 'Approve')
  const card = await untilSays(slack.platform, run, 'Waiting for approval')
  expect(await liveCards(run)).toBe(1)
  await slack.platform.press('amir', buttonOf(card, 'Approve'))
  await slack.platform.press('bob', buttonOf(card, 'Approve'))
  await untilSays(slack.platform, run, 'Done')
  expect(await liveCards(run)).toBe(1)
})

test('killed after a line was posted and before it was recorded: no line stands in the thread twice', async () => {
  let begun: { run: string } | undefined
  await killedAt(slack, isLine, async () => (begun = await start()))
  const run = begun?.run ?? 'R-2'
  await untilButton(slack.platform, run, 'Withdraw')
  const card = await untilSays(slack.platform, run, 'Waiting for approval')
  await slack.platform.press('dana', buttonOf(card, 'Withdraw'))
  const thread = await untilThread(slack.platform, run, 'The log ends with')
  expect(thread.filter((line, index) => thread.indexOf(line) !== index)).toEqual([])
  expect(thread[0]).toContain('asks for')
  expect(await liveCards(run)).toBe(1)
})

describe('beside the card', () => {
  rulesOfKillsBesideCard(slack)
})

describe('what does not work', () => {
  rulesOfTroubleShown(slack)
})
