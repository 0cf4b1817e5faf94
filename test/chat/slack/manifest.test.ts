import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { METHODS, neededScopes } from '../../../src/chat/slack/web-api/methods.ts'
import { manifestOf } from '../../../src/chat/slack/manifest.ts'
import { renderNote } from '../../../src/chat/slack/render/note.ts'
import { en } from '../../../src/words/en.ts'
import { shipped } from '../shipped.ts'
import { slackManifestText } from '../../../src/cli/manifest/slack.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const SLACK = join(ROOT, 'src', 'chat', 'slack')

/** What the source says, without the table of methods itself. */
const source = readdirSync(SLACK, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('methods.ts'))
  .map((name) => readFileSync(join(SLACK, name), 'utf8'))
  .join('\n')

test('manifest/slack.yaml is what the documents and the code want', () => {
  const { procedures } = shipped()
  expect(readFileSync(join(ROOT, 'manifest', 'slack.yaml'), 'utf8')).toBe(slackManifestText(procedures))
})

test('no slash command is one of Slack itself, which would have the manifest refused: such a procedure follows on /countersign', () => {
  const { procedures } = shipped()
  const { slash_commands: commands } = manifestOf(procedures).features
  expect(procedures.map(({ command }) => command)).toContain('/remove mirror')
  expect(commands.map(({ command }) => command)).not.toContain('/remove')
  expect(commands[0]).toMatchObject({
    command: '/countersign',
    usage_hint: expect.stringMatching(/ \| whoami \| remove mirror$/) as string,
  })
  const offered = procedures.map(({ command, title }) => ({ type: 'command' as const, command, does: title }))
  const said = JSON.stringify(renderNote(en, { tone: 'info', title: 'x', body: offered.slice(-12) }))
  expect(said).toContain('/countersign remove mirror')
  expect(said).not.toContain('"/remove')
})

test('a first word that is too long for a slash command follows on /countersign, too', () => {
  const [first] = shipped().procedures
  if (first === undefined) throw new Error('no procedure is shipped')
  const named = (length: number) => manifestOf([{ ...first, command: `/${'m'.repeat(length - 1)} all` }]).features.slash_commands
  expect([named(32).length, named(33).length]).toEqual([2, 1])
})

test('every method of the table is called, and none is called past it: so the scopes are the least', () => {
  const named = new Set([...source.matchAll(/'((?:[a-z]+\.)+[a-zA-Z]+)'/g)].map(([, name]) => name ?? ''))
  const slackMethods = [...named].filter((name) =>
    /^(auth|chat|conversations|users|views|files|reactions|pins|team|usergroups)\./.test(name),
  )
  expect(slackMethods.toSorted()).toEqual(Object.keys(METHODS).toSorted())
  expect(source.match(/\bapiCall\(/g)).toHaveLength(1)
  expect(source).not.toMatch(/client\.(?:chat|views|users|conversations|files|auth)\b/)
})

test('the bot token asks for these scopes and no others', () => {
  expect(neededScopes()).toEqual([
    'channels:history',
    'channels:read',
    'chat:write',
    'commands',
    'files:write',
    'groups:history',
    'groups:read',
    'im:history',
    'im:write',
    'users:read',
  ])
})

test('with an address the app takes requests instead of opening a socket', () => {
  const text = slackManifestText([], 'https://countersign.contoso.com/slack/events')
  expect(text).toContain('socket_mode_enabled: false')
  expect(text.match(/https:\/\/countersign\.contoso\.com\/slack\/events/g)).toHaveLength(4)
})
