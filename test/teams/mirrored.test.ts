/** One run in two places: begun in Slack, mirrored into Teams, countersigned wherever its people are. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { atGate, type Stage } from '../conversation/stage.ts'
import type { Platform, ShownCard } from '../conversation/platform.ts'
import { buttonOf, untilButton, untilCard, untilSays, untilThread } from '../conversation/watch.ts'
import { slackEntries } from '../slack/slack-installation.ts'
import { slackPlatform } from '../slack/slack-platform.ts'
import { socketTransport } from '../slack/stand-in/delivery.ts'
import { openWorkspace, type Workspace } from '../slack/stand-in/workspace.ts'
import { openTeamsHouse, type TeamsHouse } from './teams-installation.ts'
import { teamsPlatform } from './teams-platform.ts'

let workspace: Workspace | undefined
let house: TeamsHouse | undefined
let console: ConsoleClient
let slack: Platform
let teams: Platform
const stage = {} as Stage

beforeAll(async () => {
  workspace = await openWorkspace(neededScopes())
  house = await openTeamsHouse(slackEntries(workspace, { hurry: 20 }))
  await workspace.socket.connected()
  slack = slackPlatform(workspace, socketTransport(workspace.socket))
  teams = teamsPlatform(house.teams)
  console = await openConsoleClient(/http:\S+/.exec(house.installation.bot.ready)?.[0] ?? '')
  Object.assign(stage, { platform: slack, installation: house.installation })
})
afterAll(async () => {
  await house?.close()
  await workspace?.close()
})

interface Mirrored {
  run: string
  /** As it stands at its gate, in Slack and in Teams. */
  inSlack: ShownCard
  inTeams: ShownCard
}

/** A run of Slack that waits at its gate in both. */
async function mirrored(): Promise<Mirrored> {
  const { run, card } = await atGate(stage)
  expect((await teams.type('bob', `/countersign mirror ${run} here`)).lines).toEqual([
    `${run} is shown here, too, from its first line on. Its card comes in a moment.`,
  ])
  await untilButton(teams, run, 'Approve')
  return { run, inSlack: card, inTeams: await untilSays(teams, run, 'Waiting for approval') }
}

async function log(run: string): Promise<string> {
  return console.text(`/api/runs/${run}/log?as=file`)
}

async function decided(run: string, type: string): Promise<number> {
  const lines = (await log(run)).split('\n').filter(Boolean)
  const entries = lines.map((line) => JSON.parse(line) as { entry?: { events: { type: string }[] } })
  return entries.flatMap(({ entry }) => entry?.events ?? []).filter((event) => event.type === type).length
}

describe('a run of Slack that is mirrored into Teams', () => {
  test('is approved once in each by two people, and done in both, with one thread and one log', async () => {
    const { run, inSlack, inTeams } = await mirrored()
    expect((await slack.press('amir', buttonOf(inSlack, 'Approve'))).lines).toContain(`Your approval of gate 1 of ${run} is recorded.`)
    expect((await teams.press('bob', buttonOf(inTeams, 'Approve'))).lines).toContain(`Your approval of gate 1 of ${run} is recorded.`)
    for (const platform of [slack, teams]) {
      const done = await untilSays(platform, run, 'Done')
      await untilCard(platform, run, ({ buttons }) => buttons.length === 0)
      expect(done.text.join('\n')).toContain('Keep a copy of a file')
    }
    const [here, there] = await Promise.all([slack, teams].map((platform) => untilThread(platform, run, 'The log ends with')))
    // Somebody who has no account in Slack is asked in Teams.
    expect(there?.filter((line) => !line.includes('waits for your approval'))).toEqual(here)
    expect(await house?.installation.verify(await log(run))).toContain(': intact')
  })

  test('counts somebody once who approves in both, and tells them why', async () => {
    const { run, inSlack, inTeams } = await mirrored()
    await slack.press('amir', buttonOf(inSlack, 'Approve'))
    const again = await teams.press('amir', buttonOf(inTeams, 'Approve'))
    expect(again.lines.join('\n')).toMatch(/^Amir Haddad has approved gate 1 already/)
    expect([await decided(run, 'approved'), await decided(run, 'refused')]).toEqual([1, 1])
    await slack.press('dana', buttonOf(inSlack, 'Withdraw'))
  })

  test('records one of two presses of one person at the same moment, and refuses the other', async () => {
    const { run, inSlack, inTeams } = await mirrored()
    const told = await Promise.all([slack.press('amir', buttonOf(inSlack, 'Approve')), teams.press('amir', buttonOf(inTeams, 'Approve'))])
    expect(told.map(({ lines }) => lines[0] ?? '').toSorted()).toEqual([
      expect.stringMatching(/^Amir Haddad has approved gate 1 already/),
      `Your approval of gate 1 of ${run} is recorded.`,
    ])
    expect(await decided(run, 'approved')).toBe(1)
    await slack.press('dana', buttonOf(inSlack, 'Withdraw'))
  })

  test('ends by one of two rejections at the same moment, and tells the other that it came too late', async () => {
    const { run, inSlack, inTeams } = await mirrored()
    const why = { reason: 'Not tonight.' }
    const told = await Promise.all([
      slack.press('amir', buttonOf(inSlack, 'Reject'), why),
      teams.press('bob', buttonOf(inTeams, 'Reject'), why),
    ])
    expect(told.map(({ lines }) => lines[0] ?? '').toSorted()).toEqual([
      expect.stringMatching(/^R-\d+ has ended \(rejected\) at [-0-9]+ [:0-9]+ UTC: nothing can be changed any more\. Start a new run\.$/),
      `Your rejection of gate 1 of ${run} is recorded.`,
    ])
    expect(await decided(run, 'ended')).toBe(1)
    for (const platform of [slack, teams]) await untilCard(platform, run, ({ buttons }) => buttons.length === 0)
  })
})
