/** What the product has used until now: calls that its engine made of our handlers, and CPU by process. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchHouse } from './installation.ts'

export interface Counters {
  /** Calls of a handler that the engine has begun. */
  engineCalls: number
  /** Milliseconds of CPU, user and system; Linux counts them in hundredths of a second. */
  cpuMs: { bot: number; engine: number; worker: number }
}

/** The engine counts them on the socket of its node (`/metrics`, restate-server 1.7.12). */
const STARTED = /^restate_invoker_invocation_tasks_total\{[^}]*status="started"[^}]*\} (\d+)/gm

const TICK_MS = 10

export function countersOf({ practice, bot, worker }: BenchHouse): Counters {
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  const socket = join(practice.state, 'engine/countersign/fabric.sock')
  const metrics = execFileSync('curl', ['-sS', '--max-time', '5', '--unix-socket', socket, 'http://localhost/metrics'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const engineCalls = [...metrics.matchAll(STARTED)].reduce((sum, [, count]) => sum + Number(count), 0)
  if (engineCalls === 0) throw new Error('the engine does not say how many calls it began')
  return { engineCalls, cpuMs: { bot: cpuOf(bot.pid), engine: cpuOf(engine), worker: cpuOf(worker.pid) } }
}

/** What came between two readings, for each of `count`. */
export function usedPer(count: number, before: Counters, after: Counters): Counters {
  const each = (from: number, to: number): number => (to - from) / count
  return {
    engineCalls: each(before.engineCalls, after.engineCalls),
    cpuMs: {
      bot: each(before.cpuMs.bot, after.cpuMs.bot),
      engine: each(before.cpuMs.engine, after.cpuMs.engine),
      worker: each(before.cpuMs.worker, after.cpuMs.worker),
    },
  }
}

export function sumOf({ bot, engine, worker }: Counters['cpuMs']): number {
  return bot + engine + worker
}

/** `utime` and `stime` of proc(5); the name before them may hold blanks. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [, ...fields] = stat.slice(stat.lastIndexOf(')') + 1).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
