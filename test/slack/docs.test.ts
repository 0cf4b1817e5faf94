/** docs/slack.md is followed by newcomers to the letter: what it shows is what the program takes and prints. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import { help } from '../../src/cli/help.ts'
import { countersign } from '../cli/countersign.ts'
import { openSmallHouse } from '../cli/small-installation.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { APP_TOKEN, BOT_TOKEN, CHANNEL, TEAM } from './stand-in/accounts.ts'
import { openWorkspace } from './stand-in/workspace.ts'

const text = readFileSync(join(ROOT, 'docs', 'slack.md'), 'utf8')
const shownYaml = [...text.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```/gm)].map(([, , yaml]) => parse(yaml ?? '') as Record<string, object>)

test('the configurations that it shows are configurations, and the person is a person', async () => {
  const [socket, people, http] = shownYaml
  using installation = openSmallHouse()
  for (const slack of [socket, http]) {
    installation.configure('countersign.yaml', { practice: false, ...slack })
    expect(await installation.run('check')).toMatchObject({ code: 0, error: '' })
  }
  const listed = parse(readFileSync(join(installation.dir, 'approvals', 'people.yaml'), 'utf8')) as { people: object }
  const { dana } = (people as { people: Record<string, object> }).people
  writeFileSync(join(installation.dir, 'approvals', 'people.yaml'), stringify({ people: { ...listed.people, dana } }))
  expect(await installation.run('check')).toMatchObject({ code: 0, error: '' })
})

test('what it shows of send-test is what send-test prints', async () => {
  const workspace = await openWorkspace(neededScopes())
  using installation = openSmallHouse()
  const slack = { botToken: { env: 'BOT' }, appToken: { env: 'APP' }, apiUrl: `${workspace.api.url}api/`, channels: [CHANNEL] }
  installation.configure('countersign.yaml', { slack })
  const { out } = await countersign(['send-test', 'slack'], { cwd: installation.dir, environment: { BOT: BOT_TOKEN, APP: APP_TOKEN } })
  await workspace.close()
  const shown = [...text.matchAll(/^ *(✓ .*)$/gm)].map(([, line]) => line)
  expect(shown.join('\n').replaceAll('U0COUNTER', 'U0COUNTERS').replaceAll('T0123ABCD', TEAM).replaceAll('C0123ABCD', CHANNEL)).toBe(
    out.trim(),
  )
})

test('the commands that it names are commands', () => {
  const named = new Set([...text.matchAll(/countersign -- ([a-z-]+)/g)].map(([, name]) => name))
  expect(named.size).toBeGreaterThan(2)
  for (const name of named) expect(help()).toContain(`countersign ${name} `)
})
