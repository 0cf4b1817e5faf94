import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { helpFor, HELP } from '../../src/cli/help.ts'
import { countersign, started } from './countersign.ts'
import { openSmallHouse, type SmallHouse } from './small-installation.ts'

const COMMANDS = ['init', 'start', 'worker', 'check', 'plan', 'grants', 'runs', 'settle', 'audit', 'manifest', 'send-test']

let installation: SmallHouse
beforeAll(() => {
  installation = openSmallHouse()
})
afterAll(() => installation[Symbol.dispose]())

describe('the command line', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j prints every command', async (words) => {
    expect(await countersign(words)).toEqual({ code: 0, out: HELP, error: '' })
  })

  test.each(COMMANDS)('%s --help prints its usage with an example', async (command) => {
    expect(await countersign([command, '--help'])).toEqual({ code: 0, out: helpFor(command), error: '' })
    expect(helpFor(command)).toMatch(new RegExp(`^countersign ${command}`))
    expect(helpFor(command)).toMatch(new RegExp(`\n  countersign ${command}`))
  })

  test.each([
    [['frob'], `countersign: there is no command "frob". It is one of ${COMMANDS.join(', ')}; see "countersign --help".`],
    [['check', '--frob'], 'countersign check: Unknown option \'--frob\'. See "countersign check --help".'],
    [['start', 'now'], 'countersign start: Unexpected argument \'now\'. See "countersign start --help".'],
    [['runs', '--config'], 'countersign runs: Option \'--config <value>\' argument missing. See "countersign runs --help".'],
    [
      ['check', 'failover-persistent-chat'],
      'countersign check: a document and values belong to --live; without it everything is checked. See "countersign check --help".',
    ],
    [['worker'], 'countersign worker: name one worker, e.g. "countersign worker dc2-a".'],
    [
      ['worker', '../anna', '--init'],
      'countersign worker: "../anna" is no name; write a letter, then letters, digits, `_`, `.` or `-`, at most 63 in all.',
    ],
    [['audit', 'burn', 'R-1'], 'countersign audit: say "audit verify FILE --keys KEYS" or "audit export R-n".'],
    [
      ['audit', 'verify', 'R-1.jsonl'],
      'countersign audit: name the public keys with --keys; "countersign audit export" writes them beside the log.',
    ],
    [
      ['audit', 'verify', 'R-1.jsonl', '--keys', 'keys.json'],
      'countersign audit: R-1.jsonl cannot be read (ENOENT): name a file that "countersign audit export" wrote.',
    ],
    [
      ['fr\u001b[31mob\u200b'],
      `countersign: there is no command "fr⟨U+001B⟩[31mob⟨U+200B⟩". It is one of ${COMMANDS.join(', ')}; see "countersign --help".`,
    ],
    [
      ['audit', 'export', 'R-\u001b[31m'],
      'countersign audit: "R-⟨U+001B⟩[31m" is not the name of a run; "countersign runs" lists them, e.g. R-7.',
    ],
    [['audit', 'export', 'one'], 'countersign audit: "one" is not the name of a run; "countersign runs" lists them, e.g. R-7.'],
    [
      ['runs', '--config', 'none.yaml'],
      'countersign runs: none.yaml:1: there is no such file. Name the configuration with --config, or copy the countersign.yaml of the project.',
    ],
    [
      ['start', '--config', 'commands'],
      'countersign start: commands:1: the file cannot be read (EISDIR). Name a configuration file with --config.',
    ],
  ])('%j is refused with code 2', async (words, sentence) => {
    expect(await installation.run(...words)).toEqual({ code: 2, out: '', error: `${sentence}\n` })
  })
})

test.each([
  [['check', '--json'], { code: 0, out: '{"faults":[]}\n', error: '' }],
  [['frob'], { code: 2, out: '', error: expect.stringContaining('there is no command "frob"') as string }],
  [['runs'], { code: 1, out: '', error: expect.stringContaining('start the bot once') as string }],
])('as a program of its own, %j ends with its code', async (words, ended) => {
  expect(await started(words, { cwd: installation.dir })).toEqual(ended)
})

describe('worker --init', () => {
  test('makes a key that only its user may read, prints the line for the configuration, and prints the same the next time', async () => {
    const first = await installation.run('worker', 'berta', '--init')
    expect(first).toEqual({
      code: 0,
      out: expect.stringMatching(/^berta: \{ address: "127\.0\.0\.1:9181", key: "[A-Za-z0-9+/]{59}=" \}\n$/) as string,
      error: '',
    })
    const file = join(installation.dir, 'state/keys/worker-berta.pem')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
    expect(await installation.run('worker', 'berta', '--init')).toEqual(first)
  })

  test('says where a configuration with faults leaves the key', async () => {
    installation.configure('bad.yaml', { sites: {} })
    const { code, error } = await installation.run('worker', 'berta', '--init', '--config', 'bad.yaml')
    expect(code).toBe(2)
    expect(error.split('\n').at(-2)).toBe('countersign worker: or say where the key goes: --init --state FOLDER.')
  })
})

describe('before the bot was ever started', () => {
  const away = (dir: string): string =>
    `${dir}/state/bot.json cannot be read: start the bot once with this configuration ("countersign start"), it writes it.`

  test.each([[['runs']], [['audit', 'export', 'R-1']]])('%j says so', async (words) => {
    expect(await installation.run(...words)).toEqual({ code: 1, out: '', error: `countersign ${words[0]}: ${away(installation.dir)}\n` })
  })

  test('a worker says so, once its key is the listed one', async () => {
    const key = /key: "([^"]+)"/.exec((await installation.run('worker', 'berta', '--init')).out)?.[1]
    installation.configure('berta.yaml', { sites: { dc2: { workers: { berta: { address: '127.0.0.1:1', key } } } } })
    expect(await installation.run('worker', 'berta', '--config', 'berta.yaml')).toEqual({
      code: 1,
      out: '',
      error: `countersign worker: ${away(installation.dir)}\n`,
    })
  })

  test('a bot.json that the bot did not write is refused', async () => {
    installation.write('state/bot.json', '{}')
    expect(await installation.run('runs')).toEqual({
      code: 1,
      out: '',
      error: `countersign runs: ${installation.dir}/state/bot.json is not what "countersign start" writes: remove it and start the bot again.\n`,
    })
  })
})
