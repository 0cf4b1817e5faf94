/** `node src/with-node-24.mjs bench/calm-start.ts [--runs 1000]`: bot and engine are killed while so many runs wait; how long the next start takes to be calm. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startWaitingRuns, tellings, writeWaitingDocument } from '../test/cli/waiting-runs.ts'
import { startEstate } from '../test/estate/estate.ts'
import { openConsoleClient } from '../test/practice/console-client.ts'
import { startProgram, type Program } from '../test/practice/program.ts'
import { writeConfiguration } from '../test/practice/write-configuration.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } })
const count = Number(values.runs)
const dir = mkdtempSync(join(tmpdir(), 'countersign-calm-'))
const estate = await startEstate({ dir: join(dir, 'estate') })
const practice = await writeConfiguration(estate, { dir })
writeWaitingDocument(practice)
const log = join(dir, 'programs.log')
const consoleOf = (bot: Program) => openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')

let bot = await startProgram(practice, ['start'], log)
try {
  const began = performance.now()
  const runs = await startWaitingRuns(await consoleOf(bot), count)
  while ((await (await consoleOf(bot)).get<unknown[]>('/api/runs')).length < count) await pause(500)
  say(`${count} runs began and are listed`, began)
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  bot.kill()
  process.kill(engine, 'SIGKILL')
  await bot.gone
  const people = join(dir, 'approvals/people.yaml')
  writeFileSync(people, readFileSync(people, 'utf8').replace('groups: [dba, uc-leads]', 'groups: [dba]'))
  const restarted = performance.now()
  bot = await startProgram(practice, ['start'], log)
  say('the bot said that it was ready', restarted)
  const client = await consoleOf(bot)
  const first = performance.now()
  const listed = (await client.get<{ run: string }[]>('/api/runs')).length
  say(`${listed} runs are listed; the list took`, first)
  while (!/driven anew in/.test(bot.printed())) await pause(50)
  say(
    `it said "${bot
      .printed()
      .split('\n')
      .findLast((line) => line.includes('driven'))}"`,
    restarted,
  )
  sayCpu('until then')
  while (tellings(practice, runs, ['dba']) < count) await pause(500)
  say(`${count} runs had heard of the changed people file`, restarted)
  sayCpu('until then')
  const shown = performance.now()
  await client.type('dana', '/countersign runs')
  say('`/countersign runs` took', shown)
} finally {
  await bot.end()
  await estate.close()
  if (process.exitCode !== 1) rmSync(dir, { recursive: true, force: true })
}
process.stdout.write(`Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.\n`)
process.exit()

/** CPU seconds of bot and engine since they began (Linux). */
function sayCpu(when: string): void {
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  const [ofBot, ofEngine] = [bot.pid, engine].map((pid) => {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(words[11]) + Number(words[12])) / 100).toFixed(1)
  })
  process.stdout.write(`CPU ${when}: bot ${ofBot} s, engine ${ofEngine} s\n`)
}

function say(what: string, since: number): void {
  process.stdout.write(`${what}: ${((performance.now() - since) / 1000).toFixed(1)} s\n`)
}
