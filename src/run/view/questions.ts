import { choicesOf as lookOf, needsOf } from '../../procedure/choices.ts'
import { needsAnswer } from '../../procedure/parameter.ts'
import type { Parameter } from '../../procedure/procedure.ts'
import { askingOrder, writtenDefault } from '../../procedure/value/default.ts'
import type { RunState } from '../state.ts'
import { hostOf } from './facts.ts'
import type { Choice, RunView } from './view.ts'

/** What has no answer yet, and what an answer is made of before it; the document's own default stands in its field. */
export function questionViews(state: RunState): RunView['questions'] {
  const { parameters } = state.procedure
  const open = askingOrder(parameters).filter((parameter) => !(parameter.name in state.values))
  return open.map((parameter) => {
    const choices = choicesOf(state, parameter)
    const looked = lookOf(state.procedure, parameter)
    const written = writtenDefault(parameter, parameters, state.values)
    return {
      name: parameter.name,
      ask: parameter.ask,
      type: typeName(parameter),
      ...(parameter.example === undefined ? {} : { example: parameter.example }),
      ...(choices === undefined ? {} : { choices }),
      ...(written === undefined ? {} : { written }),
      ...(written === undefined && parameter.default !== undefined ? { madeOf: parameter.default } : {}),
      ...(looked === undefined ? {} : { needs: needsOf(looked, parameters) }),
      required: needsAnswer(parameter),
    }
  })
}

/** Targets with where they are: two names are told apart by it. Of secrets the names, which are all that is known here. */
function choicesOf(state: RunState, { type, choices }: Parameter): Choice[] | undefined {
  if (type.of === 'secret') return (state.secretNames ?? []).map((name) => ({ title: name, value: name }))
  if (type.of !== 'sql-server' && type.of !== 'powershell') return choices?.map((choice) => ({ title: choice, value: choice }))
  return Object.values(state.targets)
    .filter((target) => target.kind === type.of)
    .map((target) => ({ title: `${target.name} · ${hostOf(target)}`, value: target.name }))
    .toSorted((a, b) => a.value.localeCompare(b.value))
}

/** `list of fqdn`, as documents write it. */
function typeName({ type }: Parameter): string {
  return type.list ? `list of ${type.of}` : type.of
}
