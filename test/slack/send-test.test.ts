/** `countersign send-test slack`: each thing that Slack needs is proved for itself, and what is missing says what to do. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import { countersign, type Ended } from '../cli/countersign.ts'
import { openSmallHouse, type SmallHouse } from '../cli/small-installation.ts'
import { freePort } from '../practice/write-configuration.ts'
import { APP_TOKEN, BOT_TOKEN, CHANNEL, SIGNING_SECRET } from './stand-in/accounts.ts'
import { openWorkspace, type Workspace } from './stand-in/workspace.ts'

let workspace: Workspace
let installation: SmallHouse
beforeEach(async () => {
  installation = openSmallHouse()
  workspace = await openWorkspace(neededScopes())
})
afterEach(async () => {
  installation[Symbol.dispose]()
  await workspace.close()
})

/** Slack is configured so, but for `over`. */
async function proved(over: Record<string, unknown> = {}, secrets: Record<string, string> = {}, words: string[] = []): Promise<Ended> {
  const slack = {
    botToken: { env: 'BOT_TOKEN' },
    appToken: { env: 'APP_TOKEN' },
    apiUrl: `${workspace.api.url}api/`,
    channels: [CHANNEL],
    ...over,
  }
  installation.configure('countersign.yaml', { slack })
  const environment = { BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, SMALL_HOUSE_PASSWORD: 'x', ...secrets }
  return countersign(['send-test', 'slack', ...words], { cwd: installation.dir, environment })
}

const TOKEN = '✓ bot token: Slack knows it as U0COUNTERS in Contoso (T0CONTOSO).\n'
const SCOPES = '✓ scopes: The token has all 10 that are needed.\n'
const POSTED = '✓ channel C0INCIDENT: A message was posted and deleted again.\n'
const SOCKET = '✓ Socket Mode: A connection was opened, and Slack said hello.\n'

test('where everything is there, four things are proved, and no message stays', async () => {
  expect(await proved()).toEqual({ code: 0, out: `${TOKEN}${SCOPES}${POSTED}${SOCKET}`, error: '' })
  const { messages } = await workspace.emulator.asOwner<{ messages: { user: string }[] }>('conversations.history', { channel: CHANNEL })
  expect(messages.filter(({ user }) => user === 'U0COUNTERS')).toEqual([])
})

test('another bot token is named with its remedy, and nothing further is asked', async () => {
  const { code, out } = await proved({}, { BOT_TOKEN: 'xoxb-another' })
  expect([code, out]).toEqual([
    1,
    '✗ bot token: Slack refused auth.test (invalid_auth): copy the bot token (xoxb-…) again from "OAuth & Permissions" of the app, and give it to the bot.\n',
  ])
})

test('a token in the place of the other is refused before Slack is asked', async () => {
  const { code, error } = await proved({}, { BOT_TOKEN: APP_TOKEN })
  expect(code).not.toBe(0)
  expect(error).toContain(
    'slack.botToken is not what it should be: a bot token begins with xoxb-; it stands under "OAuth & Permissions" of the app.',
  )
  expect(workspace.api.calls).toEqual([])
})

test('each scope that is missing is named, and the rest is proved all the same', async () => {
  await workspace.close()
  workspace = await openWorkspace(neededScopes().filter((scope) => !['files:write', 'im:write'].includes(scope)))
  const { code, out } = await proved()
  expect([code, out]).toEqual([
    1,
    `${TOKEN}✗ scopes: The token lacks files:write, im:write. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.\n${POSTED}${SOCKET}`,
  ])
})

test('a channel that the app is not in, and one that is not there, say how it gets in', async () => {
  workspace.api.outside.add('C0DRILLNO1')
  const { code, out } = await proved({ channels: [CHANNEL, 'C0DRILLNO1', 'C0NOWHERE'] })
  expect(code).toBe(1)
  expect(out).toContain(POSTED)
  expect(out).toContain(
    '✗ channel C0DRILLNO1: Slack refused chat.postMessage (not_in_channel): the app is no member of that channel. Type /invite @countersign there.\n',
  )
  expect(out).toContain(
    '✗ channel C0NOWHERE: Slack refused chat.postMessage (channel_not_found): there is no such channel, or it is private and the app is no member. Type /invite @countersign there.\n',
  )
  expect(out).toContain(SOCKET)
})

test('another app token says where the right one stands', async () => {
  const { code, out } = await proved({}, { APP_TOKEN: 'xapp-another' })
  expect([code, out]).toEqual([
    1,
    `${TOKEN}${SCOPES}${POSTED}✗ Socket Mode: Slack does not reach us by Socket Mode. Slack refused apps.connections.open (invalid_auth): copy the app token (xapp-…) again from "Basic Information", "App-Level Tokens" of the app; it needs the scope connections:write.\n`,
  ])
})

test('a Slack that cannot be reached is said so', async () => {
  const { code, out } = await proved({ apiUrl: `http://127.0.0.1:${await freePort()}/api/` })
  expect([code, out]).toEqual([1, '✗ bot token: Slack does not answer auth.test (ECONNREFUSED).\n'])
})

test('over HTTP, and without channels, it says what cannot be proved from here', async () => {
  const over = { mode: 'http', signingSecret: { env: 'SIGNING_SECRET' }, port: 3999, channels: undefined }
  const { code, out } = await proved(over)
  expect([code, out]).toEqual([
    0,
    `${TOKEN}${SCOPES}? channels: No channels are configured: each is asked about when a run is started there. /invite @countersign in it.\n? requests: Whether Slack's requests arrive cannot be tried from here. Type /countersign whoami in Slack; the bot listens on 127.0.0.1:3999.\n`,
  ])
})

test('programs get the same as JSON', async () => {
  const { code, out } = await proved({}, {}, ['--json'])
  const proofs = JSON.parse(out) as { what: string; good: boolean }[]
  expect(code).toBe(0)
  expect(proofs.map(({ what, good }) => [what, good])).toEqual([
    ['bot token', true],
    ['scopes', true],
    ['channel C0INCIDENT', true],
    ['Socket Mode', true],
  ])
})
