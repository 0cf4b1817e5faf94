import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS, isCommand } from '../../src/cli/commands.ts'
import { readArguments } from '../../src/cli/read-arguments.ts'
import { countersign, started } from './countersign.ts'
import { openSmallHouse, type SmallHouse } from './small-installation.ts'

const NAMES = Object.keys(COMMANDS).filter(isCommand)

const ALL = `countersign: documented procedures, countersigned by two people, executed step by step.

  countersign init DIR [--practice]             writes an installation to begin with, commented
  countersign start                             the bot: conversations, gates, engine, console
  countersign worker NAME [--init]              one worker; --init makes its key and prints what the configuration needs
  countersign worker-file NAME                  the file that a worker on another machine needs
  countersign check [--live DOC NAME=VALUE …]   documents, policies, people, configuration: every fault
  countersign list                              what can be started, by what is to be done
  countersign show PROCEDURE                    a document as people read it, with every block
  countersign plan DOC NAME=VALUE …             the resolved plan and its fingerprint, without starting it
  countersign grants [sql|powershell]           the rights that log-ins and endpoints need for the documents
  countersign runs                              active and recent runs
  countersign status                            the workers: who is connected, and what each is at
  countersign settle [R-n --reason …]           runs that were lost with the engine's store; says what became of one
  countersign audit verify FILE --keys KEYS     decide a log again and say whether it is intact
  countersign audit export R-n                  the log of a run, and the public keys
  countersign manifest slack                    writes manifest/slack.yaml; --check says whether it is out of date
  countersign manifest teams                    writes manifest/teams/ and the package that is uploaded to Teams
  countersign send-test slack                   proves tokens, scopes, channels and Socket Mode, one by one
  countersign send-test teams                   proves the log-in, Microsoft's keys, conversations and the endpoint, one by one
  countersign --version                         this program, and the numbers of its rules and its state

"countersign COMMAND --help" says more. Exit code 0: done; 1: refused or failed; 2: the command line is wrong.
`

const OF_CHECK = `countersign check [--live DOC NAME=VALUE …]

Reads every document, policy, the people and the configuration and prints every fault as file:line: what is wrong; what to do.
With --live nothing is changed on the targets, and what cannot be told is reported; values may be missing.

  --config FILE   the configuration; countersign.yaml where nothing is said
  --json          prints JSON, for programs
  --live          also runs each read, before and check of one document against its targets
  --help          prints this, and does nothing

For example:
  countersign check
  countersign check --live failover-persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM
`

let installation: SmallHouse
beforeAll(() => {
  installation = openSmallHouse()
})
afterAll(() => installation[Symbol.dispose]())

describe('the command line', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j prints every command', async (words) => {
    expect(await countersign(words)).toEqual({ code: 0, out: ALL, error: '' })
  })

  test('check --help prints its forms, what it does, every option and examples', async () => {
    expect(await countersign(['check', '--help'])).toEqual({ code: 0, out: OF_CHECK, error: '' })
    expect(await countersign(['check', '--live', '-h'])).toEqual({ code: 0, out: OF_CHECK, error: '' })
  })

  test.each(NAMES)('%s --help names every option that is read, and no other', async (command) => {
    const { code, out, error } = await countersign([command, '--help'])
    expect({ code, error, begins: out.split('\n')[0]?.startsWith(`countersign ${command}`) }).toEqual({ code: 0, error: '', begins: true })
    const named = [...out.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([name]) => name)
    expect([...new Set(named)].toSorted()).toEqual(
      [...Object.keys(COMMANDS[command].options), 'help'].map((name) => `--${name}`).toSorted(),
    )
  })

  test.each(NAMES)('every example of %s is read without a fault', (command) => {
    for (const example of COMMANDS[command].examples) {
      const [program, name, ...args] = splitExample(example)
      expect([program, name]).toEqual(['countersign', command])
      expect(() => readArguments(command, args), example).not.toThrow()
    }
  })

  test.each(['--version', '-v'])('%s says the release and the numbers of rules and state, as the change log does', async (word) => {
    const { code, out, error } = await countersign([word])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toBe('countersign 0.11.0: rules 10, state 8.\n')
  })

  test.each([
    [['frob'], `countersign: there is no command "frob". It is one of ${NAMES.join(', ')}; see "countersign --help".`],
    [['chek'], 'countersign: there is no command "chek". Did you mean check? Else see "countersign --help".'],
    [['check', '--frob'], 'countersign check: there is no option --frob. See "countersign check --help".'],
    [['check', '--jsno'], 'countersign check: there is no option --jsno. Did you mean --json? See "countersign check --help".'],
    [['check', '-j'], 'countersign check: there is no option -j. See "countersign check --help".'],
    [['check', '--toString'], 'countersign check: there is no option --toString. See "countersign check --help".'],
    [['check', '--json=no'], 'countersign check: --json takes no value. See "countersign check --help".'],
    [['start', 'now'], 'countersign start: "now" is one word too many: it takes options only. See "countersign start --help".'],
    [['runs', '--config'], 'countersign runs: --config needs a value: --config FILE. See "countersign runs --help".'],
    [['runs', '--config='], 'countersign runs: --config needs a value: --config FILE. See "countersign runs --help".'],
    [
      ['runs', '--config', '--json'],
      'countersign runs: --config needs a value, and "--json" looks like an option: write --config=--json where it is meant. See "countersign runs --help".',
    ],
    [
      ['runs', '--config', 'a.yaml', '--config', 'b.yaml', 'all', '--jsn'],
      [
        'countersign runs: --config stands here twice: say it once.',
        'countersign runs: "all" is one word too many: it takes options only.',
        'countersign runs: there is no option --jsn. Did you mean --json? See "countersign runs --help".',
      ].join('\n'),
    ],
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
      `countersign: there is no command "fr⟨U+001B⟩[31mob⟨U+200B⟩". It is one of ${NAMES.join(', ')}; see "countersign --help".`,
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
      out: expect.stringMatching(/^berta: \{ key: "[A-Za-z0-9+/]{59}=" \}\n$/) as string,
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
    installation.configure('berta.yaml', { sites: { dc2: { workers: { berta: { key } } } } })
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

/** The words of an example as a shell splits them: quotes taken away, what follows `>` not counted. */
function splitExample(example: string): string[] {
  const [line = ''] = example.replaceAll('\\\n', ' ').split(' > ')
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ''))
}
