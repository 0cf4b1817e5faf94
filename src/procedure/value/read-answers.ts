/** Answers to the questions of a whole procedure. */
import { needsAnswer } from '../parameter.ts'
import type { Parameter, Value } from '../procedure.ts'
import { askingOrder, writtenDefault } from './default.ts'
import { readAnswer, type Configured } from './read-answer.ts'
import { sameValues } from './same-value.ts'
import type { ValueFault } from './value-fault.ts'

export interface Answers {
  values: Record<string, Value>
  /** What is wrong, by parameter; null stands for one that is not asked for. */
  fields: Record<string, ValueFault | null>
}

/** What a run knows, and what an answer may name. */
export interface Answering extends Configured {
  parameters: readonly Parameter[]
  values: Record<string, Value>
}

/** Reads what was written, with all faults at once. What is left empty counts as not written where it need not be answered. */
export function readAnswers({ parameters, values: before, ...configured }: Answering, written: Record<string, string>): Answers {
  const values: Record<string, Value> = {}
  const fields: Answers['fields'] = {}
  for (const [name, text] of Object.entries(written)) {
    const parameter = parameters.find((each) => each.name === name)
    if (parameter === undefined) {
      fields[name] = null
      continue
    }
    if (text.trim() === '' && !needsAnswer(parameter)) continue
    const read = readAnswer(parameter, text, configured)
    if ('fault' in read) fields[name] = read.fault
    else values[name] = read.value
  }
  const same = sameValues(parameters, { ...before, ...values }, configured.targets)
  for (const [name, fault] of Object.entries(same)) {
    // It stands at what was written now.
    const other = parameters.find((each) => each.name === name)?.differsFrom
    const at = Object.hasOwn(values, name) || other === undefined ? name : other
    const asked = parameters.find((each) => each.name === name)?.ask ?? fault.other
    fields[at] ??= at === name ? fault : { ...fault, other: asked }
  }
  return { values, fields }
}

/** What the document itself answers where nobody did. Only a run knows which targets there are. */
export function readDefaults({ parameters, values: before, ...configured }: Answering): Answers {
  const values: Record<string, Value> = {}
  const fields: Answers['fields'] = {}
  for (const parameter of askingOrder(parameters)) {
    const known = { ...before, ...values }
    const written = Object.hasOwn(known, parameter.name) ? undefined : writtenDefault(parameter, parameters, known)
    if (written === undefined) continue
    const read = readAnswer(parameter, written, configured)
    if ('fault' in read) fields[parameter.name] = read.fault
    else values[parameter.name] = read.value
  }
  for (const [name, fault] of Object.entries(sameValues(parameters, { ...before, ...values }, configured.targets))) fields[name] ??= fault
  return { values, fields }
}
