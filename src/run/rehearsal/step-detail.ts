import type { AttentionReason } from '../event.ts'
import type { Remark } from '../facts/remark.ts'
import type { RunState, StepState } from '../state.ts'
import { mayChange } from './left-undone.ts'

/** What became of a step, in a few words. `again`: the step after which it is asked again. */
export type StepDetail =
  | { is: 'nothing' }
  | { is: 'detail'; detail: Remark[] }
  | { is: 'attention'; reason: AttentionReason | 'lost' }
  | { is: 'would-stop' }
  | { is: 'would-wait' }
  | { is: 'unknown'; before: number; own: boolean }
  | { is: 'already'; detail: Remark[]; again?: number }
  | { is: 'looked' }
  | { is: 'unchanged' }

/** Of a step in a rehearsal: never that it was done by this run. */
export function rehearsedDetail(state: RunState, step: number, { how, detail }: NonNullable<StepState['done']>): StepDetail {
  const found = state.findings.filter((each) => each.step === step)
  if (found.some(({ before, asked }) => before === undefined && asked !== 'wait-until')) return { is: 'would-stop' }
  const before = Math.max(0, ...found.map((each) => each.before?.step ?? 0))
  if (before > 0) return { is: 'unknown', before, own: before === step }
  if (found.length > 0) return { is: 'would-wait' }
  switch (how) {
    case 'already': {
      const again = mayChange(state, step)
      return { is: 'already', detail, ...(again === undefined ? {} : { again: again.step }) }
    }
    case 'read':
      return { is: 'looked' }
    case 'rehearsed':
      return detail.length === 0 ? { is: 'unchanged' } : { is: 'detail', detail }
    case 'run':
    case 'told':
    case 'confirmed':
    case 'marked':
    case 'skipped':
    case 'passed-over':
      return { is: 'detail', detail }
  }
}
