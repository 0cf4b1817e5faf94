/** `countersign manifest teams` over its life: a placeholder, a real app, drift, and what is refused. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openSmallHouse, type SmallHouse } from '../cli/small-installation.ts'

const APP_ID = '2B8C1F60-5f1e-4a53-9a0e-1d0a3f6c7e21'
const OTHER_ID = '5d0c2f4e-8a35-4a4a-b5c0-96f1e0a7b9d3'

interface Written {
  id: string
  version: string
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string }
  bots: { botId: string; supportsTargetedMessages?: true; commandLists: { commands: { title: string }[] }[] }[]
}

const inside = ({ dir }: SmallHouse, name: string): string => join(dir, 'manifest/teams', name)
const written = (house: SmallHouse): Written => JSON.parse(readFileSync(inside(house, 'manifest.json'), 'utf8')) as Written

const OUT_OF_DATE =
  'countersign manifest: manifest/teams/manifest.json is out of date: write it with "countersign manifest teams", and upload the package to Teams.\n'
const MADE = 'manifest/teams/countersign.zip is made. Upload it in Teams: Apps, Manage your apps, Upload an app.\n'

test('without an app id the manifest has a placeholder, which is said, and no package is made', async () => {
  using house = openSmallHouse()
  expect(await house.run('manifest', 'teams')).toEqual({
    code: 0,
    out: `manifest/teams/manifest.json and its icons are written, version 1.0.0.
Its app id is a placeholder, so no package is made: add \`teams: { appId: … }\` to the configuration, or say --app-id ID. docs/teams.md says where it stands.
`,
    error: '',
  })
  expect([written(house).id, written(house).bots[0]?.botId]).toEqual(Array(2).fill('00000000-0000-0000-0000-000000000000'))
  expect(existsSync(inside(house, 'countersign.zip'))).toBe(false)
})

test('with an app id the package holds the three files, and is the same however often it is made', async () => {
  using house = openSmallHouse()
  expect(
    await house.run('manifest', 'teams', '--app-id', APP_ID, '--developer', 'Contoso IT', '--website', 'https://contoso.com/c'),
  ).toEqual({
    code: 0,
    out: `manifest/teams/manifest.json and its icons are written, version 1.0.0.\n${MADE}`,
    error: '',
  })
  const package1 = readFileSync(inside(house, 'countersign.zip'))
  const files = unzipSync(package1)
  expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png'])
  for (const [name, bytes] of Object.entries(files)) expect(readFileSync(inside(house, name)).equals(bytes), name).toBe(true)
  const { id, developer } = written(house)
  expect([id, developer]).toEqual([
    APP_ID.toLowerCase(),
    {
      name: 'Contoso IT',
      websiteUrl: 'https://contoso.com/c',
      privacyUrl: 'https://contoso.com/c',
      termsOfUseUrl: 'https://contoso.com/c',
    },
  ])
  // What was said once is taken from the manifest that is there.
  expect((await house.run('manifest', 'teams')).out).toBe(`manifest/teams/manifest.json and its icons are written, version 1.0.0.\n${MADE}`)
  expect(readFileSync(inside(house, 'countersign.zip')).equals(package1)).toBe(true)
})

test('the configuration names the app and the switch, and the command line goes before it', async () => {
  using house = openSmallHouse()
  await house.run('manifest', 'teams')
  const teams = { appId: OTHER_ID, tenant: '72f988bf-0000-4000-8000-000000000001', secret: { env: 'SMALL_HOUSE_TEAMS' }, targeted: true }
  house.configure('countersign.yaml', { practice: false, teams })
  expect(await house.run('manifest', 'teams', '--check')).toEqual({ code: 1, out: '', error: OUT_OF_DATE })
  await house.run('manifest', 'teams')
  expect([written(house).id, written(house).bots[0]?.supportsTargetedMessages]).toEqual([OTHER_ID, true])
  await house.run('manifest', 'teams', '--app-id', APP_ID)
  expect(written(house).id).toBe(APP_ID.toLowerCase())
})

test('a changed document is drift, and the version rises with it, and only then', async () => {
  using house = openSmallHouse()
  await house.run('manifest', 'teams', '--app-id', APP_ID)
  const check = () => house.run('manifest', 'teams', '--check')
  expect(await check()).toEqual({ code: 0, out: 'manifest/teams/manifest.json is what the documents and the code want.\n', error: '' })
  const document = 'commands/failover-persistent-chat.md'
  const text = readFileSync(join(house.dir, document), 'utf8')
  house.write(document, text.replace('command: /failover persistent-chat', 'command: /failover group-chat'))
  expect(await check()).toEqual({ code: 1, out: '', error: OUT_OF_DATE })
  expect(written(house).version).toBe('1.0.0')
  await house.run('manifest', 'teams')
  expect([written(house).version, written(house).bots[0]?.commandLists[0]?.commands[0]?.title]).toEqual(['1.0.1', 'failover group-chat'])
  expect((await check()).code).toBe(0)
  writeFileSync(inside(house, 'color.png'), 'x')
  writeFileSync(inside(house, 'outline.png'), 'x')
  expect((await check()).error).toBe(
    'countersign manifest: manifest/teams/color.png, manifest/teams/outline.png are out of date: write them with "countersign manifest teams", and upload the package to Teams.\n',
  )
})

test('a privacy page of its own stays when the website changes only where it is said again', async () => {
  using house = openSmallHouse()
  await house.run(
    'manifest',
    'teams',
    '--website',
    'https://contoso.com/a',
    '--privacy',
    'https://contoso.com/p',
    '--terms',
    'https://contoso.com/t',
  )
  expect(written(house).developer).toEqual({
    name: 'Countersign',
    websiteUrl: 'https://contoso.com/a',
    privacyUrl: 'https://contoso.com/p',
    termsOfUseUrl: 'https://contoso.com/t',
  })
  await house.run('manifest', 'teams', '--developer', 'Contoso')
  expect(written(house).developer).toMatchObject({ name: 'Contoso', privacyUrl: 'https://contoso.com/p' })
})

test('what has no room in the list is named', async () => {
  using house = openSmallHouse()
  const text = readFileSync(join(house.dir, 'commands/failover-persistent-chat.md'), 'utf8')
  const longer = 'x'.repeat(130)
  house.write('commands/other.md', text.replace('command: /failover persistent-chat', `command: /failover ${longer}`))
  expect((await house.run('manifest', 'teams', '--app-id', APP_ID)).out).toBe(
    `manifest/teams/manifest.json and its icons are written, version 1.0.0.
${MADE}Teams' list of commands has no room for failover ${longer}: type it after the mention.
`,
  )
})

test('each fault of the command line is said, and nothing is written', async () => {
  using house = openSmallHouse()
  const refused = async (...words: string[]) => {
    const { code, error } = await house.run('manifest', ...words)
    return [code, error]
  }
  const address = (name: string) =>
    `countersign manifest: --${name} must be an https address, like --${name} https://contoso.com/countersign.\n`
  expect(
    await refused(
      'teams',
      '--app-id',
      'mine',
      '--developer',
      'x'.repeat(33),
      '--website',
      'contoso.com',
      '--privacy',
      'http://a.b',
      '--terms',
      'ftp:',
    ),
  ).toEqual([
    2,
    `countersign manifest: --app-id must be the application (client) id of the registration, a GUID.
countersign manifest: --developer must be a name of 1 to 32 characters.
${address('website')}${address('privacy')}${address('terms')}`,
  ])
  expect(await refused('teams', '--url', 'https://contoso.com')).toEqual([
    2,
    'countersign manifest: --url is not of teams: leave it out.\n',
  ])
  expect(await refused('slack', '--app-id', APP_ID, '--terms', 'https://contoso.com')).toEqual([
    2,
    'countersign manifest: --app-id, --terms are not of slack: leave them out.\n',
  ])
  for (const words of [[], ['console'], ['slack', 'teams'], ['constructor']])
    expect(await refused(...words)).toEqual([
      2,
      'countersign manifest: Say for which platform: countersign manifest slack, or countersign manifest teams.\n',
    ])
  expect(readdirSync(house.dir)).not.toContain('manifest')
})

test('a file in its place that it did not write is not lost', async () => {
  using house = openSmallHouse()
  await house.run('manifest', 'teams')
  for (const text of ['{', '{"version":"2"}']) {
    writeFileSync(inside(house, 'manifest.json'), text)
    expect(await house.run('manifest', 'teams')).toEqual({
      code: 1,
      out: '',
      error:
        'countersign manifest: manifest/teams/manifest.json is no manifest that this command wrote, and would be lost: move it away.\n',
    })
    expect(readFileSync(inside(house, 'manifest.json'), 'utf8')).toBe(text)
  }
})
