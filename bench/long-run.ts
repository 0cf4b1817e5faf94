/**
 * `node src/with-node-24.mjs bench/long-run.ts [--items 2500]`: one run of a long list, to its end, against a real engine. What a command costs at entry 100 and
 * at entry 7,000 (or near the end), and what an item costs at the beginning and at the end, as ratios of one run: time until it is answered, and CPU of bot and engine.
 * A stand-in of the worker says at once what its blocks would have found, over the bot's own client: blocks, gateway and replay are not in it.
 */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { signCommand } from '../src/audit/signature.ts'
import { recordedKeys } from '../src/engine/keys/installation-keys.ts'
import { startEngine } from '../src/engine/start-engine.ts'
import type { Command } from '../src/run/command.ts'
import { evolveAll } from '../src/run/evolve.ts'
import { approves, goesOn, starts } from '../test/run/acts.ts'
import { PracticeRun, RUN } from '../test/run/practice-run.ts'
import { percentile } from './percentile.ts'

const { values } = parseArgs({ options: { items: { type: 'string', default: '2500' } } })
const items = Number(values.items)

interface Cost {
  seq: number
  tookMs: number
  botMs: number
  engineMs: number
}

/** Commands are made by the tests' own road through a run, and wait here until the engine has them. */
class Driven extends PracticeRun {
  pending: Command[] = []
  override send(command: Command): void {
    this.pending.push(command)
  }
}

const dir = mkdtempSync(join(tmpdir(), 'countersign-long-'))
const worker = generateKeyPairSync('ed25519')
const engine = await startEngine({
  stateDir: dir,
  installation: 'practice',
  workers: [{ name: 'b1', site: 'b', key: worker.publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
  chat: {
    intervalMs: 1000,
    show: ({ lines, notices }) =>
      Promise.resolve({ posted: { card: 'card', lines: lines.map(({ n }) => n), notices: notices.map(({ key }) => key) } }),
  },
  log: pino({ level: 'error' }),
  // Nobody is connected, and nobody is missed.
  lostMs: 3_600_000,
  noWorkerMs: 3_600_000,
})
try {
  await measure()
} finally {
  await engine.close()
  rmSync(dir, { recursive: true, force: true })
}
process.exit()

async function measure(): Promise<void> {
  const run = new Driven()
  run.wait = () => undefined
  const chat = recordedKeys(dir).chat
  const costs: Cost[] = []
  /** By item: when it was done. */
  const doneAt: number[] = []

  const act = async (what: (driven: Driven) => void): Promise<void> => {
    run.now = new Date().toISOString()
    if (run.state !== undefined) run.state = { ...run.state, ...(await headOf()) }
    what(run)
    for (const command of run.pending.splice(0)) {
      const signed = 'by' in command ? signCommand(command, 'chat', chat) : signCommand(command, 'b1', worker.privateKey)
      const [began, bot, store] = [performance.now(), process.cpuUsage(), engineCpuMs()]
      const answer = await engine.client.command(signed)
      const tookMs = performance.now() - began
      if ('refusal' in answer) throw new Error(JSON.stringify(answer.refusal).slice(0, 500))
      const used = process.cpuUsage(bot)
      costs.push({ seq: answer.seq, tookMs, botMs: (used.user + used.system) / 1000, engineMs: engineCpuMs() - store })
      run.state = { ...evolveAll(run.state, answer.events, run.now), seq: answer.seq }
      for (const event of answer.events) if (event.type === 'item-done') doneAt.push(performance.now())
    }
  }
  const headOf = async () => {
    const newest = await engine.client.newest(RUN, 'nonce of the benchmark')
    return newest === null ? {} : { head: newest.hash }
  }

  if ((await engine.client.newRun()) !== RUN) throw new Error('the first run has another number')
  const document = { id: 'long-run', text: readFileSync(join(import.meta.dirname, 'long-run.md'), 'utf8') }
  // Short names: what is typed has 20,000 characters at most.
  const databases = Array.from({ length: items }, (_, index) => `d${index.toString(36)}`).join(',')
  await act(starts({ document, answers: { databases, backup: 'SEC' } }))
  for (;;) {
    const { entries } = await engine.client.history(RUN)
    run.state = undefined
    for (const entry of entries) run.state = { ...evolveAll(run.state, entry.events, entry.at), seq: entry.seq, head: entry.hash }
    if (run.made.lock?.taken === true) break
    await pause(100)
  }
  const begun = performance.now()
  try {
    while (run.made.endedAt === undefined) {
      if (run.made.gates.some((gate) => gate.passed === undefined)) for (const who of ['amir', 'carol']) await act(approves(who))
      else await act(goesOn)
      if (run.made.phase === 'attention') throw new Error(JSON.stringify(run.made.attention))
    }
  } finally {
    // Also of a run that did not come to its end.
    report(run, costs, doneAt, begun)
  }
}

function report(run: Driven, costs: Cost[], doneAt: number[], begun: number): void {
  const seq = costs.at(-1)?.seq ?? 0
  say(
    `${doneAt.length} items, ${seq} entries, ${run.made.phase} after ${((performance.now() - begun) / 1000).toFixed(0)} s, load ${loadavg()[0]?.toFixed(1)}`,
  )
  const late = Math.min(7000, seq - 100)
  const around = (from: number) => costs.filter((cost) => cost.seq >= from && cost.seq < from + 100)
  const [early, end] = [around(100), around(late)]
  const mean = (all: number[]) => all.reduce((sum, each) => sum + each, 0) / all.length
  const line = (what: string, before: number, after: number, goal: number) =>
    say(`${what}: ${before.toFixed(1)} ms, then ${after.toFixed(1)} ms, ${(after / before).toFixed(2)} times (goal ${goal})`)
  say(`A command at entry 100 to 199, and at ${late} to ${late + 99}:`)
  line(
    '  until it is answered, p50',
    percentile(
      early.map((cost) => cost.tookMs),
      0.5,
    ),
    percentile(
      end.map((cost) => cost.tookMs),
      0.5,
    ),
    1.3,
  )
  line('  CPU of the bot, mean', mean(early.map((cost) => cost.botMs)), mean(end.map((cost) => cost.botMs)), 1.3)
  line('  CPU of the engine, mean', mean(early.map((cost) => cost.engineMs)), mean(end.map((cost) => cost.engineMs)), 1.3)
  const between = doneAt.slice(1).map((at, index) => at - (doneAt[index] ?? at))
  line('An item, the first hundred and the last, p50', percentile(between.slice(0, 100), 0.5), percentile(between.slice(-100), 0.5), 1.2)
}

/** `utime` and `stime` of proc(5), in hundredths of a second. */
function engineCpuMs(): number {
  const pid = readFileSync(join(dir, 'engine/engine.pid'), 'utf8').trim()
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 1).split(' ')
  return (Number(fields[12]) + Number(fields[13])) * 10
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
