import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { openHouse, type HouseOptions, type Installation } from '../conversation/installation.ts'
import { freePort } from '../practice/write-configuration.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { ACCOUNTS, APP_ID, APP_SECRET, TENANT, tenantOf, type AccountName, type TeamsAccount } from './stand-in/accounts.ts'
import { post } from './stand-in/deliver.ts'
import { openTeams, type Teams } from './stand-in/teams.ts'

export interface TeamsHouse {
  installation: Installation
  teams: Teams
  close(): Promise<void>
}

export interface TeamsHouseOptions extends HouseOptions {
  /** More of the section `teams`. */
  more?: Record<string, unknown>
}

/** The practice house in a tenant of its own. */
export async function openTeamsHouse({
  more,
  prepare,
  configuration,
  environment,
  ...options
}: TeamsHouseOptions = {}): Promise<TeamsHouse> {
  const teams = await openTeams({ limited: false })
  try {
    const port = await freePort()
    const entries = teamsEntries(teams, { port, ...more })
    const installation = await openHouse({
      ...options,
      configuration: { ...entries.configuration, ...configuration },
      environment: { ...entries.environment, ...environment },
      prepare: (dir) => {
        addTeamsAccounts(dir)
        prepare?.(dir)
      },
    })
    teams.bot = `http://127.0.0.1:${port}/api/messages`
    await untilListening(teams.bot)
    return {
      installation,
      teams,
      close: async () => {
        await installation.close()
        await teams.close()
      },
    }
  } catch (cause) {
    await teams.close()
    throw cause
  }
}

/** What a configuration says of the stand-in. `hurry`: times Teams' own pace. */
export function teamsEntries(
  { connector, openId }: Teams,
  { hurry = 20, ...more }: { port: number; hurry?: number } & Record<string, unknown>,
): Required<Pick<HouseOptions, 'configuration' | 'environment'>> {
  return {
    configuration: {
      teams: {
        appId: APP_ID,
        tenant: TENANT,
        secret: { env: 'TEAMS_SECRET' },
        standIn: { openId: openId.url, serviceUrl: connector.serviceUrl, login: connector.login, hurry },
        ...more,
      },
    },
    environment: { TEAMS_SECRET: APP_SECRET },
  }
}

/** The bot says that it is ready before Teams' requests are taken. */
export async function untilListening(url: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const answered = await post(url, { 'content-type': 'application/json' }, '{}').catch(() => undefined)
    if (answered) return
    if (Date.now() > giveUpAt) throw new Error(`nothing listens at ${url}`)
    await pause(50)
  }
}

/** People whom the copy of `people.yaml` still lists, and whose accounts must not get through. */
export function addTeamsAccounts(dir: string): void {
  const file = join(dir, 'approvals', 'people.yaml')
  const listed = parse(readFileSync(file, 'utf8')) as { people: Record<string, object> }
  for (const [name, account] of Object.entries(ACCOUNTS) as [AccountName, TeamsAccount][]) {
    const { person, object } = account
    if (!person || object === undefined) continue
    listed.people[person.id] = {
      name: person.name,
      email: `${person.id}@contoso.com`,
      entra: { tenant: tenantOf(name), object },
      language: 'en',
      groups: person.groups,
    }
  }
  writeFileSync(file, stringify(listed))
}
