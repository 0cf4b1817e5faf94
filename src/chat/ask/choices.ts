/** What a form offers where a parameter is asked for: asked of the estate while somebody fills it in. A list is help: what is typed and not in it is taken as well. */
import type { LogLine } from '../../audit/entry.ts'
import type { Person } from '../../policy/policy.ts'
import { choicesOf, needsOf } from '../../procedure/choices.ts'
import type { Parameter, Procedure, Value } from '../../procedure/procedure.ts'
import { readAnswer, type Configured } from '../../procedure/value/read-answer.ts'
import { readAnswers, readDefaults } from '../../procedure/value/read-answers.ts'
import { writeAnswer } from '../../procedure/value/write-answer.ts'
import { evolve } from '../../run/evolve.ts'
import type { RunState } from '../../run/state.ts'
import type { Offer } from '../../run/view/offered.ts'
import type { ChatBackend } from '../backend.ts'
import { mayStart } from '../start.ts'

/** `needs`: what must be answered before it can be asked; `all`: whatever it hangs on. */
export type Offering = { all: string[] } & ({ offer: Promise<Offer> } | { needs: string[] })

/** Of whoever may start the procedure, by parameter; nobody else has the estate asked. `known`: what is answered already, `written`: what stands in the fields. */
export function choicesFor(
  backend: Pick<ChatBackend, 'choices' | 'loaded'>,
  person: Person,
  procedure: Procedure,
  written: Record<string, string>,
  known: Record<string, Value> = {},
): Record<string, Offering> {
  const loaded = backend.loaded()
  if (procedure.choices === undefined || !mayStart(loaded, procedure, person)) return {}
  const { parameters } = procedure
  const asked = Object.fromEntries(
    Object.entries(written).filter(([name, text]) => text.trim() !== '' && parameters.some((each) => each.name === name)),
  )
  const answered = { ...known, ...readAnswers({ ...loaded, parameters, values: known }, asked).values }
  const values = { ...readDefaults({ ...loaded, parameters, values: answered }).values, ...answered }
  return Object.fromEntries(
    parameters.flatMap((parameter): [string, Offering][] => {
      const { name } = parameter
      const block = choicesOf(procedure, parameter)
      if (block === undefined || Object.hasOwn(known, name)) return []
      const needed = needsOf(block, parameters)
      const needs = needed.filter((each) => !Object.hasOwn(values, each))
      const target = Object.hasOwn(loaded.targets, String(values[block.on])) ? loaded.targets[String(values[block.on])] : undefined
      if (target === undefined || needs.length > 0) return [[name, { all: needed, needs }]]
      const answers = Object.fromEntries(
        parameters.filter((each) => needed.includes(each.name)).map((each) => [each.name, writeAnswer(each.type, values[each.name] ?? '')]),
      )
      const offer = backend.choices({ site: target.site, target: target.name, document: procedure.hash, name: block.name, answers })
      return [[name, { all: needed, offer: offer.then((found) => fitting(parameter, found, target.name, loaded)) }]]
    }),
  )
}

/** The same for a run whose parameters are still asked for; none for any other. */
export async function choicesOfRun(
  backend: Pick<ChatBackend, 'choices' | 'loaded' | 'log'>,
  person: Person,
  run: string,
  written: Record<string, string>,
): Promise<Record<string, Offering>> {
  const log = await backend.log(run)
  const state = log === undefined ? undefined : stateOf(log)
  if (state === undefined || state.plan !== undefined || state.endedAt !== undefined) return {}
  return choicesFor(backend, person, state.procedure, written, state.values)
}

/** Nobody is offered what would be refused. */
function fitting(parameter: Parameter, found: Offer, target: string, configured: Configured): Offer {
  if ('not' in found) return found
  const choices = found.choices.filter(({ value }) => 'value' in readAnswer(parameter, value, configured))
  return choices.length === 0 ? { not: { is: 'none', target } } : { ...found, choices }
}

/** As its log has it. */
export function stateOf(log: string): RunState | undefined {
  const lines = log.split('\n').filter(Boolean)
  return lines.reduce<RunState | undefined>((state, text) => {
    const line = JSON.parse(text) as LogLine
    if (!('entry' in line)) return state
    return line.entry.events.reduce<RunState | undefined>((before, event) => evolve(before, event, line.entry.at), state)
  }, undefined)
}
