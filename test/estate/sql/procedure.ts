import type { ColumnType, SqlValue } from '../result-sink.ts'
import type { BoundCall } from './bind-arguments.ts'
import type { Work } from './work.ts'

/** One system procedure. */
export interface Procedure {
  /** Where it lives: those of master are found from every database. */
  home: 'master' | 'msdb'
  /** It changes the estate. */
  effect: boolean
  parameters: ProcedureParameter[]
  takesMore?: boolean
  /** Gives the return code. */
  run(call: BoundCall, work: Work): Promise<number>
}

export interface ProcedureParameter {
  /** With `@`, in small letters. */
  name: string
  type: ColumnType
  /** Undefined: it must be given. */
  otherwise: SqlValue | undefined
}

/** A parameter that must be given. */
export function needed(name: string, type: ColumnType): ProcedureParameter {
  return { name, type, otherwise: undefined }
}

export function optional(name: string, type: ColumnType, otherwise: SqlValue = null): ProcedureParameter {
  return { name, type, otherwise }
}

export function textOf(call: BoundCall, name: string): string | null {
  return (call.values.get(name)?.value ?? null) as string | null
}

export function numberOf(call: BoundCall, name: string): number | null {
  const value = call.values.get(name)?.value ?? null
  return value === null ? null : Number(value)
}

/** Sets what an OUTPUT argument will take home. */
export function giveBack(call: BoundCall, name: string, value: SqlValue): void {
  const known = call.values.get(name)
  if (known !== undefined) known.value = value
}
