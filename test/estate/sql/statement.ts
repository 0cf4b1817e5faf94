import type { Column, ColumnType } from '../result-sink.ts'
import type { SessionView } from './environment.ts'
import type { SqlError } from './sql-error.ts'
import type { Condition, Expression, Query } from './syntax.ts'

/** One statement of a batch: where it stands, as it was written, and what it says. */
export type Statement = { line: number; text: string } & (ControlStatement | DataStatement | AdminStatement | GuardedStatement)

export type ControlStatement =
  | { kind: 'declare'; items: { name: string; type: ColumnType; value: Expression | undefined }[] }
  | { kind: 'declare-table'; name: string; columns: Column[] }
  | { kind: 'set'; name: string; value: Expression }
  | { kind: 'set-option'; words: string[] }
  | { kind: 'set-context'; value: Expression }
  | { kind: 'if'; when: Condition; branch: Statement; otherwise: Statement | undefined }
  | { kind: 'while'; when: Condition; body: Statement }
  | { kind: 'block'; body: Statement[] }
  | { kind: 'try'; body: Statement[]; handler: Statement[] }
  | { kind: 'break' }
  | { kind: 'continue' }
  | { kind: 'return'; value: Expression | undefined }
  | { kind: 'throw'; error: { number: Expression; message: Expression; state: Expression } | undefined }
  | { kind: 'raiserror'; message: Expression; severity: Expression; state: Expression; values: Expression[]; log: boolean }
  | { kind: 'print'; value: Expression }
  | { kind: 'waitfor'; delay: Expression }
  | { kind: 'use'; database: string }
  | { kind: 'transaction'; verb: 'begin' | 'commit' | 'rollback' }

export type DataStatement =
  | { kind: 'query'; query: Query }
  | { kind: 'insert'; into: string; columns: string[]; from: Query | ExecStatement | Expression[][] }
  | { kind: 'delete'; from: string }
  | { kind: 'create-table'; name: string; columns: Column[] }
  | { kind: 'drop-table'; name: string; ifExists: boolean }
  | ExecStatement

export type ExecStatement =
  | { kind: 'exec-string'; parts: Expression[]; at?: string }
  | { kind: 'exec'; procedure: string[]; arguments: ExecArgument[]; result: string | undefined }

export interface ExecArgument {
  /** `@name` when it was given by name. */
  name: string | undefined
  /** Undefined for DEFAULT. */
  value: Expression | undefined
  output: boolean
}

/** The refusal that this session gets; none where it has the right. */
export type Need = (session: SessionView) => SqlError | undefined

/** `beyond`: what is said to whoever has the right. */
export interface GuardedStatement {
  kind: 'guarded'
  need: Need
  beyond: SqlError
}

/** A database's name as written, or the variable that holds it. */
export type DatabaseName = { name: string } | { variable: string }

export type AdminStatement =
  | { kind: 'restore'; what: 'LOG' | 'DATABASE'; database: DatabaseName; device: Expression | undefined; options: Options }
  | { kind: 'inspect'; what: 'HEADERONLY' | 'VERIFYONLY' | 'FILELISTONLY'; device: Expression }
  | { kind: 'backup'; what: 'LOG' | 'DATABASE'; database: DatabaseName; device: Expression; options: Options }
  | { kind: 'alter-database'; database: string; change: DatabaseChange }
  | { kind: 'drop-database'; database: string; ifExists: boolean }
  | { kind: 'alter-group'; group: string; to: 'FAILOVER' | 'FORCE_FAILOVER_ALLOW_DATA_LOSS' }
  | { kind: 'map-user'; user: string; login: string }
  | { kind: 'kill'; spid: number; statusOnly: boolean }

/** The words after WITH, in capitals, with their values. */
export type Options = Map<string, Expression | undefined>

export type DatabaseChange =
  | {
      kind: 'partner'
      to:
        | 'OFF'
        | 'FAILOVER'
        | 'FORCE_SERVICE_ALLOW_DATA_LOSS'
        | 'SUSPEND'
        | 'RESUME'
        | 'SAFETY FULL'
        | 'SAFETY OFF'
        | { address: string }
        | { timeoutSeconds: number }
    }
  | { kind: 'hadr'; to: 'SUSPEND' | 'RESUME' }
  | { kind: 'witness'; to: 'OFF' | { address: string } }
  | { kind: 'access'; access: 'SINGLE_USER' | 'MULTI_USER' | 'RESTRICTED_USER'; rollback: boolean }
  | { kind: 'recovery'; model: 'FULL' | 'SIMPLE' | 'BULK_LOGGED' }
  | { kind: 'status'; status: 'ONLINE' | 'OFFLINE'; rollback: boolean }
  | { kind: 'updates'; readOnly: boolean }
