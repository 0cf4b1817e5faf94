import type { Logger } from 'pino'
import type { ChatBackend } from '../../chat/backend.ts'
import type { Slack } from '../../chat/slack/open-slack.ts'
import type { Teams, TeamsConfig } from '../../chat/teams/open-teams.ts'
import { platformsOf } from '../../policy/account.ts'
import type { Installation } from '../installation/load-installation.ts'
import { Refused } from '../refused.ts'
import { sayTroubles } from './say-troubles.ts'
import { join } from 'node:path'
import type { Configuration } from '../../config/schema.ts'
import type { TeamsConfiguration } from '../../config/teams.ts'
import { proofOfApp } from './app-proof.ts'

export interface TeamsWays {
  /** Told all that does not work in Teams, a sentence each, whenever that changes. */
  onTroubles: (troubles: string[]) => void
  showAgain: (run: string) => Promise<void>
  slack: Slack | undefined
}

/** Opens Teams where the configuration names it. What does not work there is said, here and by `onTroubles`, and ends nothing. */
export async function startTeams(
  installation: () => Installation,
  backend: ChatBackend,
  log: Logger,
  { onTroubles, showAgain, slack }: TeamsWays,
): Promise<Teams | undefined> {
  const { configuration } = installation()
  const { teams } = configuration
  if (!teams) return undefined
  // A start without Teams loads neither botbuilder nor MSAL: they are most of a second and 40 MB.
  const { openTeams } = await import('../../chat/teams/open-teams.ts')
  const personOf = (person: string) => installation().people.find(({ id }) => id === person)
  const mount = sharesPlace(configuration) ? slack?.mount : undefined
  const opened = await openTeams({
    backend,
    accountOf: (person) => personOf(person)?.entra,
    platformsOf: (person) => platformsOf(personOf(person) ?? {}),
    config: teamsSettings(teams, configuration),
    log,
    showAgain,
    onTroubles: sayTroubles('Teams', onTroubles),
    ...(mount && { mount }),
  })
  if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
  const listening = opened.listening ?? slack?.listening
  process.stdout.write(`Teams: requests on port ${listening}.\n`)
  return opened
}

/** Whether both are called at one place. */
function sharesPlace({ slack, teams }: Installation['configuration']): boolean {
  return slack?.mode === 'http' && slack.host === teams?.host && slack.port === teams.port && slack.port !== 0
}

/** As configured, with what the app proves itself with: looked at once, so that a wrong one is named at the start. Refuses with a sentence for each secret or file that is missing or of another kind. */
function teamsSettings(teams: TeamsConfiguration, { state }: Pick<Configuration, 'state'>): TeamsConfig {
  const { appId, tenant, tenants = [tenant], host, port, targeted, conversations, standIn } = teams
  const proof = proofOfApp(teams)
  return {
    ...(appId !== undefined && proof && { app: { id: appId, proof: proof.read } }),
    tenant,
    tenants,
    host,
    port,
    serviceUrl: standIn?.serviceUrl ?? teams.serviceUrl,
    targeted,
    ...(conversations && { conversations }),
    file: join(state, 'teams.json'),
    ...(standIn && {
      standIn: { openId: standIn.openId, login: standIn.login, ...(standIn.hurry !== undefined && { hurry: standIn.hurry }) },
    }),
  }
}
