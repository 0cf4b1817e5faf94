import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvents } from '../console/http.ts'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-installation.ts'
import { writeWaitingDocument } from './waiting-runs.ts'

let installation: PracticeHouse
let bot: Program
let client: ConsoleClient
const audit = (name: string): string => join(installation.practice.state, 'audit', name)
const TITLE = 'Wait for two people'

beforeAll(async () => {
  installation = await openPracticeHouse()
  writeWaitingDocument(installation.practice)
  await start()
  expect((await client.type('dana', '/wait server=SEC database=lost')).run).toBe('R-1')
  expect((await client.type('dana', '/wait server=SEC database=ended')).run).toBe('R-2')
  await client.type('dana', '/countersign cancel R-2 not needed')
  await until('one has ended', () => readFileSync(audit('R-2.jsonl'), 'utf8').includes('"final":true'))
  await stateOf('R-1', 'Waiting for approval')
  await loseStore()
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

async function start(): Promise<void> {
  bot = await startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
}

/** The bot ends, somebody takes the engine's store away, and the bot is started again. `meanwhile`: what else they do. */
async function loseStore(meanwhile: () => void = () => undefined): Promise<void> {
  await bot.end()
  rmSync(join(installation.practice.state, 'engine'), { recursive: true })
  meanwhile()
  await start()
}

async function begin(database: string, more = ''): Promise<string> {
  const { run, note } = await client.type('dana', `/wait server=SEC database=${database} ${more}`)
  if (run === undefined) throw new Error(note.title)
  return run
}

const stateOf = (run: string, state: string): Promise<unknown> =>
  until(`${run} is ${state}`, async () =>
    (await client.get<{ run: string; state: string }[]>('/api/runs')).some((each) => each.run === run && each.state === state),
  )
const logOf = (run: string): Promise<string> => client.text(`/api/runs/${run}/log?as=file`)
const lostSentence = (): string => {
  const file = audit('R-1.jsonl')
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"entry"')).length
  return `R-1 "${TITLE}" is lost: its audit file ends with entry ${entries} (waiting), and the engine does not know the run. Nothing else that takes the lock wait/lost is begun. Look at what it did (${file}), then say what became of it: countersign settle R-1 --reason "…".`
}

test('a run that is lost with the store is named at the terminal, in the log, on the console and by `settle`; one that has ended is not', async () => {
  await until('it is printed', () => bot.printed().includes(`${lostSentence()}\n`))
  expect(bot.printed()).not.toContain('R-2')
  await until('it stands in the log', () =>
    readFileSync(join(installation.dir, 'bot.log'), 'utf8').includes(JSON.stringify(lostSentence())),
  )
  // Its line in the channel and the trouble above it come by ways of their own.
  const events = await readEvents(
    client.address,
    '/api/events',
    client.headers,
    (all) =>
      all.some(({ event, data }) => event === 'line' && data['run'] === 'R-1') &&
      all.some(
        ({ event, data }) => event.startsWith('trouble') && JSON.stringify(data).includes(JSON.stringify(lostSentence()).slice(1, -1)),
      ),
  )
  expect(events.find(({ event, data }) => event === 'line' && data['run'] === 'R-1')?.data['text']).toBe(lostSentence())
  expect(await installation.run('settle')).toEqual({ code: 0, out: `${lostSentence()}\n`, error: '' })
})

test('nothing begins over it: whoever wants its lock waits and reads why, a rehearsal and other locks do not', async () => {
  const run = await begin('lost')
  const holder = `R-1 \\"${TITLE}\\" (lost with the engine's store; people must say first what became of it, by \\"countersign settle R-1\\")`
  await until('it waits', async () => (await logOf(run)).includes(`{"holder":"${holder}","lock":"wait/lost","type":"lock-waited"}`))
  expect(run).toBe('R-3')
  await stateOf(await begin('other'), 'Waiting for approval')
  await stateOf(await begin('lost', '--rehearse'), 'REHEARSAL · Waiting for approval')
})

test('settling needs a reason and a run that is lost', async () => {
  const refused = (code: number, sentence: string): object => ({ code, out: '', error: `countersign settle: ${sentence}\n` })
  expect(await installation.run('settle', 'R-1')).toEqual(refused(2, 'say what became of R-1: settle R-1 --reason "…".'))
  expect(await installation.run('settle', 'R-1', '--reason', ' ')).toEqual(refused(2, 'say what became of R-1: settle R-1 --reason "…".'))
  expect(await installation.run('settle', 'R-1', '--reason', 'x'.repeat(1001))).toEqual(
    refused(2, 'the reason has 1001 characters; 1000 fit.'),
  )
  expect(await installation.run('settle', 'pool', '--reason', 'x')).toEqual(
    refused(2, '"pool" is not the name of a run, e.g. R-7; "countersign settle" lists those that are lost.'),
  )
  expect(await installation.run('settle', 'R-3', '--reason', 'x')).toEqual(
    refused(1, 'R-3 is not lost: the engine knows it. Go on with it where it is shown; "countersign runs" lists it.'),
  )
  expect(await installation.run('settle', 'R-2', '--reason', 'x')).toEqual(
    refused(1, `R-2 is not lost: ${audit('R-2.jsonl')} has its end, or there is no such file. "countersign settle" lists what is.`),
  )
})

test('a run that is settled gives its lock free; who, when and why stands beside its log and in its conversation', async () => {
  const out = `R-1 is settled: what it protects can be begun again. It stands in ${audit('R-1.settled.json')} and in its conversation.\n`
  expect(await installation.run('settle', 'R-1', '--reason', 'Nothing was done yet.')).toEqual({ code: 0, out, error: '' })
  const settled = JSON.parse(readFileSync(audit('R-1.settled.json'), 'utf8')) as { by: string; at: string }
  expect(settled).toMatchObject({ run: 'R-1', by: `${userInfo().username} (${userInfo().uid})`, reason: 'Nothing was done yet.' })
  expect(statSync(audit('R-1.settled.json')).mode & 0o777).toBe(0o600)
  await stateOf('R-3', 'Waiting for approval')
  const text = `R-1 was lost with the engine's store. ${settled.by} settled it at ${settled.at} by "countersign settle": Nothing was done yet.`
  await readEvents(client.address, '/api/events', client.headers, (all) =>
    all.some(({ event, data }) => event === 'line' && data['text'] === text),
  )
  expect(await installation.run('settle', 'R-1', '--reason', 'again')).toMatchObject({
    code: 1,
    error: expect.stringContaining('R-1 was settled by') as string,
  })
  await loseStore(() => writeFileSync(audit('R-90.jsonl'), 'of somebody else\n'))
  await until('others are lost now', () => bot.printed().includes('R-3'))
  expect(bot.printed()).not.toContain('R-1 "')
})

test('over a file that cannot be believed nothing that takes a lock is begun, until people have settled it', async () => {
  for (const run of ['R-3', 'R-4']) await installation.run('settle', run, '--reason', 'Nothing was done.')
  await until('it is named', () =>
    bot
      .printed()
      .includes('The audit file of R-90 has no end, the engine does not know the run, and the file cannot be believed (line 1: '),
  )
  const run = await begin('quite-another')
  expect(run).toBe('R-91')
  await until('it waits', async () => (await logOf(run)).includes('"holder":"R-90 (lost with the engine\'s store; '))
  await installation.run('settle', 'R-90', '--reason', 'It came from a copy of another bot.')
  await stateOf(run, 'Waiting for approval')
})
