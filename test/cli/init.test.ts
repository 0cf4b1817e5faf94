import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readInstallation } from '../../src/cli/installation/load-installation.ts'
import { formatFault } from '../../src/text/fault.ts'
import { until } from '../engine/until.ts'
import { openConsoleClient } from '../practice/console-client.ts'
import { startProgram } from '../practice/program.ts'
import { freePort } from '../practice/write-configuration.ts'
import { countersign } from './countersign.ts'

const FILES = ['countersign.yaml', 'approvals/people.yaml', 'approvals/two-people.yaml', 'commands/reopen-service.md', '.gitignore']
const YAML = FILES.filter((name) => name.endsWith('.yaml'))
/** `#key: value`, and what is set in below it; a comment for people begins with `# `. */
const OPTION = /^( *)#(?=\S| {2})/

let above: string
let dir: string
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'init-'))
  dir = join(above, 'fabrikam')
})
afterEach(() => rmSync(above, { recursive: true, force: true }))

const init = (...more: string[]) => countersign(['init', dir, ...more])
const text = (name: string): string => readFileSync(join(dir, name), 'utf8')
const file = (): string => join(dir, 'countersign.yaml')
/** A path as it is typed from here: below the root the way up is shorter than from deep down. */
const shorter = (path: string): string => {
  const fromHere = relative(process.cwd(), path)
  return fromHere.length < path.length ? fromHere : path
}

/** Lines of each option that is not taken, from the first to the last. */
function options(name: string): number[][] {
  const groups: number[][] = []
  for (const [index, line] of text(name).split('\n').entries()) {
    if (!OPTION.test(line)) continue
    const last = groups.at(-1)
    if (last?.at(-1) === index - 1) last.push(index)
    else groups.push([index])
  }
  return groups
}

function take(name: string, lines: readonly number[]): void {
  const taken = text(name)
    .split('\n')
    .map((line, index) => (lines.includes(index) ? line.replace(OPTION, '$1') : line))
  writeFileSync(join(dir, name), taken.join('\n'))
}

