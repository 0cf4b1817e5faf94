import { needsAnswer } from '../../procedure/parameter.ts'
import { readAnswers, readDefaults, type Answering } from '../../procedure/value/read-answers.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { evolve } from '../evolve.ts'
import { mayNotAct } from '../gate/may-not-act.ts'
import { planFor, planned } from './make-plan.ts'
import type { RunState } from '../state.ts'

/** Answers as written. All faults come back at once, and then nothing was taken; when nothing is missing, the plan is made. */
export function decideAnswer(state: RunState, command: Extract<Command, { type: 'answer' }>, now: string): Decision {
  const { by } = command
  if (state.plan !== undefined) {
    return refuse('planned-already', { run: state.run })
  }
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  return takeAnswers(state, command.answers, by, now)
}

/** Reads what is written and, when that completes the values, plans. */
export function takeAnswers(state: RunState, answers: Record<string, string>, by: { id: string; name: string }, now: string): Decision {
  const read = readAnswers(answering(state), answers)
  const known = { ...state, values: { ...state.values, ...read.values } }
  const asks = unanswered(known)
  const given = asks.length > 0 ? { values: {}, fields: {} } : readDefaults(answering(known))
  const fields = { ...read.fields, ...given.fields }
  if (Object.keys(fields).length > 0) return refuse('bad-answers', { command: state.procedure.command, fields })
  const values = { ...given.values, ...read.values }
  if (asks.length > 0 && Object.keys(values).length === 0) return refuse('no-answers', { asks })
  const answered: Event = { type: 'answered', values, by: by.id, name: by.name }
  if (asks.length > 0) return accept(answered)
  const made = planFor(evolve(state, answered, now))
  return 'faults' in made ? refuse('no-plan', { faults: made.faults }) : accept(answered, ...planned(made.plan))
}

/** The questions of the parameters that have no answer and need one. */
export function unanswered(state: RunState): string[] {
  return state.procedure.parameters.filter((parameter) => !(parameter.name in state.values) && needsAnswer(parameter)).map(({ ask }) => ask)
}

function answering({ procedure, values, targets, secretNames }: RunState): Answering {
  return { parameters: procedure.parameters, values, targets, ...(secretNames === undefined ? {} : { secretNames }) }
}
