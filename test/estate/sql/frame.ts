import type { BoundParameter, SqlValue } from '../result-sink.ts'
import { convertValue } from './convert-value.ts'
import type { Environment, SessionView, TableData, TypedValue } from './environment.ts'
import { SqlError } from './sql-error.ts'
import type { SqlType } from './sql-type.ts'
import { fromStored, toStored } from './stored-value.ts'

/** The variables of one batch, one EXEC of a string, or one sp_executesql. */
export class Frame implements Environment {
  readonly session: SessionView
  readonly #variables = new Map<string, TypedValue>()
  readonly #tables = new Map<string, TableData>()
  readonly #caught: SqlError[] = []
  /** How many TRY blocks stand around the running statement, here and in the callers. */
  tryDepth: number

  constructor(session: SessionView, parameters: BoundParameter[] = [], tryDepth = 0) {
    this.session = session
    this.tryDepth = tryDepth
    for (const { name, type, value } of parameters) this.#variables.set('@' + name.replace(/^@/, '').toLowerCase(), { type, value })
  }

  variable(name: string): TypedValue | undefined {
    return this.#variables.get(name.toLowerCase())
  }

  names(): string[] {
    return [...this.#variables.keys(), ...this.#tables.keys()]
  }

  declare(name: string, type: SqlType): void {
    this.#variables.set(name.toLowerCase(), { type, value: null })
  }

  /** Assigns with the conversion that SQL Server would do. */
  assign(name: string, value: TypedValue): void {
    const variable = this.variable(name)
    if (variable === undefined) throw new SqlError(137, `Must declare the scalar variable "${name}".`, 15, 2)
    variable.value = converted(value, variable.type)
  }

  declareTable(name: string, table: TableData): void {
    this.#tables.set(name.toLowerCase(), table)
  }

  tableVariable(name: string): TableData | undefined {
    return this.#tables.get(name.toLowerCase())
  }

  caught(): ReturnType<Environment['caught']> {
    const error = this.#caught.at(-1)
    if (error === undefined) return undefined
    return {
      number: error.number,
      message: error.message,
      severity: error.severity,
      state: error.state,
      line: error.line ?? 1,
      procedure: error.procedure ?? null,
    }
  }

  enterCatch(error: SqlError): void {
    this.#caught.push(error)
  }

  leaveCatch(): void {
    this.#caught.pop()
  }

  /** The error itself, for THROW without arguments. */
  lastCaught(): SqlError | undefined {
    return this.#caught.at(-1)
  }
}

export function converted({ type, value }: TypedValue, to: SqlType): SqlValue {
  return fromStored(convertValue(toStored(value, type), type, to), to)
}
