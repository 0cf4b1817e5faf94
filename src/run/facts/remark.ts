/** What was found, or why something did not go on, in short: others' words as they came, or a code with its facts. */
import type { Condition, Value } from '../../procedure/procedure.ts'
import type { ValueFault } from '../../procedure/value/value-fault.ts'
import { beginning, type Excerpt } from '../../text/excerpt.ts'
import type { How } from './reasons.ts'
import { shortened } from './shorten-fault.ts'
import type { Told, WorkerFault } from './worker-fault.ts'

export type Remark =
  | ({ is: 'said' } & Excerpt)
  /** What a worker says of itself. */
  | { is: 'fault'; fault: WorkerFault }
  /** First error of a block. `target` where nothing beside it names it. */
  | { is: 'error'; target?: string; message: Excerpt | WorkerFault; code?: string; severity?: number }
  | { is: 'no-error'; target?: string }
  /** So many of the blocks that were asked. */
  | { is: 'blocks-answered'; answered: number; asked: number }
  | { is: 'no-answer'; block: number }
  /** Of a check, which answers with one. */
  | { is: 'row-count'; rows: number }
  | { is: 'target-rows'; target: string; rows: number }
  | { is: 'target-says-no'; target: string }
  | { is: 'no-column'; name: string }
  | { is: 'rows-cut'; name: string; rows: number; came: number }
  | { is: 'bad-value'; name: string; fault: ValueFault }
  | { is: 'recorded' }
  | { is: 'found'; names: string[] }
  | { is: 'confirmed'; by: string; choice: string }
  | { is: 'no-check' }
  | { is: 'despite'; errors: Remark[] }
  /** How the items of a list came to their ends. */
  | { is: 'items'; count: number; ways: { how: How; count: number }[] }
  /** `value` is absent where nothing of that name is known. */
  | ({ is: 'condition'; value?: Value } & Condition)
  /** A rule that the step cites says no. */
  | { is: 'rule'; rule: string; why: Remark[] }
  | { is: 'not-looked'; worker: string; why: Remark[] }
  | { is: 'put-off'; worker?: string; code: string; why: Remark[] }
  | { is: 'more'; count: number }

const MOST = 5
/** Characters of all together: an entry has 16 KB. */
const LONGEST = 3000

/** A full stop alone says nothing. */
export function said(words: Told): Remark[] {
  if (typeof words !== 'string') return [{ is: 'fault', fault: shortened(words) }]
  return /[^.\s]/.test(words) ? [{ is: 'said', ...beginning(words) }] : []
}

/** The first ones, as far as an entry can carry them; the others are counted. */
export function firstOf(remarks: readonly Remark[]): Remark[] {
  const kept: Remark[] = []
  let left = LONGEST
  for (const remark of remarks.slice(0, MOST)) {
    if (left <= 0) break
    kept.push(remark.is === 'said' ? { ...remark, ...cut(remark, left) } : remark)
    left -= remark.is === 'said' ? remark.text.length : 0
  }
  return kept.length < remarks.length ? [...kept, { is: 'more', count: remarks.length - kept.length }] : kept
}

function cut({ text, of }: Excerpt, most: number): Excerpt {
  const begin = beginning(text, most)
  return begin.of === undefined ? { text, ...(of === undefined ? {} : { of }) } : { text: begin.text, of: of ?? begin.of }
}
