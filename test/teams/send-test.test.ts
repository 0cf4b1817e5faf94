/** `countersign send-test teams`: each thing that Teams needs is proved for itself, and what is missing says what to do. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { countersign, type Ended } from '../cli/countersign.ts'
import { openSmallHouse, type SmallHouse } from '../cli/small-installation.ts'
import { freePort } from '../practice/write-configuration.ts'
import { APP_ID, APP_SECRET, TENANT } from './stand-in/accounts.ts'
import { once as onlyOnce, refusal } from './stand-in/call.ts'
import { CHANNEL, OTHER_CHANNEL } from './stand-in/places.ts'
import { openTeams, type Teams } from './stand-in/teams.ts'

let teams: Teams
let house: SmallHouse
let port: number
beforeEach(async () => {
  house = openSmallHouse()
  teams = await openTeams()
  port = await freePort()
})
afterEach(async () => {
  house[Symbol.dispose]()
  await teams.close()
})

/** Teams is configured so, but for `over`. */
async function proved(over: Record<string, unknown> = {}, secret = APP_SECRET, words: string[] = []): Promise<Ended> {
  const { connector, openId } = teams
  const standIn = { openId: openId.url, serviceUrl: connector.serviceUrl, login: connector.login }
  const configured = { appId: APP_ID, tenant: TENANT, secret: { env: 'APP_SECRET' }, port, conversations: [CHANNEL], standIn, ...over }
  house.configure('countersign.yaml', { teams: configured })
  const environment = { APP_SECRET: secret, SMALL_HOUSE_PASSWORD: 'x' }
  return countersign(['send-test', 'teams', ...words], { cwd: house.dir, environment })
}

const LOG_IN = `✓ log-in: Entra gives the app ${APP_ID} of the tenant ${TENANT} a token for Teams, by its secret.\n`
const KEYS = "✓ Microsoft's keys: 1 of them can be read, by which what Teams sends is judged.\n"
const POSTED = `✓ conversation ${CHANNEL}: A message was posted, edited and removed again.\n`
const silent = () => `? endpoint: Nothing answers on 127.0.0.1:${port} yet: start the bot (npm start), and prove it again.\n`
const PUBLIC =
  '? public address: Whether Microsoft reaches the bot cannot be tried from here. Mention it in Teams: @Countersign whoami. If no answer comes, look at the messaging endpoint in Azure and at what stands in front of the bot.\n'

test('where everything is there, all is proved that can be, and no message stays', async () => {
  expect(await proved()).toEqual({ code: 0, out: `${LOG_IN}${KEYS}${POSTED}${silent()}${PUBLIC}`, error: '' })
  expect(teams.connector.messages.all.map(({ edits, deleted }) => [edits, deleted])).toEqual([[1, true]])
  expect(teams.connector.wrong).toEqual([])
})

test.each([
  [
    'another secret',
    {},
    'not-the-secret',
    'AADSTS7000215): the secret is not that of the app. Copy its value again, not its id, or make a new one under "Certificates & secrets" of the registration.',
  ],
  [
    'another app',
    { appId: '3c5e7a90-1b2d-4f68-8a7c-9e0f1d2b3a4d' },
    APP_SECRET,
    'AADSTS700016): this tenant has no app of that id. Correct teams.appId or teams.tenant in countersign.yaml.',
  ],
  [
    'another tenant',
    { tenant: '5a1d9c3e-70b4-4f6a-9b57-2c0e8d4f1a67' },
    APP_SECRET,
    'AADSTS90002): there is no such tenant. Correct teams.tenant in countersign.yaml.',
  ],
])('%s is named with its remedy, and nothing further is asked', async (_, over, secret, said) => {
  expect(await proved(over, secret)).toEqual({ code: 1, out: `✗ log-in: Entra gives the bot no token for Teams (${said}\n`, error: '' })
})

test('what is to prove the app is looked at before anybody is asked', async () => {
  const refused = async (over: Record<string, unknown>, secret?: string) => {
    const { code, out, error } = await proved({ secret: undefined, ...over }, secret)
    return [code, out, error]
  }
  const said = (sentence: string) => [1, '', `countersign send-test: ${sentence}\n`]
  expect(await refused({ secret: { file: 'secrets/teams' } })).toEqual(
    said(
      `teams.secret is to come from ${join(house.dir, 'secrets/teams')}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`,
    ),
  )
  expect(await refused({ secret: { env: 'APP_SECRET' } }, '0b7c1f52-3d1e-4a8f-8e0a-6f4d2b9c7e01')).toEqual(
    said(
      "teams.secret is not what it should be: it is the secret's id. Its value is shown once, when it is made: make a new one and copy that.",
    ),
  )
  expect(await refused({ federated: { file: 'token' } })).toEqual(
    said(
      `teams.federated is to come from ${join(house.dir, 'token')}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`,
    ),
  )
  for (const name of ['one', 'two'])
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-days', '1', '-keyout', `${name}.key`, '-out', `${name}.pem`],
      {
        cwd: house.dir,
        stdio: 'ignore',
      },
    )
  const certificate = (file: string, key: string) => ({ certificate: { file, key: { file: key } } })
  expect(await refused(certificate('one.pem', 'two.key'))).toEqual(
    said(`teams.certificate.key is not the key of ${join(house.dir, 'one.pem')}: name the two that were made together.`),
  )
  expect(await refused(certificate('one.key', 'one.key'))).toEqual(
    said(
      `teams.certificate is not what it should be: ${join(house.dir, 'one.key')} and its key must both be PEM, the key without a passphrase.`,
    ),
  )
  expect(await refused(certificate('three.pem', 'one.key'))).toEqual(
    said(
      `teams.certificate.file is to come from ${join(house.dir, 'three.pem')}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`,
    ),
  )
  expect(await refused(certificate('one.pem', 'three.key'))).toEqual(
    said(
      `teams.certificate.key is to come from ${join(house.dir, 'three.key')}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`,
    ),
  )
  expect(teams.connector.calls).toEqual([])
})

