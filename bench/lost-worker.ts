/**
 * `node src/with-node-24.mjs bench/lost-worker.ts [--runs 50] [--rounds 3]`: two workers, one of which goes in mid-run. How long its run stands still when the worker
 * is told to stop, and when it is killed; then whether anybody loses contact with a worker that lives while so many runs are led at once.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Entry, LogLine } from '../src/audit/entry.ts'
import { startEstate } from '../test/estate/estate.ts'
import { addJob } from '../test/estate/state/msdb.ts'
import { openConsoleClient, type ConsoleClient } from '../test/practice/console-client.ts'
import { buttonsOf, type Shown } from '../test/practice/players.ts'
import { startProgram, type Program } from '../test/practice/program.ts'
import { writeConfiguration } from '../test/practice/write-configuration.ts'
import { playMany } from './play-many.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' }, rounds: { type: 'string', default: '3' } } })
const WORKERS = ['dc2-a', 'dc2-b']
/** Enough items that a worker goes in their middle. */
const ITEMS = 40
const PATIENCE_MS = 60_000

const dir = mkdtempSync(join(tmpdir(), 'countersign-lost-worker-'))
const estate = await startEstate({ dir: join(dir, 'estate') })
const practice = await writeConfiguration(estate, { dir, workers: WORKERS, standInOnly: true })
const often = readFileSync(join(import.meta.dirname, 'toggle-often.md'), 'utf8')
// What is not done shows at once, and may be done again by itself: what is measured is how long nobody works. What becomes of the item in hand is the rules' business.
writeFileSync(join(dir, 'commands/toggle-often.md'), often.replace('settle: 5s\n', 'repeatable: true\n'))
const { msdb } = estate.state.instances.find(({ name }) => name === 'SEC') ?? {}
if (msdb === undefined) throw new Error('the practice estate has no SEC')
const start = (...words: string[]): Promise<Program> => startProgram(practice, words, join(dir, 'programs.log'))
const bot = await start('start')
const living = new Map<string, Program>()
try {
  const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
  for (const name of WORKERS) living.set(name, await start('worker', name))
  let number = 0
  const command = (items: number): string => {
    const job = `often-${++number}`
    addJob(msdb, job, Date.now())
    return `/bench toggle-often server=SEC job=${job} turns=${Array.from({ length: items }, (_, index) => index + 2).join(',')}`
  }
  for (const [signal, wantedS] of [
    ['SIGTERM', 0.5],
    ['SIGKILL', 10],
  ] as const) {
    const stood: number[] = []
    for (let round = 0; round < Number(values.rounds); round++) {
      const { run = '' } = await client.type('dana', command(ITEMS))
      await countersign(client, run)
      stood.push(await standstill(run, signal))
    }
    print(
      `${signal} of the worker in mid-run: stood still for ${stood.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(', ')} (wanted: ${wantedS} s)`,
    )
  }
  const count = Number(values.runs)
  const { tookMs } = await playMany(
    { client },
    Array.from({ length: count }, () => command(5)),
  )
  const runs = Array.from({ length: number }, (_, index) => `R-${index + 1}`).slice(-count)
  const lost = runs.flatMap((run) => entriesOf(run).flatMap(({ events }) => events.filter(({ type }) => type === 'contact-lost')))
  print(
    `${count} runs at once, two workers that live: ended in ${(tookMs / 1000).toFixed(1)} s, contact lost ${lost.length} times (wanted: 0)`,
  )
} finally {
  for (const worker of living.values()) await worker.end()
  await bot.end()
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
}
print(`Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`)
process.exit()

async function countersign(client: ConsoleClient, run: string): Promise<void> {
  for (;;) {
    const { shown } = await client.get<Shown>(`/api/runs/${run}`)
    const approve = buttonsOf(shown.card).find(({ act }) => act === 'approve')
    if (approve === undefined) await pause(50)
    else {
      for (const by of ['amir', 'carol']) await client.press(by, approve)
      return
    }
  }
}

/** Ends whoever spoke last of the run, and waits until somebody else has. The one that went is there again afterwards. */
async function standstill(run: string, signal: NodeJS.Signals): Promise<number> {
  while (wordsOf(run).length < ITEMS / 2) await pause(5)
  const before = wordsOf(run).at(-1)
  const worker = before && living.get(before.worker)
  if (before === undefined || worker === undefined) throw new Error(`no worker has spoken of ${run}`)
  const went = Date.now()
  worker.kill(signal)
  const next = () => wordsOf(run).find(({ seq, worker: by }) => seq > before.seq && by !== before.worker)
  const giveUpMs = went + PATIENCE_MS
  while (next() === undefined && Date.now() < giveUpMs) await pause(5)
  await worker.gone
  living.set(before.worker, await start('worker', before.worker))
  const words = wordsOf(run)
  const resumed = next()
  if (resumed === undefined) throw new Error(`nobody else went on with ${run}`)
  // What the one that goes still says is no standstill.
  const last = words.findLast(({ seq }) => seq < resumed.seq)
  return resumed.atMs - Math.max(went, last?.atMs ?? 0)
}

function wordsOf(run: string): { worker: string; seq: number; atMs: number }[] {
  return entriesOf(run).flatMap(({ seq, at, command: { command } }) =>
    'worker' in command && 'boot' in command ? [{ worker: command.worker, seq, atMs: Date.parse(at) }] : [],
  )
}

function entriesOf(run: string): Entry[] {
  try {
    const lines = readFileSync(join(practice.state, 'audit', `${run}.jsonl`), 'utf8')
      .split('\n')
      .slice(0, -1)
    return lines.map((line) => JSON.parse(line) as LogLine).flatMap((line) => ('entry' in line ? [line.entry] : []))
  } catch {
    return []
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
