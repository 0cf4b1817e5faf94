/** Resident memory of the whole product, process by process. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchHouse } from './installation.ts'

export interface Memory {
  bot: number
  engine: number
  worker: number
  powershell: number
  /** How many PowerShell hosts there are. */
  hosts: number
}

/** Megabytes, as the operating system counts them; memory that processes share counts in each. */
export function residentMemory({ bot, worker, practice }: BenchHouse): Memory {
  const engine = Number(readFileSync(join(practice.state, 'engine/engine.pid'), 'utf8'))
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const of = (pid: number): number => (processes.find(([each]) => each === pid)?.[2] ?? 0) / 1024
  const hosts = processes.filter(([, parent]) => parent === worker.pid).map(([pid = 0]) => pid)
  return {
    bot: of(bot.pid),
    engine: of(engine),
    worker: of(worker.pid),
    powershell: hosts.reduce((sum, pid) => sum + of(pid), 0),
    hosts: hosts.length,
  }
}
