/** Every name of a document: where it comes from, where it may be used, and which of them a block uses. */
import { acts } from '../acts.ts'
import type { DocumentReport, Misuse } from './document-fault.ts'
import { questionsOf } from '../procedure.ts'
import type { Parameter, Role, ValueType, Block, Language } from '../procedure.ts'
import { planName } from './other-names.ts'
import type { BlockDraft } from './read-fence.ts'
import type { StepDraft } from './read-step.ts'
import { reservedName } from './reserved-name.ts'
import type { Scope } from './scope.ts'

export interface KnownName {
  name: string
  type: ValueType
  from: 'parameter' | 'capture' | 'item'
  /** Step that captures it or has it as its item; 0 for parameters. */
  step: number
  /** Sub-step that captures it, anew for each item. */
  substep?: number
  /** Of an answer. */
  choices?: string[]
  /** The conditions under which it is captured, as they are written; none for always. */
  when: string[]
  /** It may stay without a value. */
  optional?: true
  /** Known beside the name of a SQL Server, called after it, and written nowhere. */
  beside?: true
}

type WrittenName = KnownName & { line: number }

/** Collects the names and reports those that are given twice; neither T-SQL nor PowerShell tells `Pool` from `pool`. */
export function collectNames(parameters: readonly Parameter[], steps: readonly StepDraft[], report: DocumentReport): KnownName[] {
  const names: WrittenName[] = []
  for (const { name, type, line, optional } of parameters) {
    const asked = { from: 'parameter' as const, step: 0, when: [], line, ...(optional === true ? { optional } : {}) }
    names.push({ name, type, ...asked })
    for (const part of partsOf(type))
      names.push({ name: `${name}_${part}`, type: { list: false, of: type.of === 'secret' ? 'secret' : 'text' }, ...asked, beside: true })
  }
  for (const step of steps.flatMap((each) => [each, ...each.substeps])) {
    for (const [name, type] of Object.entries(step.options.captures ?? {})) {
      names.push({
        name,
        type,
        from: 'capture',
        step: step.number,
        ...(step.substep && { substep: step.substep }),
        when: whenOf(step),
        line: step.lineOf('captures'),
      })
    }
  }
  for (const step of steps.flatMap((each) => [each, ...each.substeps])) {
    for (const { name, choices } of questionsOf(step.options)) {
      if (name === undefined) continue
      const type = { list: false, of: 'choice' } as const
      names.push({ name, type, from: 'capture', step: step.number, choices, when: whenOf(step), line: step.lineOf('confirm') })
      if (step.options.each !== undefined) report(step.lineOf('confirm'), { is: 'answer-of-item', name })
    }
  }
  for (const step of steps) {
    const { each } = step.options
    const list = names.find(({ name }) => name === each?.of)
    if (each !== undefined) {
      const type = { list: false, of: list?.type.of ?? 'text' } as const
      const item = { from: 'item' as const, step: step.number, when: [], line: step.lineOf('each') }
      names.push({ ...item, name: each.item, type })
      for (const part of partsOf(type))
        names.push({ ...item, name: `${each.item}_${part}`, type: { list: false, of: 'text' }, beside: true })
    }
  }
  reportDoubles(names, report)
  return names
}

/** What a value of this type is given beside it: `backup_host`; of a secret, which is no text in PowerShell, its text. */
export function partsOf({ list, of }: ValueType): readonly string[] {
  if (list) return []
  return of === 'sql-server' ? ['host', 'instance'] : of === 'secret' ? ['text'] : []
}

/** What a block of this step and role may use. */
export function scopeOf(names: readonly KnownName[], step: StepDraft, { role, names: others }: Pick<BlockDraft, 'role' | 'names'>): Scope {
  const meant = (name: string): string => (others === undefined ? name : (planName(others, name) ?? ''))
  return {
    names: others
      ? Object.keys(others)
      : names.filter((known) => known.from !== 'item' || known.step === step.number).map(({ name }) => name),
    captures: Object.keys(step.options.captures ?? {}).length > 0,
    find: (name) => findName(names, meant(name), step, role),
    typeOf: (name) => nameIn(names, meant(name), step)?.type,
    mayBeAbsent: (name) => nameIn(names, meant(name), step)?.optional === true,
  }
}

