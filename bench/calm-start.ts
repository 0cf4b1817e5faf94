/**
 * `node src/with-node-24.mjs bench/calm-start.ts [--runs 2000] [--expires SECONDS]`: bot and engine are killed while so many runs wait at their gates.
 * Prints how long the list, the next start and its calm take, the memory of the bot beside that of a bot with none waiting, and, with `--expires`, when each
 * gate that escalates or expires before, during or after the start did so.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startWaitingRuns, tellings, timersOf, writeWaitingDocument, writeWaitingPolicy } from '../test/cli/waiting-runs.ts'
import { startEstate } from '../test/estate/estate.ts'
import { openConsoleClient } from '../test/practice/console-client.ts'
import { startProgram, type Program } from '../test/practice/program.ts'
import { writeConfiguration } from '../test/practice/write-configuration.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, expires: { type: 'string' } } })
const count = Number(values.runs)
const expiresS = values.expires === undefined ? undefined : Number(values.expires)
const dir = mkdtempSync(join(tmpdir(), 'countersign-calm-'))
const estate = await startEstate({ dir: join(dir, 'estate') })
const practice = await writeConfiguration(estate, { dir })
const policy = expiresS === undefined ? undefined : writeWaitingPolicy(practice, { escalateS: Math.round(expiresS / 2), expiresS })
writeWaitingDocument(practice, policy)
const log = join(dir, 'programs.log')
const consoleOf = (bot: Program) => openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')

let bot = await startProgram(practice, ['start'], log)
try {
  const began = performance.now()
  const first = await consoleOf(bot)
  await pause(3000)
  const idleMb = memoryMb(bot.pid)
  print(`Memory of the bot with none waiting: ${idleMb} MB`)
  const runs = await startWaitingRuns(first, count)
  while ((await first.get<unknown[]>('/api/runs')).length < count) await pause(500)
  say(`${count} runs began and are listed`, began)
  await sayList(first)
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  bot.kill()
  process.kill(engine, 'SIGKILL')
  await bot.gone
  const people = join(dir, 'approvals/people.yaml')
  writeFileSync(people, readFileSync(people, 'utf8').replace('groups: [dba, uc-leads]', 'groups: [dba]'))
  const restarted = performance.now()
  bot = await startProgram(practice, ['start'], log)
  say('the bot said that it was ready (wanted: 5 s)', restarted)
  const client = await consoleOf(bot)
  await sayList(client)
  while (!/driven anew in/.test(bot.printed())) await pause(50)
  const driven = bot.printed().split('\n')
  say(`it said "${driven.findLast((line) => line.includes('driven'))}" (wanted: 20 s)`, restarted)
  print(`of them were missed meanwhile: ${readFileSync(log, 'utf8').split('could not be driven anew').length - 1}`)
  sayCpu('until then')
  // Those that expire meanwhile need not be told.
  while (expiresS === undefined && tellings(practice, runs, ['dba']) < count) await pause(500)
  say(`${count} runs had heard of the changed people file`, restarted)
  sayCpu('until then')
  await sayList(client)
  const shown = performance.now()
  await client.type('dana', '/countersign runs')
  say('`/countersign runs` took', shown)
  await pause(10_000)
  const mb = memoryMb(bot.pid)
  print(
    `Memory of the bot with ${count} waiting: ${mb} MB, ${(mb / idleMb).toFixed(2)} times (wanted: 1.3 times and 100 MB, ${Math.round(idleMb * 1.3 + 100)} MB)`,
  )
  if (expiresS !== undefined) await sayTimers(runs)
} finally {
  await bot.end()
  await estate.close()
  if (process.exitCode !== 1) rmSync(dir, { recursive: true, force: true })
}
print(`Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`)
process.exit()

/** Each gate's escalation and expiry: how many, how late. */
async function sayTimers(runs: string[]): Promise<void> {
  const all = () => runs.map((run) => timersOf(practice, run))
  while (all().some((found) => !found.some(({ type }) => type === 'expired'))) await pause(1000)
  for (const type of ['escalated', 'expired']) {
    const found = all().flatMap((each, index) => each.filter((one) => one.type === type).map((one) => ({ ...one, run: runs[index] })))
    // Where the plan became another one, a run had its gate opened anew.
    const gates = Map.groupBy(found, ({ run, gate }) => `${run} ${gate}`)
    const once = [...gates.values()].filter(({ length }) => length === 1).length
    const latest = Math.max(0, ...found.map(({ lateMs }) => lateMs))
    print(
      `${type}: ${gates.size} gates of ${new Set(found.map(({ run }) => run)).size} runs, ${once} of them once; none early: ${found.every(({ lateMs }) => lateMs >= 0)}; the latest by ${(latest / 1000).toFixed(1)} s`,
    )
  }
}

async function sayList(client: Awaited<ReturnType<typeof consoleOf>>): Promise<void> {
  const asked = performance.now()
  const { length } = await client.get<unknown[]>('/api/runs')
  say(`${length} runs are listed (wanted: 2 s)`, asked)
}

/** Resident, as Linux counts it. */
function memoryMb(pid: number): number {
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}

/** CPU seconds of bot and engine since they began (Linux). */
function sayCpu(when: string): void {
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  const [ofBot, ofEngine] = [bot.pid, engine].map((pid) => {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(words[11]) + Number(words[12])) / 100).toFixed(1)
  })
  print(`CPU ${when}: bot ${ofBot} s, engine ${ofEngine} s`)
}

function say(what: string, since: number): void {
  print(`${what}: ${((performance.now() - since) / 1000).toFixed(1)} s`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
