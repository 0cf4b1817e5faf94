/**
 * `npm run cluster`: three nodes of an engine as docs/cluster.md describes them, and the demo's failover through them; in each round one node is killed with SIGKILL in the middle
 * of the run, also the one that the configuration names first; in the last that one falls silent, as a machine does that is gone. Says how long the run stood still. Exit code 1 when that was more than 10 s, or a promise was broken.
 * `-- --nodes 1,2,3` says which are killed. Linux, with openssl; stunnel where it is installed. About 700 MB of memory.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { canMakeNodes } from './nodes.ts'
import { playRound, type Round, type Victim } from './round.ts'

const MOST_MS = 10_000

const { values } = parseArgs({ options: { nodes: { type: 'string', default: '1,2,3' } } })
if (!canMakeNodes) {
  process.stderr.write('This needs Linux (its loopback network) and openssl.\n')
  process.exit(2)
}
process.stdout.write('          victim  at entry  entries  next entry after  longest pause from then on   end       log  engines\n')
const killed = values.nodes
  .split(',')
  .filter(Boolean)
  .map((node): Victim => ({ node: Number(node), how: 'killed' }))
const victims = [undefined, ...killed, { node: 1, how: 'silenced' } as const]
const rounds: Round[] = []
for (const victim of victims) {
  const dir = mkdtempSync(join(tmpdir(), 'cs-cluster-'))
  const round = await playRound(dir, victim)
  rounds.push(round)
  process.stdout.write(`${row(round)}\n`)
  if (round.faults.length === 0) rmSync(dir, { recursive: true, force: true })
  else process.stdout.write(`       ${round.faults.join('; ')}\n       kept: ${dir}\n`)
}
const slow = rounds.filter(({ longestPauseMs }) => longestPauseMs > MOST_MS)
const broken = rounds.filter(({ faults }) => faults.length > 0)
process.stdout.write(
  `Behind ${rounds[0]?.front ?? '?'}, at a load of ${loadavg()[0]?.toFixed(1)}. ${broken.length} rounds broke a promise, ${slow.length} stood still for more than ${MOST_MS / 1000} s.\n`,
)
process.exit(slow.length + broken.length > 0 ? 1 : 0)

function row(round: Round): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`)
  const cells: [string | number, number][] = [
    [round.victim === undefined ? 'nobody' : `node ${round.victim.node} ${round.victim.how}`, 16],
    [round.atEntry ?? '', 9],
    [round.entries, 8],
    [seconds(round.nextEntryMs), 17],
    [seconds(round.longestPauseMs), 27],
    [round.end, 5],
    [round.log, 9],
    [`${round.memoryMb} MB`, 8],
  ]
  return cells.map(([cell, width]) => String(cell).padStart(width)).join(' ')
}
