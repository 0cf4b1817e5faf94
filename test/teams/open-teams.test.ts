/** How Teams is opened: on a port of its own or on Slack's, and what is said where it cannot be. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConnectionState } from '../../src/chat/live/connection-state.ts'
import { GuardedHttpReceiver } from '../../src/chat/slack/receive/http-receiver.ts'
import { openTeams as openBot, type Teams as Opened, type TeamsOptions } from '../../src/chat/teams/open-teams.ts'
import { StandInBackend } from '../console/stand-in-backend.ts'
import { APP_ID, APP_SECRET, TENANT } from './stand-in/accounts.ts'
import { post } from './stand-in/deliver.ts'
import { openTeams, type Teams } from './stand-in/teams.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let teams: Teams
let dir: string
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'countersign-open-teams-'))
  teams = await openTeams()
})
afterAll(async () => {
  await teams.close()
  rmSync(dir, { recursive: true })
})

function open(over: { host?: string; port?: number } = {}, mount?: TeamsOptions['mount']): ReturnType<typeof openBot> {
  const { connector, openId } = teams
  return openBot({
    backend: new StandInBackend(),
    accountOf: () => undefined,
    platformsOf: () => ['teams'],
    config: {
      app: { id: APP_ID, proof: () => ({ secret: APP_SECRET }) },
      tenant: TENANT,
      tenants: [TENANT],
      host: '127.0.0.1',
      port: 0,
      serviceUrl: connector.serviceUrl,
      targeted: false,
      file: join(dir, 'teams.json'),
      standIn: { openId: openId.url, login: connector.login },
      ...over,
    },
    log,
    onTroubles: () => undefined,
    showAgain: async () => undefined,
    ...(mount && { mount }),
  })
}

test('listens on a port of its own, and is silent after its end', async () => {
  const opened = (await open()) as Opened
  const url = `http://127.0.0.1:${opened.listening}/api/messages`
  teams.bot = url
  expect((await teams.type('dana', 'whoami')).status).toBe(200)
  await opened.close()
  await expect(post(url, {}, '')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a port that is taken, and an address that is not of this machine, are said with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const sentence = (why: string): object => ({
    refusal: {
      code: 'teams-port',
      sentence: `Teams' calls cannot be taken: ${why}. Set teams.host and teams.port in countersign.yaml to a place that is free.`,
    },
  })
  expect(await open({ port })).toEqual(sentence('another program listens there (EADDRINUSE)'))
  expect(await open({ host: '192.0.2.1' })).toEqual(sentence('this machine has no address 192.0.2.1 (EADDRNOTAVAIL)'))
  other.close()
  await once(other, 'close')
})

test('where Slack listens at the same place, each takes what is its own', async () => {
  const connection = new ConnectionState('Slack', log, () => undefined)
  const receiver = new GuardedHttpReceiver({ signingSecret: 'a-signing-secret-of-slack', host: '127.0.0.1', port: 0, log, connection })
  const port = await receiver.start()
  const opened = (await open({}, (path, listener) => receiver.mount(path, listener))) as Opened
  expect(opened.listening).toBeUndefined()
  teams.bot = `http://127.0.0.1:${port}/api/messages`
  expect((await teams.type('dana', 'whoami')).status).toBe(200)
  const json = { 'content-type': 'application/json' }
  expect(await post(`http://127.0.0.1:${port}/api/messages`, json, '{}')).toEqual({ status: 400, text: '' })
  expect(await post(`http://127.0.0.1:${port}/slack/events`, json, '{}')).toEqual({
    status: 401,
    text: '{"refusal":{"code":"no-timestamp","sentence":"The request has no timestamp of Slack."}}',
  })
  expect((await post(`http://127.0.0.1:${port}/api`, json, '{}')).status).toBe(404)
  await opened.close()
  await receiver.stop()
})

test('a start that does not open Teams loads neither botbuilder nor MSAL', async () => {
  const start = pathToFileURL(join(import.meta.dirname, '../../src/cli/start/start.ts')).href
  const script = `await import(${JSON.stringify(start)})
    const loaded = Object.keys(process.getBuiltinModule('module').createRequire(${JSON.stringify(start)}).cache)
    console.log(JSON.stringify({ some: loaded.length > 0, found: loaded.filter((file) => /botbuilder|botframework|msal/.test(file)) }))
    process.exit(0)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(JSON.parse(stdout)).toEqual({ some: true, found: [] })
})
