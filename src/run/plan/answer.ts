import { readAnswer } from '../../procedure/value/read-answer.ts'
import type { ValueFault } from '../../procedure/value/value-fault.ts'
import type { Value } from '../../procedure/procedure.ts'
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
  const read = readAll(state, answers)
  const known = { ...state, values: { ...state.values, ...read.values } }
  const asks = unanswered(known)
  const given = readAll(state, asks.length > 0 ? {} : defaultsOf(known))
  const fields = { ...read.fields, ...given.fields }
  if (Object.keys(fields).length > 0) return refuse('bad-answers', { command: state.procedure.command, fields })
  const values = { ...given.values, ...read.values }
  if (asks.length > 0 && Object.keys(values).length === 0) return refuse('no-answers', { asks })
  const answered: Event = { type: 'answered', values, by: by.id, name: by.name }
  if (asks.length > 0) return accept(answered)
  const made = planFor(evolve(state, answered, now))
  return 'faults' in made ? refuse('no-plan', { faults: made.faults }) : accept(answered, ...planned(made.plan))
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

/** What the document itself answers where nobody did. Only the run knows which targets there are. */
function defaultsOf({ procedure, values }: RunState): Record<string, string> {
  const left = procedure.parameters.filter(({ name }) => !(name in values))
  return Object.fromEntries(left.flatMap(({ name, default: given }) => (given === undefined ? [] : [[name, given]])))
}
