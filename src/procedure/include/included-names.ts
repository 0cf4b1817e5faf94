/** What the names of an included document are called in the one that includes it. */
import { misuse, type KnownName } from '../document/names-in-scope.ts'
import type { ProcedureDraft } from '../document/read-procedure.ts'
import type { StepDraft } from '../document/read-step.ts'
import { questionsOf, type Parameter, type ValueType } from '../procedure.ts'
import type { IncludeFault } from './beside.ts'

/** What the including document knows; the captures of what it includes are added on the way. */
export interface Ours {
  parameters: readonly Parameter[]
  names: KnownName[]
  lock: string
}

interface Included {
  id: string
  /** Which time, from 1, this document is included. */
  time: number
  draft: ProcedureDraft
}

type Report = (line: number, fault: IncludeFault) => void

/** Parameters are those of `with`; captures and items are named after the document: `setupLogShippingShare`. Undefined, with the reasons, where a name means nothing. */
export function includedNames(
  step: StepDraft,
  { id, time, draft }: Included,
  ours: Ours,
  report: Report,
): Record<string, string> | undefined {
  const theirs = draft.head?.parameters ?? []
  const mapped = step.options.with ?? {}
  const line = step.options.with === undefined ? step.lineOf('include') : step.lineOf('with')
  const known = theirs.map(({ name }) => name)
  const missing = known.filter((name) => !Object.hasOwn(mapped, name))
  let good = missing.length === 0
  if (!good) report(line, { is: 'not-mapped', of: id, names: missing })
  for (const [name, meant] of Object.entries(mapped)) {
    const parameter = theirs.find((each) => each.name === name)
    const fault: IncludeFault | undefined = parameter
      ? meaningFault(id, parameter, meant, step, ours)
      : { is: 'no-such-name', of: id, name, known }
    if (fault === undefined) continue
    report(line, fault)
    good = false
  }
  for (const { name, differsFrom: other = '' } of theirs) {
    const [one, two] = [mapped[name], mapped[other]]
    if (one === undefined || two === undefined || mustDiffer(ours.parameters, one, two)) continue
    report(line, { is: 'may-be-same', of: id, name, other, meant: one, ours: two })
    good = false
  }
  if (!good) return undefined
  const names: Record<string, string> = Object.fromEntries(theirs.map(({ name }) => [name, mapped[name] ?? '']))
  const lock = (draft.head?.lock ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${names[name] ?? name}}`)
  if (lock !== ours.lock && acts(draft)) {
    report(step.lineOf('include'), { is: 'other-lock', of: id, theirs: lock, ours: ours.lock })
    return undefined
  }
  const own = (name: string): string => `${camel(id)}${time > 1 ? time : ''}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  for (const { options } of draft.steps.flatMap((each) => [each, ...each.substeps])) {
    for (const [name, type] of Object.entries(options.captures ?? {})) {
      names[name] = own(name)
      ours.names.push({ name: own(name), type, from: 'capture', step: step.number, when: [] })
    }
    for (const { name } of questionsOf(options)) {
      if (name === undefined) continue
      names[name] = own(name)
      ours.names.push({ name: own(name), type: { list: false, of: 'choice' }, from: 'capture', step: step.number, when: [] })
    }
    if (options.each !== undefined) names[options.each.item] = own(options.each.item)
  }
  return names
}

/** What is wrong with this name of ours in the place of that of theirs. */
export function meaningFault(of: string, theirs: Parameter, meant: string, step: StepDraft, ours: Ours): IncludeFault | undefined {
  const { name, type } = theirs
  const known = ours.names.find((each) => each.name === meant && each.from !== 'item')
  if (known === undefined) {
    const fitting = ours.names.filter((each) => each.from !== 'item' && isSame(each.type, type)).map((each) => each.name)
    return { is: 'nothing-of-ours', of, name, meant, known: fitting }
  }
  if (known.from === 'capture' && misuse(known, { number: step.number, options: step.options, blocks: [] }, undefined) !== undefined)
    return { is: 'found-later', meant, step: known.step }
  if (!isSame(known.type, type)) return { is: 'other-type', of, name, type, meant, found: known.type }
  const by = widerBy(
    theirs,
    ours.parameters.find((each) => each.name === meant),
  )
  return by === undefined ? undefined : { is: 'wider', of, name, meant, by }
}

function isSame(one: ValueType, other: ValueType): boolean {
  return one.of === other.of && one.list === other.list
}

/** In what the value here may be one that theirs may not. */
function widerBy(theirs: Parameter, found: Parameter | undefined): 'choices' | 'pattern' | 'min' | 'max' | 'optional' | undefined {
  const { choices, pattern, min, max } = theirs
  if (found?.optional === true && theirs.optional !== true) return 'optional'
  if (choices !== undefined && !(found?.choices ?? ['']).every((choice) => choices.includes(choice))) return 'choices'
  if (pattern !== undefined && found?.pattern !== pattern) return 'pattern'
  if (min !== undefined && (found?.min ?? -Infinity) < min) return 'min'
  return max !== undefined && (found?.max ?? Infinity) > max ? 'max' : undefined
}

/** What is found during the run differs from nothing for sure. */
function mustDiffer(parameters: readonly Parameter[], one: string, two: string): boolean {
  return parameters.some(({ name, differsFrom }) => (name === one && differsFrom === two) || (name === two && differsFrom === one))
}

/** What only looks needs no lock. */
function acts({ steps }: ProcedureDraft): boolean {
  return steps
    .flatMap((each) => [each, ...each.substeps])
    .some(({ options, blocks }) => options.confirm !== undefined || blocks.some(({ role }) => role === 'run'))
}

function camel(id: string): string {
  return id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
