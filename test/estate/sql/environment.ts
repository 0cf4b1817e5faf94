import type { Column, SqlValue } from '../result-sink.ts'
import type { EstateState } from '../state/estate-state.ts'
import type { Principal } from '../rights/principal.ts'
import type { InstanceState, SessionRow } from '../state/instance-state.ts'
import type { SessionSettings } from './session-settings.ts'
import type { SqlType } from './sql-type.ts'

/** One session as statements and functions see it. */
export interface SessionView {
  readonly state: EstateState
  readonly instance: InstanceState
  readonly row: SessionRow
  readonly login: string
  /** Name of the current database. */
  database: string
  transactions: number
  rowCount: number
  lastError: number
  readonly principal: Principal
  readonly settings: SessionSettings
  readonly noCount: boolean
}

/** Rows of something that can stand after FROM. */
export interface TableData {
  columns: Column[]
  rows: SqlValue[][]
}

export interface TypedValue {
  type: SqlType
  value: SqlValue
}

/** What a statement's expressions may refer to. */
export interface Environment {
  readonly session: SessionView
  /** A scalar variable or parameter with its `@`; undefined when there is none. */
  variable(name: string): TypedValue | undefined
  tableVariable(name: string): TableData | undefined
  /** The error that a CATCH block is looking at. */
  caught(): { number: number; message: string; severity: number; state: number; line: number; procedure: string | null } | undefined
}
