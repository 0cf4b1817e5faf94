/** docs/teams.md is followed by newcomers to the letter: what it shows is what the program takes and prints. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { readTyped } from '../../src/chat/typed.ts'
import { help } from '../../src/cli/help.ts'
import { shipped } from '../chat/shipped.ts'
import { en } from '../../src/words/en.ts'
import { countersign } from '../cli/countersign.ts'
import { openSmallHouse } from '../cli/small-installation.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { APP_ID, APP_SECRET, TENANT } from './stand-in/accounts.ts'
import { CHANNEL } from './stand-in/places.ts'
import { openTeams } from './stand-in/teams.ts'

const text = readFileSync(join(ROOT, 'docs', 'teams.md'), 'utf8')
const blocks = [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```/gm)].map(([, indent = '', language = '', body = '']) => ({
  language,
  body: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
}))
const shownYaml = blocks.filter(({ language }) => language === 'yaml').map(({ body }) => parse(body) as Record<string, object>)
const lines = blocks.filter(({ language }) => language === 'text').flatMap(({ body }) => body.trimEnd().split('\n'))

test('every block of it is one that is tried here', () => {
  expect(blocks.map(({ language }) => language).toSorted()).toEqual([...Array<string>(4).fill('text'), ...Array<string>(4).fill('yaml')])
  expect(lines.filter((line) => !/^(mkdir|cat|npm|[✓✗?] )/.test(line))).toEqual([])
})

test('the configurations that it shows are configurations, and the person is a person', async () => {
  const [secret, people, certificate, identity] = shownYaml
  using house = openSmallHouse()
  for (const teams of [secret, certificate, identity]) {
    house.configure('countersign.yaml', { practice: false, ...teams })
    expect(await house.run('check')).toMatchObject({ code: 0, error: '' })
  }
  const listed = parse(readFileSync(join(house.dir, 'approvals', 'people.yaml'), 'utf8')) as { people: object }
  const { dana } = (people as { people: Record<string, object> }).people
  writeFileSync(join(house.dir, 'approvals', 'people.yaml'), stringify({ people: { ...listed.people, dana } }))
  expect(await house.run('check')).toMatchObject({ code: 0, error: '' })
})

test('the file of the secret is made so that only its owner can read it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'teams-docs-'))
  const typed = lines.filter((line) => /^(mkdir|cat)/.test(line)).join('\n')
  execFileSync('sh', ['-c', typed], { cwd: dir, input: 'the secret\n' })
  const modeOf = (name: string): string => (statSync(join(dir, name)).mode & 0o777).toString(8)
  expect([modeOf('secrets'), modeOf('secrets/teams-secret')]).toEqual(['700', '600'])
  rmSync(dir, { recursive: true })
})

test('the manifest is written as it says', async () => {
  using house = openSmallHouse()
  const [secret] = shownYaml
  house.configure('countersign.yaml', { practice: false, ...secret })
  const line = lines.find((each) => each.includes('manifest teams')) ?? ''
  const words = [...(line.split(' -- ')[1] ?? '').matchAll(/"([^"]+)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole)
  expect((await house.run(...words)).out).toContain('manifest/teams/countersign.zip is made.')
  expect(existsSync(join(house.dir, 'manifest/teams/countersign.zip'))).toBe(true)
})

test('what it shows of send-test is what send-test prints', async () => {
  const teams = await openTeams()
  using house = openSmallHouse()
  const { connector, openId } = teams
  const standIn = { openId: openId.url, serviceUrl: connector.serviceUrl, login: connector.login }
  const configured = { appId: APP_ID, tenant: TENANT, secret: { env: 'APP' }, conversations: [CHANNEL], standIn }
  house.configure('countersign.yaml', { teams: configured })
  const { out } = await countersign(['send-test', 'teams'], { cwd: house.dir, environment: { APP: APP_SECRET } })
  await teams.close()
  const shown = lines.filter((line) => /^[✓✗?] /.test(line)).join('\n')
  // How many keys there are is Microsoft's affair, and whether something listens this machine's.
  const same = (said: string) => said.replace(/keys: \d+ of/, 'keys: n of').replace(/^. endpoint: .*$/m, 'endpoint')
  expect(same(shown)).toBe(same(out.trim()))
  expect(shown).toMatch(/^\? endpoint: Nothing answers on 127\.0\.0\.1:3978 yet: start the bot \(npm start\), and prove it again\.$/m)
})

test('what it quotes is what people are told', () => {
  const unknown = en.notes.account['unknown-person']({ platform: 'teams', account: '…/…', people: 0 })
  expect(text).toContain(`| "${unknown.slice(0, unknown.indexOf(':'))}" |`)
  const noWay = en.teams.note.noWay('')
  expect(noWay).toContain('Add the app Countersign for yourself')
  expect(text).toContain('| "Add the app Countersign for yourself" |')
})

test('the commands that it names are commands, in the shell and after a mention', () => {
  const named = new Set([...text.matchAll(/countersign -- ([a-z-]+)/g)].map(([, name]) => name))
  expect(named.size).toBeGreaterThan(2)
  for (const name of named) expect(help()).toContain(`countersign ${name} `)
  const { procedures } = shipped()
  const mentioned = [...text.matchAll(/`@Countersign ([^`]+)`/g)].map(([, words = '']) => words)
  expect(mentioned.length).toBeGreaterThan(4)
  for (const words of mentioned) {
    const ways = [words, `countersign ${words}`].map((line) => readTyped(line, procedures, en))
    expect(
      ways.some((read) => !('fault' in read)),
      words,
    ).toBe(true)
  }
})
