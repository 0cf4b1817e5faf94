/** Runs of five steps with two gates, one at a time and many at once; beside them, where asked for, the same statements as workflows of DBOS. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { countersOf, sumOf, usedPer } from './counters.ts'
import type { BenchHouse } from './installation.ts'
import { addJobAt } from './add-job.ts'
import { placeOf } from './place.ts'
import { percentile } from './percentile.ts'
import { playMany } from './play-many.ts'

export interface AtOnce {
  count: number
  /** Runs a second, from the first command to the last end. */
  rate: number
  p50Ms: number
  /** CPU of the product for each run; unknown of the other. */
  cpuMs?: number
}

export interface FiveSteps {
  ours: AtOnce[]
  /** Empty: not asked for. */
  dbos: AtOnce[]
}

const COUNTS = [1, 10, 50]
const NAMES = ['first', 'second', 'third', 'fourth', 'fifth']

/** `beside`: connection string of a PostgreSQL database that DBOS may use; its SDK is found from the working directory. */
export async function measureFiveSteps(house: BenchHouse, beside?: string): Promise<FiveSteps> {
  const ours: AtOnce[] = []
  await playMany(house, fiveJobs(house, 'warm', 2).map(commandOf))
  for (const count of COUNTS) {
    const commands = fiveJobs(house, `ours-${count}`, count).map(commandOf)
    const before = countersOf(house)
    const { tookMs, eachMs } = await playMany(house, commands)
    const cpuMs = sumOf(usedPer(count, before, countersOf(house)).cpuMs)
    ours.push({ count, rate: (count * 1000) / tookMs, p50Ms: percentile(eachMs, 0.5), cpuMs })
  }
  return { ours, dbos: beside === undefined ? [] : await asWorkflows(house, beside) }
}

/** The other program gets the same jobs, and is told of both gates as soon as it waits. */
async function asWorkflows(house: BenchHouse, database: string): Promise<AtOnce[]> {
  const place = { ...placeOf(house.estate), database }
  const program = spawn(process.execPath, [join(import.meta.dirname, 'beside-dbos.ts'), JSON.stringify(place)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
    const measured: AtOnce[] = []
    const ask = async (label: string, count: number): Promise<{ tookMs: number; eachMs: number[] }> => {
      program.stdin.write(`${JSON.stringify(fiveJobs(house, label, count))}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the program beside ours ended before it had measured anything')
      return JSON.parse(value) as { tookMs: number; eachMs: number[] }
    }
    await ask('dbos-warm', 2)
    for (const count of COUNTS) {
      const { tookMs, eachMs } = await ask(`dbos-${count}`, count)
      measured.push({ count, rate: (count * 1000) / tookMs, p50Ms: percentile(eachMs, 0.5) })
    }
    return measured
  } finally {
    program.kill()
    if (program.exitCode === null && program.signalCode === null) await once(program, 'exit')
  }
}

/** Five jobs of its own for each of `count`, all on. */
function fiveJobs({ estate }: BenchHouse, label: string, count: number): string[][] {
  return Array.from({ length: count }, (_, index) =>
    NAMES.map((name) => {
      const job = `bench-${label}-${index}-${name}`
      addJobAt(estate, job)
      return job
    }),
  )
}

function commandOf(jobs: readonly string[]): string {
  return `/bench five-steps server=SEC ${NAMES.map((name, index) => `${name}=${jobs[index]}`).join(' ')}`
}