function findName(names: readonly KnownName[], name: string, step: StepDraft, role: Role): 'ok' | Misuse | undefined {
  const found = nameIn(names, name, step)
  return found === undefined ? undefined : (misuse(found, step, role) ?? 'ok')
}

function nameIn(names: readonly KnownName[], name: string, step: StepDraft): KnownName | undefined {
  return names.find((known) => known.name === name && (known.from !== 'item' || known.step === step.number))
}

/** Why a known name cannot be used in this place. */
export function misuse(
  known: KnownName,
  step: Pick<StepDraft, 'number' | 'options' | 'blocks' | 'substep'>,
  role: Role | undefined,
): Misuse | undefined {
  const { name } = known
  switch (known.from) {
    case 'parameter':
      // A condition compares its name, which is no secret.
      return known.type.of === 'secret' && role !== undefined && !acts(role) ? { is: 'secret-in-look', name } : undefined
    case 'item':
      return role === 'read' && step.substep === undefined ? { is: 'item-in-read', name } : undefined
    case 'capture':
      if (known.step > step.number) return { is: 'captured-later', name, step: known.step }
      if (known.substep !== undefined && (known.step !== step.number || step.substep === undefined)) return { is: 'captured-by-item', name }
      if (known.substep !== undefined && known.substep > (step.substep ?? 0)) return { is: 'captured-below', name }
      // A person is asked when everything but the check was asked.
      if (
        known.step === step.number &&
        known.substep === step.substep &&
        (role === 'read' || role === undefined || (known.choices !== undefined && role !== 'check'))
      )
        return { is: 'captured-here', name }
      if (known.when.every((condition) => whenOf(step).includes(condition))) return undefined
      return { is: 'maybe-not-captured', name, step: known.step }
  }
}

/** The conditions of a step as they are written: what is captured under some of them is there under all. */
export function whenOf({ options }: Pick<StepDraft, 'options'>): string[] {
  return (options.when ?? []).map(({ name, tests }) => JSON.stringify([name, tests]))
}

function reportDoubles(names: readonly WrittenName[], report: DocumentReport): void {
  for (const [index, { name, from, step, line, beside }] of names.entries()) {
    if (beside === true) continue
    const reserved = from === 'parameter' ? undefined : reservedName(name)
    if (reserved !== undefined) report(line, reserved)
    const first = names.slice(0, index).find((other) => other.name.toLowerCase() === name.toLowerCase())
    // Two steps may call their items alike: each sees its own only.
    if (first === undefined || (first.from === 'item' && from === 'item' && first.step !== step)) continue
    report(line, { is: 'name-twice', name, from: first.from, line: first.line })
  }
}

/**
 * Every value that the block may use and whose name stands in its text, `@name` in SQL and `$name` or `@name` in PowerShell, in the order of the first time.
 * One that only a comment or a string speaks of is bound too, which does nothing; that a block uses no other is judged at the door.
 */
export function usedNames({ language, text }: Pick<Block, 'language' | 'text'>, scope: Scope): string[] {
  const written = WRITTEN[language]
  const names = [...text.matchAll(written)].map(([, name = '']) => name)
  return [...new Set(names)].filter((name) => scope.find(name) === 'ok')
}

/** How each language writes a name. */
const WRITTEN = {
  sql: /(?<!@)@([A-Za-z_]\w*)/g,
  powershell: /[$@]\{?(?:using:)?([A-Za-z_]\w*)/gi,
  http: /\{(\w+)\}/g,
} satisfies Record<Language, RegExp>
