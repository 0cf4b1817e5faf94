/**
 * `npm run chaos`: kills bot, worker and engine with SIGKILL at random points of the demo's run and starts them again, or strikes the connection between bot and worker, and judges what became of it.
 * `-- --rounds 60 --seed 1 --jobs 2`. Prints a table; exit code 1 when a round broke a promise.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { playRound, type Round } from './round.ts'
import { randomFrom } from './random.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    jobs: { type: 'string', default: '2' },
  },
})
const VICTIMS = ['bot', 'worker', 'engine', 'connection', 'all'] as const
// A run without a kill says how long one takes on this machine.
const undisturbed = await playRound(mkdtempSync(join(tmpdir(), 'countersign-chaos-0-')), { number: 0, victim: 'nobody', afterMs: 0 })
if (undisturbed.faults.length > 0) throw new Error(`even an undisturbed run broke a promise: ${undisturbed.faults.join('; ')}`)

const random = randomFrom(Number(values.seed))
const plans = Array.from({ length: Number(values.rounds) }, (_, index) => ({
  number: index + 1,
  victim: VICTIMS[index % VICTIMS.length] ?? 'all',
  afterMs: Math.round(random() * undisturbed.runMs),
}))
process.stdout.write(
  `seed ${values.seed}, ${plans.length} rounds\n round    victim  after    took     end        attention  retries  approvals  doubled  log\n`,
)

const rounds: Round[] = []
const queue = [...plans]
await Promise.all(Array.from({ length: Number(values.jobs) }, work))

const broken = rounds.filter((round) => round.faults.length > 0)
for (const round of broken)
  process.stdout.write(`round ${round.number} (${round.victim} after ${round.afterMs} ms): ${round.faults.join('; ')}\n`)
const stopped = rounds.filter((round) => round.attentions.length > 0).length
process.stdout.write(
  `${rounds.length} rounds: ${rounds.length - broken.length} kept every promise, ${broken.length} broke one; ${stopped} stopped at attention and were led on.\n`,
)
process.exit(broken.length > 0 ? 1 : 0)

async function work(): Promise<void> {
  for (let plan = queue.shift(); plan; plan = queue.shift()) {
    const dir = mkdtempSync(join(tmpdir(), `countersign-chaos-${plan.number}-`))
    const round = await playRound(dir, plan)
    rounds.push(round)
    process.stdout.write(`${row(round)}\n`)
    if (round.faults.length === 0) rmSync(dir, { recursive: true, force: true })
    else process.stdout.write(`       kept: ${dir}\n`)
  }
}

function row(round: Round): string {
  const cells: [string | number, number][] = [
    [round.number, 6],
    [round.victim, 10],
    [`${(round.afterMs / 1000).toFixed(1)} s`, 8],
    [`${(round.tookMs / 1000).toFixed(1)} s`, 8],
    [round.end, 11],
    [round.attentions.length, 10],
    [round.retries, 8],
    [round.approvals, 10],
    [round.doubled, 8],
    [round.log, 10],
  ]
  return cells.map(([cell, width]) => String(cell).padStart(width)).join(' ')
}
