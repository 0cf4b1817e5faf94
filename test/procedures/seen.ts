/** What each block that judges said in a play, read from the workers' signed commands. */
import type { PlannedStep } from '../../src/procedure/plan-types.ts'
import type { Command } from '../../src/run/command.ts'
import type { Event } from '../../src/run/event.ts'
import type { BlockResult } from '../../src/run/order.ts'
import type { RunState } from '../../src/run/state.ts'
import { plannedAt } from '../../src/run/where.ts'
import { judgeCheck, judgeCondition } from '../../src/run/step/judge-results.ts'
import { remarksSaid } from '../words/said.ts'

/** One answer of one block. */
export interface Seen {
  /** The step's id, and `/2` behind it for its second sub-step. */
  step: string
  item: number
  role: 'check' | 'wait-until' | 'before' | 'undo'
  /** Which of the step's blocks of this role, from 1. */
  block: number
  /** Asked after the step, or this item of it, was claimed. */
  after: boolean
  says: 'yes' | 'no' | 'cannot tell'
  detail: string
}

/** `performed`: what was claimed before, as `step/item`. `state`: the run before the command. */
export function seenIn(state: RunState | undefined, command: Command, performed: ReadonlySet<string>): Seen[] {
  const told = resultsOf(state, command)
  if (told === undefined || state?.plan === undefined) return []
  const step = plannedAt(state, told)
  return told.results.flatMap((result) => judged(step, told.item, result, performed.has(`${told.step}/${told.item}`)))
}

/** A step, or an item of it, that was taken back by its `undo`, as its check says now. */
export function undoneIn(state: RunState | undefined, event: Event): Seen[] {
  const step = event.type === 'undone' && event.how === 'run' ? state?.plan?.steps[event.step - 1] : undefined
  if (step === undefined || event.type !== 'undone') return []
  return [{ step: step.id, item: event.item, role: 'undo', block: 1, after: true, says: 'yes', detail: remarksSaid(event.detail) }]
}

function resultsOf(state: RunState | undefined, command: Command): { step: number; item: number; results: BlockResult[] } | undefined {
  if (command.type === 'observed') return state?.question && { ...state.question, results: command.results }
  if (command.type === 'claim') return { ...command.attempt, results: command.looked }
  if (command.type !== 'result') return undefined
  const { outcome, attempt } = command
  if (outcome.type === 'looked') return { ...attempt, results: outcome.results }
  return outcome.type === 'ran' || outcome.type === 'failed' ? { ...attempt, results: outcome.check ?? [] } : undefined
}

function judged(step: PlannedStep, item: number, result: BlockResult, after: boolean): Seen[] {
  const role = step.blocks[result.block]?.role
  if (role !== 'check' && role !== 'wait-until' && role !== 'before') return []
  // The step as if it had no other block of this role.
  const alone = {
    ...step,
    blocks: step.blocks.map((block, index) => (index === result.block ? block : { ...block, role: 'run' as const })),
  }
  const block = step.blocks.slice(0, result.block + 1).filter((each) => each.role === role).length
  const seen = { step: step.substep === undefined ? step.id : `${step.id}/${step.substep.number}`, item, role, block, after }
  if (role !== 'check') {
    const { ok, detail } = judgeCondition(alone, role, [result])
    return [{ ...seen, role, says: ok ? 'yes' : 'no', detail: remarksSaid(detail) }]
  }
  const { verdict, detail } = judgeCheck(alone, [result])
  const says = ({ done: 'yes', 'not-done': 'no', 'cannot-tell': 'cannot tell' } as const)[verdict]
  return [{ ...seen, role, says, detail: remarksSaid(detail) }]
}
