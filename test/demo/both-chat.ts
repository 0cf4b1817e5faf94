/** The demo in Slack and Teams: begun in Slack, mirrored into Teams, countersigned once in each. One bot, one log. */
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import type { ConsoleClient } from '../practice/console-client.ts'
import { slackEntries } from '../slack/slack-installation.ts'
import { openWorkspace } from '../slack/stand-in/workspace.ts'
import { untilListening } from '../teams/teams-installation.ts'
import type { Chat } from './chat.ts'
import { printSlack } from './print-slack.ts'
import { printTeams } from './print-teams.ts'
import { slackDriver } from './slack-chat.ts'
import { speakThere } from './speak-there.ts'
import { openTenant, teamsDriver } from './teams-chat.ts'
import { labelled } from './transcript.ts'

/** Who is in Teams; everybody else is in Slack. */
const IN_TEAMS = 'amir'

export async function bothChat(): Promise<Chat> {
  const workspace = await openWorkspace(neededScopes())
  const tenant = await openTenant()
  const { teams } = tenant
  const { configuration, environment } = slackEntries(workspace, { hurry: 1 })
  return {
    where: ' in Slack and Teams: one bot, a workspace and a tenant of this machine that stand in for slack.com and Teams',
    words: '/failover persistent-chat',
    entries: { ...configuration, ...tenant.entries },
    environment: { ...environment, ...tenant.environment },
    join: async (address, transcript) => {
      await workspace.socket.connected()
      await untilListening(teams.bot)
      const [slackSays, teamsSays] = [labelled(transcript, 'Slack'), labelled(transcript, 'Teams')]
      const inSlack = await speakThere(address, slackDriver(workspace), slackSays)
      const driver = teamsDriver(teams)
      const inTeams = await speakThere(address, driver, teamsSays)
      const atFirstGate = async (run: string): Promise<void> => {
        const line = `mirror ${run} here`
        transcript.person(IN_TEAMS, `is in Teams, and types there: @Countersign ${line}`)
        const { lines } = await driver.platform.type(IN_TEAMS, line)
        transcript.answer(lines.join(' '))
      }
      const client: ConsoleClient = {
        ...inSlack,
        press: (as, data) => (as === IN_TEAMS ? inTeams : inSlack).press(as, data),
      }
      const shown = [printSlack(workspace, slackSays), printTeams(teams.connector, teamsSays)]
      return { client, atFirstGate, end: async () => void (await Promise.all(shown.map((each) => each.end()))) }
    },
    close: async () => {
      await workspace.close()
      await teams.close()
    },
  }
}
