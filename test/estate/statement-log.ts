import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BoundParameter, SqlValue } from './result-sink.ts'

/** How a statement ended; `running` until it did. `broken` is a fault of the stand-in itself. */
export type Outcome =
  'running' | 'done' | 'error' | 'cancelled' | 'connection lost' | 'dropped before' | 'dropped after' | 'error asked for' | 'broken'

/** One request that reached an instance, or a cmdlet that reached its endpoint (`instance` then; `spid` 0). Times are ISO 8601 of this machine's clock. */
export interface LoggedStatement {
  /** Counted from 1; the same in the line written before and in the one written after. */
  number: number
  instance: string
  spid: number
  app: string
  kind: 'batch' | 'rpc' | 'transaction' | 'cmdlet'
  text: string
  parameters: { name: string; type: string; value: string | number | boolean | null }[]
  start: string
  end?: string
  outcome: Outcome
  /** Error numbers in the order in which they were raised. */
  errors: number[]
}

export interface NewStatement extends Pick<LoggedStatement, 'instance' | 'spid' | 'app' | 'kind' | 'text'> {
  parameters: BoundParameter[]
}

/** What a text of the log is cut to, its whole length written behind it. */
const KEPT_CHARACTERS = 8000

/** Everything that was executed, written down before it is executed and again after: in memory, and as lines of `statements.jsonl`. */
export class StatementLog {
  readonly all: LoggedStatement[] = []
  readonly file: string
  /** Called with each statement before it is executed, and again with its outcome, before anybody is answered. */
  watch: ((statement: LoggedStatement) => void) | undefined

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true })
    this.file = join(dir, 'statements.jsonl')
  }

  begin(statement: NewStatement): LoggedStatement {
    const entry: LoggedStatement = {
      ...statement,
      number: this.all.length + 1,
      text: cut(statement.text),
      parameters: statement.parameters.map(({ name, type, value }) => ({ name, type: typeText(type), value: plainValue(value) })),
      start: new Date().toISOString(),
      outcome: 'running',
      errors: [],
    }
    this.all.push(entry)
    this.#append(entry)
    this.watch?.(entry)
    return entry
  }

  finish(entry: LoggedStatement, outcome: Outcome, errors: readonly number[]): void {
    entry.end = new Date().toISOString()
    entry.outcome = outcome
    entry.errors = [...errors]
    this.#append(entry)
    this.watch?.(entry)
  }

  #append(entry: LoggedStatement): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
  }
}

function cut(text: string): string {
  return text.length <= KEPT_CHARACTERS ? text : `${text.slice(0, KEPT_CHARACTERS)}… (${text.length} characters)`
}

function plainValue(value: SqlValue): string | number | boolean | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return cut(value)
  return value instanceof Date ? value.toISOString() : cut(`0x${Buffer.from(value).toString('hex')}`)
}

function typeText(type: BoundParameter['type']): string {
  if ('length' in type) return `${type.name}(${type.length < 0 ? 'max' : type.length})`
  return type.name === 'numeric' ? `numeric(${type.precision},${type.scale})` : type.name
}
