import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import { openHouse, type Installation, type HouseOptions } from '../conversation/installation.ts'
import type { Stage } from '../conversation/stage.ts'
import { freePort } from '../practice/write-configuration.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import type { Posted } from './posted-faults.ts'
import { ACCOUNTS, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, teamOf, type AccountName, type SlackAccount } from './stand-in/accounts.ts'
import { httpTransport, post, socketTransport, type Transport } from './stand-in/delivery.ts'
import { openWorkspace, type Workspace } from './stand-in/workspace.ts'

export interface SlackHouse {
  installation: Installation
  workspace: Workspace
  transport: Transport
  /** What the bot answered to what was delivered, as `postedFaults` judges it. */
  answers: Posted[]
  /** HTTP only: where the bot takes Slack's requests. */
  url: string
  close(): Promise<void>
}

/** With people in it. */
export interface SlackStage extends SlackHouse, Stage {}

export interface SlackHouseOptions extends Pick<HouseOptions, 'worker' | 'speed'> {
  /** Changes to the house's folder, when the workspace's accounts are in its `people.yaml`. */
  alter?: (dir: string) => void
}

/** The practice house in a workspace of its own. */
export async function openSlackHouse(mode: 'http' | 'socket', { alter, ...installation }: SlackHouseOptions = {}): Promise<SlackHouse> {
  const workspace = await openWorkspace(neededScopes())
  try {
    const port = await freePort()
    const opened = await openHouse({
      ...slackEntries(workspace, mode === 'http' ? { port, hurry: 20 } : { hurry: 20 }),
      ...installation,
      prepare: (dir) => {
        addAccounts(dir)
        alter?.(dir)
      },
    })
    const url = `http://127.0.0.1:${port}/slack/events`
    const answers: Posted[] = []
    const transport = listened(mode === 'http' ? httpTransport(url) : socketTransport(workspace.socket), answers)
    if (mode === 'http') await untilListening(url)
    else await workspace.socket.connected()
    return {
      installation: opened,
      workspace,
      transport,
      answers,
      url,
      close: async () => {
        await opened.close()
        await workspace.close()
      },
    }
  } catch (cause) {
    await workspace.close()
    throw cause
  }
}

function listened(transport: Transport, answers: Posted[]): Transport {
  return {
    deliver: async (delivery) => {
      const acknowledged = await transport.deliver(delivery)
      if (acknowledged.body) answers.push({ n: answers.length + 1, method: `answer to ${delivery.kind}`, args: acknowledged.body })
      return acknowledged
    },
  }
}

/** What a configuration says of the stand-in: over HTTP where there is a port, else by Socket Mode. `hurry`: times Slack's own pace. */
export function slackEntries(
  workspace: Workspace,
  { port, hurry }: { port?: number; hurry: number },
): Required<Pick<HouseOptions, 'configuration' | 'environment'>> {
  const transport =
    port === undefined
      ? { mode: 'socket', appToken: { env: 'SLACK_APP_TOKEN' } }
      : { mode: 'http', signingSecret: { env: 'SLACK_SIGNING_SECRET' }, port }
  return {
    configuration: { slack: { botToken: { env: 'SLACK_BOT_TOKEN' }, apiUrl: `${workspace.api.url}api/`, hurry, ...transport } },
    environment: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET },
  }
}

/** The bot says that it is ready before Slack is. */
export async function untilListening(url: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const answered = await post(url, {}, '', 'GET').catch(() => undefined)
    if (answered) return
    if (Date.now() > giveUpAt) throw new Error(`nothing listens at ${url}`)
    await pause(50)
  }
}

/** People whom the copy of `people.yaml` still lists, and whose accounts Slack says no to. */
function addAccounts(dir: string): void {
  const file = join(dir, 'approvals', 'people.yaml')
  const listed = parse(readFileSync(file, 'utf8')) as { people: Record<string, object> }
  for (const [name, account] of Object.entries(ACCOUNTS) as [AccountName, SlackAccount][]) {
    const { person } = account
    if (!person) continue
    listed.people[person.id] = {
      name: person.name,
      email: `${person.id}@contoso.com`,
      slack: { team: teamOf(name), user: account.id },
      language: 'en',
      groups: person.groups,
    }
  }
  writeFileSync(file, stringify(listed))
}
