import { readAnswer } from '../../procedure/value/read-answer.ts'
import type { ValueFault } from '../../procedure/value/value-fault.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { evolveAll } from '../evolve.ts'
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
  const read = readAll(state, answers)
  if (Object.keys(read.fields).length > 0) {
    return refuse('bad-answers', { command: state.procedure.command, fields: read.fields })
  }
  const answered: Event[] =
    Object.keys(read.values).length === 0 ? [] : [{ type: 'answered', values: read.values, by: by.id, name: by.name }]
  const complete = withDefaults(evolveAll(state, answered, now))
  if (complete === undefined) {
    return answered.length > 0 ? accept(...answered) : refuse('no-answers', { asks: unanswered(state) })
  }
  const filled: Event[] = [{ type: 'answered', values: { ...complete.filled, ...read.values }, by: by.id, name: by.name }]
  const after = evolveAll(state, filled, now)
  const made = planFor(after)
  if ('faults' in made) return refuse('no-plan', { faults: made.faults })
  return accept(...filled, ...planned(made.plan))
}

/** The questions of the parameters that have neither an answer nor a default. */
export function unanswered(state: RunState): string[] {
  return state.procedure.parameters
    .filter(({ name, default: given }) => !(name in state.values) && given === undefined)
    .map(({ ask }) => ask)
}

function readAll(
  state: RunState,
  answers: Record<string, string>,
): { values: Record<string, Value>; fields: Record<string, ValueFault | null> } {
  const values: Record<string, Value> = {}
  const fields: Record<string, ValueFault | null> = {}
  for (const [name, written] of Object.entries(answers)) {
    const parameter = state.procedure.parameters.find((each) => each.name === name)
    if (parameter === undefined) {
      fields[name] = null
      continue
    }
    if (written.trim() === '' && parameter.default !== undefined) continue
    const read = readAnswer(parameter, written, state.targets)
    if ('fault' in read) fields[name] = read.fault
    else values[name] = read.value
  }
  return { values, fields }
}

/** The values that the document gives where nobody answered; undefined while something is still to be asked. */
function withDefaults(state: RunState): { filled: Record<string, Value> } | undefined {
  if (unanswered(state).length > 0) return undefined
  const filled: Record<string, Value> = {}
  for (const parameter of state.procedure.parameters) {
    if (parameter.name in state.values || parameter.default === undefined) continue
    const read = readAnswer(parameter, parameter.default, state.targets)
    if ('fault' in read) return undefined
    filled[parameter.name] = read.value
  }
  return { filled }
}