function takePractice(): void {
  for (const name of YAML)
    take(
      name,
      options(name)
        .filter(([first = 0]) => /^ *#practice: /.test(text(name).split('\n')[first] ?? ''))
        .flat(),
    )
}

function faults(): string[] {
  const read = readInstallation(file())
  return ('installation' in read ? read.installation.faults : read.faults).map((fault) =>
    formatFault(fault).replaceAll(/\S*fabrikam\//g, ''),
  )
}

test('an installation is written that check finds no fault with, and a plan can be made', async () => {
  expect(await init()).toEqual({
    code: 0,
    out: [
      `An installation was written to ${dir}: ${FILES.join(', ')}, and the key of the worker site1-a.`,
      'Put your people, servers and statements in place of the examples. Then:',
      ...['check', 'start', 'worker site1-a'].map((words) => `  npm run -s countersign -- ${words} --config ${shorter(file())}`),
      'Its console only reads until Slack or Teams is set up (docs/slack.md, docs/teams.md): outside practice it cannot know who speaks. To try it without them, remove the "#" before each `practice:` of countersign.yaml and approvals/people.yaml, or begin with "countersign init DIR --practice", where that is done.',
      '',
    ].join('\n'),
    error: '',
  })
  const checked = await countersign(['check', '--config', file()])
  expect(checked).toEqual({ code: 0, out: '1 procedure, 1 policy, 4 people, 2 targets: no faults.\n', error: '' })
  const values = ['service=ErpAgent', 'database=erp', 'server=sql1', 'shell=shell1']
  const { code, out } = await countersign(['plan', 'reopen-service', ...values, '--config', file()])
  expect([code, out.split('\n')[0]]).toEqual([0, 'Open a database again and start the service that uses it'])
  expect(text('countersign.yaml')).toContain('installation: fabrikam\n')
  expect(statSync(join(dir, '.countersign/keys/worker-site1-a.pem')).mode & 0o777).toBe(0o600)
})

test('with --practice the options that let people speak on the console are taken, and no others', async () => {
  await init()
  takePractice()
  const taken = YAML.map(text)
  rmSync(dir, { recursive: true })
  const { code, out, error } = await init('--practice')
  expect([code, out.split('\n').at(-2), error]).toEqual([
    0,
    'People are chosen on its console, and whoever has its address can be any of them. Before real work, remove every line `practice: …` from countersign.yaml and approvals/people.yaml, and set up Slack (docs/slack.md) or Teams (docs/teams.md).',
    '',
  ])
  const key = /key: '.*'/
  expect(YAML.map((name) => text(name).replace(key, ''))).toEqual(taken.map((each) => each.replace(key, '')))
  expect(await countersign(['check', '--config', file()])).toMatchObject({ code: 0, error: '' })
})

test('where one of its files stands already nothing is written, and they are named', async () => {
  mkdirSync(join(dir, 'approvals'), { recursive: true })
  writeFileSync(join(dir, 'approvals/people.yaml'), 'ours\n')
  expect(await init()).toEqual({
    code: 1,
    out: '',
    error: `countersign init: approvals/people.yaml stands in ${dir} already, and nothing is written: name another folder.\n`,
  })
  expect([text('approvals/people.yaml'), existsSync(file()), existsSync(join(dir, '.countersign'))]).toEqual(['ours\n', false, false])
  writeFileSync(file(), 'ours\n')
  expect((await init()).error).toBe(
    `countersign init: countersign.yaml, approvals/people.yaml stand in ${dir} already, and nothing is written: name another folder.\n`,
  )
})

test('a folder that cannot be written is said, and so is a folder that is not named', async () => {
  writeFileSync(dir, 'a file\n')
  expect((await init()).error).toBe(`countersign init: ${dir} cannot be written (EEXIST): name a folder that belongs to you.\n`)
  expect(await countersign(['init'])).toEqual({
    code: 2,
    out: '',
    error: 'countersign init: name one folder, e.g. "countersign init ../contoso".\n',
  })
})

test('each option that is not taken can be taken: it is where it belongs, and has its shape', async () => {
  await init()
  let taken = 0
  for (const name of YAML) {
    const before = text(name)
    for (const lines of options(name)) {
      take(name, lines)
      const [line = ''] = lines.map((index) => before.split('\n')[index])
      // Alone it would stand beside real targets, which is what it is refused for.
      const beside = line === '#practice: true' ? 2 : 0
      expect(faults().length, `${name}: ${line} ${faults().join('\n')}`).toBe(beside)
      taken += 1
      writeFileSync(join(dir, name), before)
    }
  }
  expect(taken).toBeGreaterThanOrEqual(20)
  takePractice()
  expect(faults()).toEqual([])
})

const MISSING = [
  'The password of sql1 is to come from the environment variable SQL1_PASSWORD, which is not set. Set it for this process. Then start this worker again: until then no block that needs it can run.',
  'The password of the reader of sql1 is to come from the environment variable SQL1_READER_PASSWORD, which is not set. Set it for this process. Then start this worker again: until then no block that needs it can run.',
]
const READ_ONLY =
  'Nobody can start or approve anything here: outside practice the console only reads, for it cannot know who speaks, and neither Slack nor Teams is configured. Set up `slack` (docs/slack.md) or `teams` (docs/teams.md), or try it with `practice: true` (docs/practice.md).'

test('it starts as it is, read-only, and says so; with its practice options, people speak on its console; the worker says which secrets are missing', async () => {
  await init()
  writeFileSync(
    file(),
    text('countersign.yaml')
      .replace('port: 8642', 'port: 0')
      .replace('127.0.0.1:9181', `127.0.0.1:${await freePort()}`),
  )
  const log = join(above, 'programs.log')
  const started = async <T>(
    words: string,
    ask: (ready: string, saying: (sentence: string) => Promise<unknown>) => Promise<T>,
  ): Promise<T> => {
    const program = await startProgram({ file: file(), state: join(dir, '.countersign'), environment: {} }, words.split(' '), log)
    try {
      return await ask(program.ready, (sentence) => until(sentence, () => program.printed().includes(`${sentence}\n`)))
    } finally {
      await program.end()
    }
  }
  const client = (ready: string) => openConsoleClient(/http:\S+/.exec(ready)?.[0] ?? '')
  await started('start', async (ready, saying) => {
    expect(ready).toMatch(/^Countersign fabrikam is ready\./)
    await saying(READ_ONLY)
    await expect((await client(ready)).type('dana', '/countersign list')).rejects.toThrow('This console is read-only')
  })
  takePractice()
  await started('start', async (ready) => {
    const { note } = await (await client(ready)).type('dana', '/countersign list')
    expect(note.tone).toBe('info')
    await started('worker site1-a', async (said, saying) => {
      expect(said).toMatch(/^Worker site1-a of site site1 is ready/)
      for (const sentence of MISSING) await saying(sentence)
    })
  })
})