test('each call to a conversation that Teams refuses is named, and the others are proved all the same', async () => {
  teams.connector.outside.add(OTHER_CHANNEL)
  const { code, out } = await proved({ conversations: [OTHER_CHANNEL, CHANNEL] })
  expect([code, out]).toEqual([
    1,
    `${LOG_IN}${KEYS}✗ conversation ${OTHER_CHANNEL}: Teams refused to take a message (HTTP 403, BotNotInConversationRoster): the app is not in this team or chat. Add it there.\n${POSTED}${silent()}${PUBLIC}`,
  ])
  for (const [call, named] of [
    ['update', 'to update a message'],
    ['remove', 'to remove a message'],
  ] as const) {
    teams.connector.faults = onlyOnce(call, refusal('MessageWritesBlocked'))
    expect((await proved()).out).toContain(
      `✗ conversation ${CHANNEL}: Teams refused ${named} (HTTP 403, MessageWritesBlocked): the app is blocked there, by the person or by the settings of the channel. Whoever blocked it must allow it again.\n`,
    )
  }
})

test('what cannot be reached is named with its address', async () => {
  const nowhere = `http://127.0.0.1:${await freePort()}/`
  const { connector, openId } = teams
  const standIn = { openId: openId.url, serviceUrl: connector.serviceUrl, login: connector.login }
  expect((await proved({ standIn: { ...standIn, login: nowhere } })).out).toBe(
    '✗ log-in: Entra does not answer (ECONNREFUSED). Let this machine reach https://login.microsoftonline.com.\n',
  )
  const { code, out } = await proved({ standIn: { ...standIn, openId: nowhere, serviceUrl: nowhere } })
  expect([code, out]).toEqual([
    1,
    `${LOG_IN}✗ Microsoft's keys: ${nowhere} cannot be read (ECONNREFUSED). Let this machine reach it by HTTPS: without the keys nothing that Teams sends is believed.
✗ conversation ${CHANNEL}: Teams did not answer when it was asked to take a message (ECONNREFUSED).
${silent()}${PUBLIC}`,
  ])
  const another = `${new URL(openId.url).origin}/nothing`
  expect((await proved({ standIn: { ...standIn, openId: another } })).out).toContain(`${another} cannot be read (HTTP 404).`)
  const noKeys = await answering(200, '{}')
  expect((await proved({ standIn: { ...standIn, openId: noKeys.url } })).out).toContain('(what is there is not a list of keys)')
  noKeys.server.close()
})

test('without conversations it says when they are asked about', async () => {
  expect((await proved({ conversations: undefined })).out).toBe(
    `${LOG_IN}${KEYS}? conversations: No conversations are configured: each is asked about when a run is started there. Add the app to the team or chat.\n${silent()}${PUBLIC}`,
  )
})

test('a bot that listens is known by its refusal, and another program by any other answer', async () => {
  const bot = await answering(401, '', port)
  expect((await proved()).out).toContain(`✓ endpoint: The bot listens on 127.0.0.1:${port}, and refuses what Microsoft did not sign.\n`)
  bot.server.close()
  await once(bot.server, 'close')
  const other = await answering(200, '', port)
  const { code, out } = await proved()
  expect([code, out]).toEqual([
    1,
    `${LOG_IN}${KEYS}${POSTED}✗ endpoint: Something on 127.0.0.1:${port} answered with HTTP 200, which this bot would not. Stop it, or set teams.port to another number, and point the public address there.\n${PUBLIC}`,
  ])
  other.server.close()
})

test('programs get the same as JSON', async () => {
  const { code, out } = await proved({}, APP_SECRET, ['--json'])
  const proofs = JSON.parse(out) as { what: string; good?: boolean }[]
  expect(code).toBe(0)
  expect(proofs.map(({ what, good }) => [what, good])).toEqual([
    ['log-in', true],
    ["Microsoft's keys", true],
    [`conversation ${CHANNEL}`, true],
    ['endpoint', undefined],
    ['public address', undefined],
  ])
})

test('without `teams`, without an app and without a platform it says what is missing', async () => {
  const said = async (...words: string[]) => {
    const { code, error } = await house.run('send-test', ...words)
    return [code, error]
  }
  expect(await said('teams')).toEqual([2, 'countersign send-test: The configuration has no `teams`: docs/teams.md says what it needs.\n'])
  house.configure('countersign.yaml', { teams: { tenant: TENANT } })
  expect(await said('teams')).toEqual([
    2,
    'countersign send-test: `teams` has no `appId`, so there is nothing to prove: without one, anybody is believed, in practice only.\n',
  ])
  for (const words of [[], ['console'], ['toString']])
    expect(await said(...words)).toEqual([
      2,
      'countersign send-test: Say which platform: countersign send-test slack, or countersign send-test teams.\n',
    ])
})

/** A program that answers everything so. */
async function answering(status: number, body: string, at = 0): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, { connection: 'close' }).end(body)
  })
  server.listen(at, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/` }
}
