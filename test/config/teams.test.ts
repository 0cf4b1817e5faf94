/** `teams` in `countersign.yaml`: what stands there, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadConfiguration } from '../../src/config.ts'
import { asRunning } from '../../src/config/restart.ts'
import { formatFault } from '../../src/text/fault.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-teams-'))
afterAll(() => rmSync(folder, { recursive: true }))

const APP = '0c0ffee0-0000-4000-8000-00000000b07a'
const TENANT = '72f988bf-0000-4000-8000-000000000001'
const STAND_IN =
  "standIn: { openId: 'http://127.0.0.1:4001/keys', serviceUrl: 'http://127.0.0.1:4001/', login: 'http://127.0.0.1:4001/login/' }"
const REAL = `appId: ${APP}, tenant: ${TENANT}, secret: { file: secrets/teams }`

function load(teams: string, practice = false) {
  const file = join(folder, 'countersign.yaml')
  writeFileSync(file, `installation: north${practice ? '\npractice: true' : ''}\nteams: { ${teams} }\nsites: {}\ntargets: {}\n`)
  return loadConfiguration(file)
}

function faultsOf(teams: string, practice = false): string[] {
  const read = load(teams, practice)
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace(/^.*countersign\.yaml:/, '')) : []
}

describe('teams in countersign.yaml', () => {
  test('has its defaults, and paths that begin where the file is', () => {
    expect(load(REAL)).toMatchObject({
      configuration: {
        teams: {
          appId: APP,
          tenant: TENANT,
          secret: { file: join(folder, 'secrets/teams') },
          host: '127.0.0.1',
          port: 3978,
          targeted: false,
        },
      },
    })
    expect(load(`appId: ${APP}, tenant: ${TENANT}, certificate: { file: bot.pem, key: { file: bot.key } }`)).toMatchObject({
      configuration: { teams: { certificate: { file: join(folder, 'bot.pem'), key: { file: join(folder, 'bot.key') } } } },
    })
    expect(load(`appId: ${APP}, tenant: ${TENANT}, federated: { file: token }`)).toMatchObject({
      configuration: { teams: { federated: { file: join(folder, 'token') } } },
    })
    expect(load(`appId: ${APP}, tenant: ${TENANT}, federated: { managedIdentity: ${APP} }`)).toMatchObject({
      configuration: { teams: { federated: { managedIdentity: APP } } },
    })
  })

  test('counts from the next start on', () => {
    const [running, read] = [load(REAL), load(`${REAL}, port: 4000`)]
    if (!('configuration' in running) || !('configuration' in read)) throw new Error('they are good')
    const now = asRunning(read.configuration, running.configuration)
    expect(now.waiting).toEqual(['teams'])
    expect(now.configuration.teams?.port).toBe(3978)
  })

  test('takes ids as Azure shows them, and compares them in lower case', () => {
    expect(load(`${REAL.replace(TENANT, TENANT.toUpperCase())}, tenants: [${TENANT.toUpperCase()}]`)).toMatchObject({
      configuration: { teams: { tenant: TENANT, tenants: [TENANT] } },
    })
  })

  test.each([
    [
      `tenant: ${TENANT}`,
      '2: `teams.appId` is missing, and without it whoever calls would be believed. Add `appId`, the id of the app registration.',
    ],
    [
      `appId: ${APP}, tenant: ${TENANT}`,
      '2: `teams` does not say how the bot proves to Microsoft that it is this app. Add `secret: { file: PATH }`, `certificate` or `federated`.',
    ],
    [
      `${REAL}, federated: { file: token }`,
      '2: `teams.federated` stands beside `teams.secret`, and one of them would never be used. Remove one of them.',
    ],
    [REAL.replace(APP, 'countersign'), '2: `teams.appId` is no id of an app; write it like `72f988bf-86f1-41af-91ab-2d7cd011db47`'],
    [REAL.replace(TENANT, 'contoso.com'), '2: `teams.tenant` is no id of a tenant; write it like `72f988bf-86f1-41af-91ab-2d7cd011db47`'],
    [
      REAL.replace('{ file: secrets/teams }', 'abc'),
      '2: `teams.secret` must say where the secret is, and never the secret itself; write `{ env: NAME }` or `{ file: PATH }`',
    ],
    [
      `appId: ${APP}, tenant: ${TENANT}, federated: token`,
      '2: `teams.federated` must say where the token comes from; write `{ file: PATH }`, or `{ managedIdentity: CLIENT_ID }` on a machine of Azure',
    ],
    [`${REAL}, appid: x`, '2: `teams.appid` is no key that is known here; did you mean `appId`?'],
    [
      `${REAL}, serviceUrl: 'http://smba.trafficmanager.net/teams/'`,
      '2: `teams.serviceUrl` is no address that ends in `/`; write it like `https://smba.trafficmanager.net/teams/`',
    ],
    [
      `${REAL}, conversations: ['19:ops@thread.tacv2;messageid=1']`,
      '2: `teams.conversations.0` is no id of a channel or chat; write it like `19:…@thread.tacv2`, without `;messageid=`',
    ],
    [`${REAL}, languages: { '19:ops@thread.tacv2': xx }`, '2: `teams.languages.19:ops@thread.tacv2` is none of `en`; write one of them'],
    [
      `${REAL}, ${STAND_IN.replace('127.0.0.1:4001/login', 'login.contoso.com/login')}`,
      '2: `teams.standIn.login` is no loopback address; write it like `http://127.0.0.1:4000/`',
    ],
  ])('refuses %s', (teams, sentence) => {
    expect(faultsOf(teams)).toEqual([sentence])
  })

  test('refuses practice beside Teams, but not beside a stand-in of Teams on this machine, nor where nobody is proved', () => {
    expect(faultsOf(REAL, true)).toEqual([
      '3: `teams` stands beside `practice: true`, which lets anybody at the console speak as anybody. Remove one of them.',
    ])
    expect(faultsOf(`${REAL}, ${STAND_IN}`, true)).toEqual([])
    expect(faultsOf(`tenant: ${TENANT}`, true)).toEqual([])
  })
})
