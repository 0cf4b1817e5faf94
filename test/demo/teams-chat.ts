/** The demo in Teams: the real bot behind its endpoint, and people who type, press and fill in cards in the stand-in's tenant. */
import { buttonsIn, linesOf } from '../conversation/read-card.ts'
import { freePort } from '../practice/write-configuration.ts'
import { teamsEntries, untilListening } from '../teams/teams-installation.ts'
import { teamsPlatform, type HeldButton } from '../teams/teams-platform.ts'
import { openTeams, type Teams } from '../teams/stand-in/teams.ts'
import type { Chat } from './chat.ts'
import { printTeams } from './print-teams.ts'
import { speakThere, type Driver } from './speak-there.ts'

const MENTION = '@Countersign '

export async function teamsChat(): Promise<Chat> {
  const { teams, entries, environment } = await openTenant()
  return {
    where: ' in Teams: the real bot behind its endpoint, in a tenant of this machine that stands in for Teams',
    words: `${MENTION}failover persistent-chat`,
    entries,
    environment,
    join: async (address, transcript) => {
      await untilListening(teams.bot)
      const client = await speakThere(address, teamsDriver(teams), transcript)
      const type = (as: string, line: string) => client.type(as, line.replace(MENTION, ''))
      return { client: { ...client, type }, ...printTeams(teams.connector, transcript) }
    },
    close: () => teams.close(),
  }
}

/** At Teams' own pace, which the stand-in holds the bot to. */
export async function openTenant(): Promise<Pick<Chat, 'entries' | 'environment'> & { teams: Teams }> {
  const teams = await openTeams()
  const port = await freePort()
  teams.bot = `http://127.0.0.1:${port}/api/messages`
  const { configuration, environment } = teamsEntries(teams, { port, hurry: 1 })
  return { teams, entries: configuration, environment }
}

export function teamsDriver(teams: Teams): Driver {
  return {
    platform: teamsPlatform(teams),
    dataOf: ({ held }) => (held as HeldButton).button.action.data,
    sees: async (as, { held, label }) => {
      const { shown } = await teams.refresh(as, (held as HeldButton).message)
      return shown.type === 'card' && buttonsIn(shown.card).some((button) => button.label === label)
    },
    asks: ({ held }) => {
      const { panel, action } = (held as HeldButton).button
      return panel && `The card asks first: ${linesOf(panel).join(' ')}  [ ${action.title} ]`
    },
  }
}
