/** What one item of a list costs: calls of the engine and CPU, as the slope between a short list and a long one. */
import { countersOf, usedPer, type Counters } from './counters.ts'
import type { BenchHouse } from './installation.ts'
import { addJobAt } from './add-job.ts'
import { playMany } from './play-many.ts'

const SHORT = 10
const LONG = 60

export interface ItemCost extends Counters {
  items: number
  tookMs: number
}

export async function measureItems(house: BenchHouse): Promise<ItemCost> {
  addJobAt(house.estate, 'bench-often')
  await turns(house, SHORT)
  const short = await turns(house, SHORT)
  const long = await turns(house, LONG)
  const items = LONG - SHORT
  return { items, tookMs: (long.tookMs - short.tookMs) / items, ...usedPer(items, short.used, long.used) }
}

/** The job is on before and after. */
async function turns(house: BenchHouse, count: number): Promise<{ tookMs: number; used: Counters }> {
  const list = Array.from({ length: count }, (_, index) => index + 2).join(',')
  const before = countersOf(house)
  const { tookMs } = await playMany(house, [`/bench toggle-often server=SEC job=bench-often turns=${list}`])
  return { tookMs, used: usedPer(1, before, countersOf(house)) }
}
