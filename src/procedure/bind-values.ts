/** The typed values that a block is given: what it uses, and nothing else. Nothing is ever composed into its text. */
import type { PlannedBlock, Target } from './plan-types.ts'
import { answerNames } from './procedure.ts'
import type { Procedure, ScalarType, Step, Value, ValueType } from './procedure.ts'

export type SqlType = 'nvarchar(128)' | 'nvarchar(255)' | 'nvarchar(260)' | 'nvarchar(4000)' | 'nvarchar(max)' | 'int' | 'bigint' | 'bit'

export interface SqlValue {
  name: string
  sqlType: SqlType
  value: string | number | boolean
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
  { language: 'sql'; values: SqlValue[] } | { language: 'powershell'; values: Record<string, Value> } | { fault: BindFault }

/** A name that a block uses, and that has nothing to give. */
export type BindFault =
  | { is: 'no-item'; name: string; of: string }
  | { is: 'no-value'; name: string }
  | { is: 'target-not-configured'; name: string; target: string }

/**
 * A list reaches SQL as one JSON text; a `sql-server` value as `host\instance`, with `<name>_host` and `<name>_instance` beside it;
 * a `powershell` value as its host. A name without a value is a fault: a block is never sent with NULL in its place.
 */
export function bindValues(block: Pick<PlannedBlock, 'language' | 'uses'>, source: BindingSource): Bound {
  const bound: { name: string; type: ValueType; value: Value }[] = []
  for (const name of block.uses) {
    const found = findValue(name, source)
    if ('fault' in found) return found
    bound.push({ name, ...found })
  }
  if (block.language === 'powershell')
    return { language: 'powershell', values: Object.fromEntries(bound.map(({ name, value }) => [name, value])) }
  return { language: 'sql', values: bound.map(({ name, type, value }) => sqlValue(name, type, value)) }
}

/** `host\instance`, or the host alone where the instance has no name. */
export function serverName(target: Extract<Target, { kind: 'sql-server' }>): string {
  return target.instance === '' ? target.host : `${target.host}\\${target.instance}`
}

function findValue(name: string, source: BindingSource): { type: ValueType; value: Value } | { fault: BindFault } {
  const [, server = name, part] = /^(.+)_(host|instance)$/.exec(name) ?? []
  const { each } = source.step
  const isItem = each !== undefined && each.item === server
  if (isItem && source.item === undefined) return { fault: { is: 'no-item', name, of: each.of } }
  const type = isItem ? { list: false, of: typeOf(each.of, source.procedure)?.of ?? 'text' } : typeOf(server, source.procedure)
  const value = isItem ? source.item : (own(source.values, server) ?? own(source.captures, server))
  if (type === undefined || value === undefined) return { fault: { is: 'no-value', name } }
  if (type.of !== 'sql-server' && type.of !== 'powershell') return { type, value }
  if (typeof value !== 'string') return { type, value: (value as string[]).map((each) => addressOf(own(source.targets, each)) ?? each) }
  const target = own(source.targets, value)
  if (target === undefined) return { fault: { is: 'target-not-configured', name, target: value } }
  if (part === 'instance') return { type: { list: false, of: 'database' }, value: target.kind === 'sql-server' ? target.instance : '' }
  if (part === 'host') return { type: { list: false, of: 'fqdn' }, value: target.host }
  return { type, value: addressOf(target) ?? value }
}

function addressOf(target: Target | undefined): string | undefined {
  return target?.kind === 'sql-server' ? serverName(target) : target?.host
}

function typeOf(name: string, procedure: BindingSource['procedure']): ValueType | undefined {
  const parameter = procedure.parameters.find((known) => known.name === name)
  const found = procedure.steps.map((step) => own(step.captures, name)).find((type) => type !== undefined)
  const answered = procedure.steps.some((step) => answerNames(step).includes(name))
  return parameter?.type ?? found ?? (answered ? { list: false, of: 'choice' } : undefined)
}

function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function sqlValue(name: string, type: ValueType, value: Value): SqlValue {
  if (Array.isArray(value)) return { name, sqlType: 'nvarchar(max)', value: JSON.stringify(value) }
  if (typeof value === 'number') return { name, sqlType: Math.abs(value) < 2 ** 31 ? 'int' : 'bigint', value }
  if (typeof value === 'boolean') return { name, sqlType: 'bit', value }
  return { name, sqlType: TEXT_TYPES[type.of], value }
}

/** What a text of each type is bound as. */
export const TEXT_TYPES: Record<ScalarType, SqlType> = {
  text: 'nvarchar(4000)',
  fqdn: 'nvarchar(255)',
  path: 'nvarchar(260)',
  database: 'nvarchar(128)',
  choice: 'nvarchar(4000)',
  integer: 'nvarchar(4000)',
  boolean: 'nvarchar(4000)',
  duration: 'nvarchar(4000)',
  'sql-server': 'nvarchar(260)',
  powershell: 'nvarchar(255)',
}
