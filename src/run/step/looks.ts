/** What is asked of the estate in turn. By the same functions the worker knows where to stop, and the run what to believe. */
import type { PlannedStep } from '../../procedure/plan-types.ts'
import { blocksOf } from '../where.ts'
import { takeCaptures } from './captures.ts'
import type { Looked, Verdict } from '../event.ts'
import { judgeCheck, judgeCondition } from './judge-results.ts'
import type { BlockResult, Look } from '../order.ts'

export interface Sequence {
  looks: readonly Look[]
  /** What the step's reads are to record is known: of a step that is done they are asked nothing more. */
  recorded: boolean
}

/** The role to ask next, after what was seen; undefined: what was seen decides, or nothing is left. */
export function nextLook({ looks, recorded }: Sequence, seen: readonly Looked[]): Look | undefined {
  const last = seen.at(-1)
  if (last === undefined) return looks[0]
  if (!leadsOn(last)) return undefined
  const rest = looks.slice(looks.indexOf(last.look) + 1)
  if (!seen.some(isDone)) return rest[0]
  return recorded ? undefined : rest.find((look) => look === 'read')
}

/** What the blocks of one role said together. */
export function judgeLook(step: PlannedStep, look: Look, results: readonly BlockResult[]): Looked {
  switch (look) {
    case 'check':
      return { look, ...judgeCheck(step, results) }
    case 'read': {
      const { captures, fault } = takeCaptures(step, results)
      if (fault !== undefined) return { look, found: false, detail: [fault] }
      const names = Object.keys(captures)
      return { look, found: true, detail: [names.length === 0 ? { is: 'recorded' } : { is: 'found', names }] }
    }
    case 'wait-until':
    case 'before':
      return { look, ...judgeCondition(step, look, results) }
  }
}

/** The answers of one order, role by role. One that ended too early, or went on behind an answer that decides, has no answer of the role where it did. */
export function judgeLooks(step: PlannedStep, sequence: Sequence, results: readonly BlockResult[]): Looked[] {
  const seen: Looked[] = []
  let [from, to] = [0, 0]
  for (let look = nextLook(sequence, seen); look !== undefined; look = nextLook(sequence, seen)) {
    from = to
    to += blocksOf(step, look).length
    seen.push(judgeLook(step, look, results.slice(from, to)))
  }
  const last = seen.at(-1)
  if (last === undefined || results.length <= to) return seen
  return [...seen.slice(0, -1), judgeLook(step, last.look, results.slice(from))]
}

/** Nothing that was seen says that it is done, or that it may not begin. An undo begins where it is done. */
export function lettingBegin(seen: readonly Looked[], undo = false): boolean {
  if (undo) return seen.length > 0 && seen.every(isDone)
  return seen.every((looked) => leadsOn(looked) && !isDone(looked))
}

export function isDone(looked: Looked): boolean {
  return saysOf(looked, 'done')
}

export function saysOf(looked: Looked, verdict: Verdict): boolean {
  return looked.look === 'check' && looked.verdict === verdict
}

/** What is asked for again and again is there: its effect, after an undo that it is gone, or what a step waits for. */
export function isShown(looked: Looked, wanted: Verdict): boolean {
  return saysOf(looked, wanted) || (looked.look === 'wait-until' && looked.ok)
}

function leadsOn(looked: Looked): boolean {
  switch (looked.look) {
    case 'check':
      return looked.verdict !== 'cannot-tell'
    case 'read':
      return looked.found
    case 'wait-until':
    case 'before':
      return looked.ok
  }
}
