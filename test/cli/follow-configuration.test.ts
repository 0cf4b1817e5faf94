import { readFileSync, symlinkSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogLine } from '../../src/audit/entry.ts'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'

let house: PracticeHouse
let bot: Program
let client: ConsoleClient
beforeAll(async () => {
  house = await openPracticeHouse()
  await start()
  expect((await client.type('dana', WORDS)).run).toBe('R-1')
})
afterAll(async () => {
  await bot.end()
  await house[Symbol.asyncDispose]()
})

const start = async (): Promise<void> => {
  bot = await startProgram(house.practice, ['start'], join(house.dir, 'bot.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
}
const people = () => join(house.dir, 'approvals', 'people.yaml')
const edit = (from: string, to: string) => writeFileSync(people(), readFileSync(people(), 'utf8').replace(from, to))
const said = () => readFileSync(join(house.dir, 'bot.log'), 'utf8')

/** The groups of Carol as the run was told them, in order. */
async function told(): Promise<(string[] | undefined)[]> {
  const text = await client.text('/api/runs/R-1/log?as=file')
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LogLine)
  const commands = lines.flatMap((line) => ('entry' in line ? [line.entry.command.command] : []))
  return commands.flatMap((command) =>
    command.type === 'configuration-changed' ? [command.people.find(({ id }) => id === 'carol')?.groups] : [],
  )
}

test('people who change while the bot runs are told to its runs', async () => {
  edit('groups: [dba, uc-leads]', 'groups: [dba]')
  await until('the run knows', async () => (await told()).length === 1)
  expect(await told()).toEqual([['dba']])
})

test('a people file that is none is said with its line, and the old one stays', async () => {
  const good = readFileSync(people(), 'utf8')
  writeFileSync(people(), `${good}\n  twice: [`)
  await until('it is said', () => said().includes('not reloaded: '))
  expect((await client.type('amir', '/countersign whoami')).note.tone).not.toBe('refused')
  writeFileSync(people(), good)
  expect(await told()).toHaveLength(1)
})

test('people who change while no bot is there are told to its runs at the next start', async () => {
  await bot.end()
  edit('groups: [dba]\n  bob', 'groups: [uc-leads]\n  bob')
  await start()
  await until('the run knows', async () => (await told()).length === 2)
  expect(await told()).toEqual([['dba'], ['uc-leads']])
})

test.skipIf(!existsSync('/dev/full'))('an export onto a full disk is refused in a sentence', async () => {
  const out = join(house.dir, 'full')
  await house.run('audit', 'export', 'R-1', '--out', out)
  symlinkSync('/dev/full', join(house.dir, 'full', 'R-2.jsonl'))
  expect((await client.type('dana', `${WORDS} --rehearse`)).run).toBe('R-2')
  expect(await house.run('audit', 'export', 'R-2', '--out', out)).toEqual({
    code: 1,
    out: '',
    error: 'countersign audit: There is no room left for what was to be written (ENOSPC): free some, then start again.\n',
  })
})
