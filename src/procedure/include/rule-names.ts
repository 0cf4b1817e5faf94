import type { CitedRule } from '../document/step-options.ts'
import type { StepDraft } from '../document/read-step.ts'
import type { IncludeFault } from './beside.ts'
import { meaningFault, type Ours } from './included-names.ts'
import type { Rule } from './read-rules.ts'

/** What the names of a rule are called in the document that cites it: the same, unless it says otherwise. Undefined, with the reasons, where one means nothing. */
export function ruleNames(
  { id, parameters }: Rule,
  cited: CitedRule,
  step: StepDraft,
  ours: Ours,
  report: (line: number, fault: IncludeFault) => void,
): Record<string, string> | undefined {
  const known = parameters.map(({ name }) => name)
  const faults: IncludeFault[] = Object.keys(cited.with)
    .filter((name) => !known.includes(name))
    .map((name) => ({ is: 'no-such-name', of: id, name, known }))
  const names = Object.fromEntries(known.map((name) => [name, Object.hasOwn(cited.with, name) ? (cited.with[name] ?? '') : name]))
  for (const parameter of parameters) {
    const fault = meaningFault(id, parameter, names[parameter.name] ?? '', step, ours)
    if (fault !== undefined) faults.push(fault)
  }
  for (const fault of faults) report(cited.line, fault)
  return faults.length === 0 ? names : undefined
}
