/** The plan that a document and values typed on the command line resolve to. */
import { resolve } from 'node:path'
import { meant } from '../../chat/meant.ts'
import { formatFault } from '../../text/fault.ts'
import { en } from '../../words/en.ts'
import { isCalled } from '../../procedure/by-verb.ts'
import { needsAnswer } from '../../procedure/parameter.ts'
import { readAnswers, readDefaults } from '../../procedure/value/read-answers.ts'
import { makePlan } from '../../procedure/plan.ts'
import type { Plan } from '../../procedure/plan-types.ts'
import type { Procedure, Value } from '../../procedure/procedure.ts'
import type { Installation } from './load-installation.ts'
import { Refused } from '../refused.ts'

export interface Asked {
  procedure: Procedure
  values: Record<string, Value>
}

/** `words`: the document's id, command or file, and NAME=VALUE …; every fault at once. `optional`: values that are not given stay out instead of being refused. */
export function readAsked(installation: Installation, words: string[], optional = false): Asked {
  const [id, ...pairs] = words
  // The shell completes the path of the file; another file of the same name is another document.
  const isNamed = (one: { id: string; command?: string }): boolean =>
    id !== undefined && (isCalled(one, id) || resolve(id) === resolve(installation.configuration.commands, `${one.id}.md`))
  const procedure = installation.procedures.find(isNamed)
  if (!procedure) {
    const out = installation.leftOut.find(isNamed)
    if (out) throw new Refused([`${out.file} is out of service until its faults are mended.`, ...out.faults.map(formatFault)], 2)
    const known = installation.procedures.map((one) => one.id)
    const nearest = id === undefined ? undefined : meant(id, known)
    const next = nearest === undefined ? `It is one of ${known.join(', ') || '(none)'}.` : `Did you mean ${nearest}?`
    const what = id === undefined ? 'name a document' : `there is no procedure "${id}"`
    throw new Refused(`${what} in ${installation.configuration.commands}. ${next}`, 2)
  }
  const faults: string[] = []
  const written = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (at < 1) faults.push(`"${pair}" is not NAME=VALUE.`)
    else if (!procedure.parameters.some((one) => one.name === name)) {
      faults.push(`${procedure.id} has no parameter "${name}". It has ${procedure.parameters.map((one) => one.name).join(', ')}.`)
    } else if (written.has(name)) faults.push(`${name} is given twice. Give it once.`)
    else written.set(name, pair.slice(at + 1))
  }
  const { parameters } = procedure
  const read = readAnswers({ ...installation, parameters, values: {} }, Object.fromEntries(written))
  const given = readDefaults({ ...installation, parameters, values: read.values })
  const fields = { ...given.fields, ...read.fields }
  for (const parameter of parameters) {
    const { name, ask, example } = parameter
    const fault = fields[name]
    if (fault) faults.push(`${name}: ${en.valueFault(fault)}`)
    else if (!written.has(name) && needsAnswer(parameter) && !optional)
      faults.push(`${name} is missing: ${ask}${example === undefined ? '' : ` For example ${name}=${example}`}`)
  }
  const values = { ...given.values, ...read.values }
  if (faults.length > 0) throw new Refused(faults, 2)
  return { procedure, values }
}

export function planOf(installation: Installation, words: string[], rehearsal: boolean): Plan {
  const { procedure, values } = readAsked(installation, words)
  const people = installation.people.map(({ id, name, groups }) => ({ id, name, groups }))
  const made = makePlan({ procedure, values, targets: installation.targets, policies: installation.policies, people, rehearsal })
  if ('faults' in made) throw new Refused(made.faults.map((fault) => en.planFault(fault)))
  return made.plan
}
