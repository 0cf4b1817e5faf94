/** `countersign send-test slack|teams`: is everything there that the platform needs? */
import { join } from 'node:path'
import pino from 'pino'
import type { Proof } from '../chat/live/proof.ts'
import { loadInstallation, type Installation } from './installation/load-installation.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'
import { proofOfApp } from './start/app-proof.ts'
import { slackSettings } from './start/slack-settings.ts'

const PLATFORMS: Readonly<Record<string, (installation: Installation) => Promise<AsyncIterable<Proof>>>> = { slack, teams }

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('send-test', args)
  const asked = positionals.join(' ')
  const platform = Object.hasOwn(PLATFORMS, asked) ? PLATFORMS[asked] : undefined
  if (!platform) throw new Refused('Say which platform: countersign send-test slack, or countersign send-test teams.', 2)
  const proofs: Proof[] = []
  for await (const proof of await platform(loadInstallation(values.config))) {
    proofs.push(proof)
    if (!values.json) process.stdout.write(`${proof.good === undefined ? '?' : proof.good ? '✓' : '✗'} ${proof.what}: ${proof.says}\n`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(proofs)}\n`)
  return proofs.some(({ good }) => good === false) ? 1 : 0
}

/** Nothing of it is kept: what fails is printed. */
const log = pino({ level: 'silent' })

/** Each platform's own libraries are loaded for it alone. */
async function slack({ configuration }: Installation): Promise<AsyncIterable<Proof>> {
  if (!configuration.slack) throw new Refused('The configuration has no `slack`: docs/slack.md says what it needs.', 2)
  const { proveSlack } = await import('../chat/slack/send-test.ts')
  return proveSlack(slackSettings(configuration.slack), log)
}

async function teams({ configuration: { teams, state } }: Installation): Promise<AsyncIterable<Proof>> {
  if (!teams) throw new Refused('The configuration has no `teams`: docs/teams.md says what it needs.', 2)
  const { appId, tenant, tenants, standIn, conversations, host, port } = teams
  const proof = proofOfApp(teams)
  if (appId === undefined || !proof)
    throw new Refused('`teams` has no `appId`, so there is nothing to prove: without one, anybody is believed, in practice only.', 2)
  const { proveTeams } = await import('../chat/teams/send-test.ts')
  const { botFramework, OPEN_ID } = await import('../chat/teams/bot-framework.ts')
  const { appToken } = await import('../chat/teams/app-token.ts')
  const { Remembered } = await import('../chat/teams/remembered.ts')
  const token = appToken({ appId, tenant, proof: proof.read, ...(standIn && { login: standIn.login }) })
  const remembered = new Remembered(join(state, 'teams.json'), { serviceUrl: standIn?.serviceUrl ?? teams.serviceUrl, tenant }, log)
  const openId = standIn?.openId ?? OPEN_ID
  return proveTeams({
    port: botFramework({ appId, tenants: tenants ?? [tenant], token, openId, log }),
    token: (signal) => token.of(signal),
    app: { id: appId, tenant, by: proof.by },
    openId,
    conversations: conversations?.map((id) => remembered.reach(id)),
    endpoint: { host, port },
  })
}
