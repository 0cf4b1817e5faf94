import { beginning } from '../../text/excerpt.ts'
import type { WorkerFault } from './worker-fault.ts'

/** Every text in it as far as an entry can carry it. */
export function shortened<T extends WorkerFault>(fault: T): T {
  return cutTexts(fault) as T
}

function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_FACT ? `${beginning(value, LONGEST_FACT).text}…` : value
  if (Array.isArray(value)) return value.slice(0, MOST_FACTS).map(cutTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]: [string, unknown]) => [name, cutTexts(each)]))
}

const LONGEST_FACT = 1000
const MOST_FACTS = 20
