import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { readEvents } from '../console/http.ts'
import { until } from '../engine/until.ts'
import { auditEntries } from '../practice/audit-entries.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-installation.ts'

let installation: PracticeHouse
let bot: Program
let client: ConsoleClient
beforeAll(async () => {
  installation = await openPracticeHouse()
  await start()
  expect((await client.type('dana', WORDS)).run).toBe('R-1')
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

const start = async (): Promise<void> => {
  bot = await startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
}
const people = () => join(installation.dir, 'approvals', 'people.yaml')
const edit = (from: string, to: string) => writeFileSync(people(), readFileSync(people(), 'utf8').replace(from, to))
const said = () => readFileSync(join(installation.dir, 'bot.log'), 'utf8')

/** The groups of Carol as the run was told them, in order. */
function told(): (string[] | undefined)[] {
  const commands = auditEntries(installation.practice, 'R-1').map(({ command }) => command.command)
  return commands.flatMap((command) =>
    command.type === 'configuration-changed' ? [command.people.find(({ id }) => id === 'carol')?.groups] : [],
  )
}

test('people who change while the bot runs are told to its runs', async () => {
  edit('groups: [dba, uc-leads]', 'groups: [dba]')
  await until('the run knows', () => told().length === 1)
  expect(told()).toEqual([['dba']])
})

test('a people file that is none is said with its line, and the old one stays', async () => {
  const good = readFileSync(people(), 'utf8')
  writeFileSync(people(), `${good}\n  twice: [`)
  await until('it is said', () => said().includes('not reloaded: '))
  expect((await client.type('amir', '/countersign whoami')).note.tone).not.toBe('refused')
  writeFileSync(people(), good)
  expect(told()).toHaveLength(1)
})

test('a people file that another one replaces by rename is taken in, again and again', async () => {
  const before = told().length
  const put = (from: string, to: string) => {
    writeFileSync(`${people()}.new`, readFileSync(people(), 'utf8').replace(from, to))
    renameSync(`${people()}.new`, people())
  }
  put('groups: [dba]\n  bob', 'groups: [uc-leads]\n  bob')
  await until('the run knows', () => told().length === before + 1)
  put('groups: [uc-leads]\n  bob', 'groups: [dba]\n  bob')
  await until('the run knows again', () => told().length === before + 2)
  expect(told().slice(before)).toEqual([['uc-leads'], ['dba']])
})

test('a folder that is mounted behind a symbolic link, as Kubernetes does, is followed to the next one', async () => {
  const before = told().length
  const [folder, first, second] = ['', '.first', '.second'].map((more) => join(installation.dir, `approvals${more}`)) as [
    string,
    string,
    string,
  ]
  renameSync(folder, first)
  cpSync(first, second, { recursive: true })
  writeFileSync(
    join(second, 'people.yaml'),
    readFileSync(join(second, 'people.yaml'), 'utf8').replace('groups: [dba]\n  bob', 'groups: [uc-leads]\n  bob'),
  )
  symlinkSync(first, folder)
  symlinkSync(second, `${folder}.next`)
  renameSync(`${folder}.next`, folder)
  await until('the run knows', () => told().length === before + 1)
  rmSync(folder)
  renameSync(first, folder)
  await until('the run knows of the way back', () => told().length === before + 2)
  expect(told().slice(before)).toEqual([['uc-leads'], ['dba']])
})

test('a document that is new in the folder can be started, and one that is missing for a moment is no trouble', async () => {
  const document = join(installation.dir, 'commands/failover-persistent-chat.md')
  const text = readFileSync(document, 'utf8')
  writeFileSync(join(installation.dir, 'commands/drill-new.md'), text.replace(/^command: .*$/m, 'command: /drill new'))
  await until('it is known', async () => JSON.stringify(await client.type('dana', '/countersign list')).includes('/drill new'))
  const printed = bot.printed()
  rmSync(document)
  writeFileSync(document, text)
  await until('it is read again', async () =>
    JSON.stringify(await client.type('dana', '/countersign list')).includes('/failover persistent-chat'),
  )
  expect(bot.printed()).toBe(printed)
})

test('a refused reload is told at the terminal and on the console, and taken back when the files are good', async () => {
  const printed = bot.printed().length
  const good = readFileSync(people(), 'utf8')
  writeFileSync(people(), `${good}\n  twice: [`)
  const says = /The files that changed are not taken in, and the bot goes on with what it read before: .*people\.yaml:\d+: .+\n/
  await until('it is printed', () => says.test(bot.printed().slice(printed)))
  const trouble = (
    await readEvents(client.address, '/api/events', client.headers, (all) => all.some(({ event }) => event === 'trouble'))
  ).find(({ event }) => event === 'trouble')
  expect(`${String(trouble?.data['text'])}\n`).toMatch(says)
  writeFileSync(people(), good)
  await until('it is taken back', () => bot.printed().slice(printed).endsWith('The configuration is taken in as it stands.\n'))
})

test('practice that is taken out of the file, and a real target beside it, wait for the next start', async () => {
  const good = readFileSync(installation.practice.file, 'utf8')
  const { targets } = parse(good) as { targets: Record<string, object> }
  writeFileSync(
    installation.practice.file,
    stringify({ ...(parse(good) as object), practice: false, targets: { ...targets, SEC: { ...targets['SEC'], practice: false } } }),
  )
  await until('it is printed', () =>
    bot
      .printed()
      .endsWith(
        `${installation.practice.file} says something else than this bot was started with (practice, target SEC). That counts from its next start: until then it goes on as it was.\n`,
      ),
  )
  const answer = await client.type('dana', WORDS)
  expect(answer.note).toMatchObject({ tone: 'refused', title: expect.stringMatching(/backup/) as string })
  writeFileSync(installation.practice.file, good)
  await until('it is taken back', () => bot.printed().endsWith('The configuration is taken in as it stands.\n'))
})

const NO_READER =
  'No reader: SEC. What looks there before anybody approved is sent with the log-in that may also write. Give it a second log-in that may only look: `reader` under the target, see docs/sql-server.md.\n'

test('a target that loses its reader while the bot runs is said, and at the start of a worker', async () => {
  const { file } = installation.practice
  const { targets, ...rest } = parse(readFileSync(file, 'utf8')) as { targets: Record<string, Record<string, unknown>> }
  const { reader: _, ...SEC } = targets['SEC'] ?? {}
  expect(bot.printed()).not.toContain('No reader')
  writeFileSync(file, stringify({ ...rest, targets: { ...targets, SEC } }))
  await until('the bot says it', () => bot.printed().includes(NO_READER))
  const worker = await startProgram(installation.practice, ['worker', 'dc2-a'], join(installation.dir, 'worker.log'))
  await until('the worker says it', () => worker.printed().includes(NO_READER))
  await worker.end()
})

describe('at the next start', () => {
  beforeAll(async () => {
    await bot.end()
    edit('groups: [dba]\n  bob', 'groups: [uc-leads]\n  bob')
    await start()
  })

  test('a target without a reader is said again', () => until('it is said', () => bot.printed().includes(NO_READER)))

  test('people who changed while no bot was there are told to its runs', async () => {
    await until('the run knows', () => told().at(-1)?.join() === 'uc-leads')
  })
})

test.skipIf(!existsSync('/dev/full'))('an export onto a full disk is refused in a sentence', async () => {
  const out = join(installation.dir, 'full')
  await installation.run('audit', 'export', 'R-1', '--out', out)
  const { run = '' } = await client.type('dana', `${WORDS} --rehearse`)
  symlinkSync('/dev/full', join(installation.dir, 'full', `${run}.jsonl`))
  expect(await installation.run('audit', 'export', run, '--out', out)).toEqual({
    code: 1,
    out: '',
    error: 'countersign audit: There is no room left for what was to be written (ENOSPC): free some, then start again.\n',
  })
})
