/** The typed values that a block is given: what it uses, and nothing else. Nothing is ever composed into its text. */
import type { PlannedBlock, Target } from './plan-types.ts'
import { answerNames } from './procedure.ts'
import type { Procedure, ScalarType, Step, Value, ValueType } from './procedure.ts'

export type SqlType =
  'nvarchar(45)' | 'nvarchar(128)' | 'nvarchar(255)' | 'nvarchar(260)' | 'nvarchar(4000)' | 'nvarchar(max)' | 'int' | 'bigint' | 'bit'

export interface SqlValue {
  name: string
  sqlType: SqlType
  value: string | number | boolean | null
  /** `value` is the name of a secret, in whose place the worker sends the secret itself. */
  secret?: true
}

/** `as`: a SecureString, or its text. */
export interface SecretValue {
  secret: string
  as: 'secure' | 'text'
}

/** Values of parameters and captures by name, and the item at hand where the step has `each`. */
export interface BindingSource {
  procedure: Pick<Procedure, 'parameters' | 'steps'>
  step: Pick<Step, 'each'>
  values: Record<string, Value>
  captures: Record<string, Value>
  item?: string
  targets: Record<string, Target>
}

export type Bound =
  | { language: 'sql'; values: SqlValue[] }
  | { language: 'powershell'; values: Record<string, Value | null | SecretValue> }
  | { language: 'http'; values: Record<string, Value> }
  | { fault: BindFault }

/** A name that a block uses, and that has nothing to give. */
export type BindFault =
  | { is: 'no-item'; name: string; of: string }
  | { is: 'no-value'; name: string }
  | { is: 'target-not-configured'; name: string; target: string }

/**
 * A list reaches SQL as one JSON text; a `sql-server` value as `host\instance`, with `<name>_host` and `<name>_instance` beside it;
 * a `powershell` value as its host; a secret by its name, which the worker follows. An optional parameter that nobody answered is NULL of its type;
 * any other name without a value is a fault: a block is never sent with NULL in its place.
 */
export function bindValues(block: Pick<PlannedBlock, 'language' | 'uses' | 'as'>, source: BindingSource): Bound {
  const bound: (Found & { name: string })[] = []
  const named = block.as ?? Object.fromEntries(block.uses.map((name) => [name, name]))
  for (const [name, meant] of Object.entries(named)) {
    const found = findValue(meant, source)
    if ('fault' in found) return found
    bound.push({ name, ...found })
  }
  if (block.language === 'powershell')
    return { language: 'powershell', values: Object.fromEntries(bound.map((found) => [found.name, shellValue(found)])) }
  // What is not answered has no place in an address.
  if (block.language === 'http')
    return { language: 'http', values: Object.fromEntries(bound.flatMap(({ name, value }) => (value === null ? [] : [[name, value]]))) }
  return { language: 'sql', values: bound.map(({ name, type, value }) => sqlValue(name, type, value)) }
}

/** `host\instance`, or the host alone where the instance has no name. */
export function serverName(target: Extract<Target, { kind: 'sql-server' }>): string {
  return target.instance === '' ? target.host : `${target.host}\\${target.instance}`
}

interface Found {
  type: ValueType
  value: Value | null
}

function findValue(name: string, source: BindingSource): Found | { fault: BindFault } {
  const [, whole = name, part] = /^(.+)_(host|instance|text)$/.exec(name) ?? []
  const { each } = source.step
  const isItem = each !== undefined && each.item === whole
  if (isItem && source.item === undefined) return { fault: { is: 'no-item', name, of: each.of } }
  const type = isItem ? { list: false, of: typeOf(each.of, source.procedure)?.of ?? 'text' } : typeOf(whole, source.procedure)
  const value = isItem ? source.item : (own(source.values, whole) ?? own(source.captures, whole))
  const absent = value === undefined && source.procedure.parameters.find((known) => known.name === whole)?.optional === true
  if (type !== undefined && absent)
    return { type: part === undefined || part === 'text' ? type : PARTS[part as 'host' | 'instance'], value: null }
  if (type === undefined || value === undefined) return { fault: { is: 'no-value', name } }
  if (type.of !== 'sql-server' && type.of !== 'powershell') return { type, value }
  if (typeof value !== 'string') return { type, value: (value as string[]).map((each) => addressOf(own(source.targets, each)) ?? each) }
  const target = own(source.targets, value)
  if (target === undefined) return { fault: { is: 'target-not-configured', name, target: value } }
  if (part === 'instance') return { type: PARTS.instance, value: target.kind === 'sql-server' ? target.instance : '' }
  if (part === 'host') return { type: PARTS.host, value: target.host }
  return { type, value: addressOf(target) ?? value }
}

/** What the parts of a server are bound as. */
const PARTS = { host: { list: false, of: 'fqdn' }, instance: { list: false, of: 'database' } } as const

function addressOf(target: Target | undefined): string | undefined {
  return target?.kind === 'sql-server' ? serverName(target) : target?.host
}

function typeOf(name: string, procedure: BindingSource['procedure']): ValueType | undefined {
  const parameter = procedure.parameters.find((known) => known.name === name)
  const sections = procedure.steps.flatMap((step) => [step, ...(step.substeps ?? [])])
  const found = sections.map(({ captures }) => own(captures, name)).find((type) => type !== undefined)
  const answered = procedure.steps.some((step) => answerNames(step).includes(name))
  return parameter?.type ?? found ?? (answered ? { list: false, of: 'choice' } : undefined)
}

function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function shellValue({ name, type, value }: Found & { name: string }): Value | null | SecretValue {
  if (type.of !== 'secret' || value === null) return value
  return { secret: String(value), as: name.endsWith('_text') ? 'text' : 'secure' }
}

function sqlValue(name: string, type: ValueType, value: Value | null): SqlValue {
  if (value === null) return { name, sqlType: typeOfNull(type), value }
  if (Array.isArray(value)) return { name, sqlType: 'nvarchar(max)', value: JSON.stringify(value) }
  if (typeof value === 'number') return { name, sqlType: Math.abs(value) < 2 ** 31 ? 'int' : 'bigint', value }
  if (typeof value === 'boolean') return { name, sqlType: 'bit', value }
  return { name, sqlType: TEXT_TYPES[type.of], value, ...(type.of === 'secret' ? { secret: true as const } : {}) }
}

function typeOfNull({ list, of }: ValueType): SqlType {
  if (list) return 'nvarchar(max)'
  if (of === 'boolean') return 'bit'
  return of === 'integer' || of === 'duration' ? 'bigint' : TEXT_TYPES[of]
}

/** What a text of each type is bound as. */
export const TEXT_TYPES: Record<ScalarType, SqlType> = {
  text: 'nvarchar(4000)',
  fqdn: 'nvarchar(255)',
  ip: 'nvarchar(45)',
  url: 'nvarchar(4000)',
  email: 'nvarchar(255)',
  path: 'nvarchar(260)',
  database: 'nvarchar(128)',
  login: 'nvarchar(128)',
  choice: 'nvarchar(4000)',
  integer: 'nvarchar(4000)',
  boolean: 'nvarchar(4000)',
  duration: 'nvarchar(4000)',
  instant: 'nvarchar(45)',
  secret: 'nvarchar(4000)',
  'sql-server': 'nvarchar(260)',
  powershell: 'nvarchar(255)',
}
