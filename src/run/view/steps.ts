import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Step } from '../../procedure/procedure.ts'
import { awaitsConfirmation } from '../step/confirm.ts'
import { itemsOf, openGate } from '../where.ts'
import { rehearsedDetail, type StepDetail } from '../rehearsal/step-detail.ts'
import type { RunState, StepState } from '../state.ts'
import type { RunView } from './view.ts'

type StepView = RunView['steps'][number]

/** The steps of the document, with what became of each. */
export function stepViews(state: RunState): StepView[] {
  const steps: readonly (Step | PlannedStep)[] = state.plan?.steps ?? state.procedure.steps
  return steps.map((step) => {
    const made = state.steps[step.number - 1] ?? { items: [] }
    return {
      number: step.number,
      title: step.title,
      state: stateOf(state, step.number, made),
      oneWay: step.oneWay,
      gate: step.gate !== undefined,
      detail: detailOf(state, step.number, made),
      ...(made.listed === true ? { items: itemsOf(state, step.number) } : {}),
      ...(made.begun === undefined ? {} : { beganAt: made.begun }),
      ...(made.ended === undefined ? {} : { endedAt: made.ended }),
    }
  })
}

function stateOf(state: RunState, number: number, made: StepState): StepView['state'] {
  if (made.done?.how === 'skipped' || made.done?.how === 'passed-over') return 'skipped'
  if (made.done !== undefined) return state.rehearsal ? 'rehearsed' : 'done'
  if (made.undone === true) return 'undone'
  if (state.attention?.step === number) return 'attention'
  if (made.begun === undefined || number !== state.step || state.endedAt !== undefined) return 'pending'
  if (openGate(state) !== undefined) return 'waiting'
  if (awaitsConfirmation(state)) return 'by-hand'
  return state.question === undefined ? 'working' : asking(state)
}

/** Waiting for an effect to show is part of the work; a question before it is not. */
function asking(state: RunState): 'asking' | 'working' {
  return state.question?.purpose === 'settle' ? 'working' : 'asking'
}

function detailOf(state: RunState, number: number, made: StepState): StepDetail {
  if (made.done !== undefined)
    return state.rehearsal ? rehearsedDetail(state, number, made.done) : { is: 'detail', detail: made.done.detail }
  if (state.attention?.step === number) return { is: 'attention', reason: state.attention.reason }
  if (number !== state.step || state.lastCheck?.step !== number || made.begun === undefined) return { is: 'nothing' }
  return state.lastCheck.at >= made.begun ? { is: 'detail', detail: state.lastCheck.detail } : { is: 'nothing' }
}
