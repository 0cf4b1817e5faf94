import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoundParameter, Column, SqlMessage, SqlSession, SqlValue } from '../result-sink.ts'
import { createEstateState } from '../state/estate-state.ts'
import type { EstateOptions, EstateState } from '../state/estate-state.ts'
import { createSqlInstance } from './instance.ts'

export interface Answer {
  /** The result sets, each with its columns and rows by position. */
  sets: { columns: Column[]; rows: SqlValue[][] }[]
  messages: SqlMessage[]
  /** What the statements counted. */
  counts: (number | undefined)[]
}

/** For tests: an estate in a directory of its own whose hours pass in seconds. */
export function practiceEstate(options: Partial<EstateOptions> = {}): { state: EstateState; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'practice-estate-'))
  const state = createEstateState({ dir, speed: 200, login: { user: 'dba', password: 'secret' }, ...options })
  return { state, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** For tests: one session on an instance. */
export class PracticeSession {
  readonly session: SqlSession
  dropped = false

  constructor(state: EstateState, instance = 'SEC', database = 'master', appName = 'a test', user = 'dba') {
    const server = createSqlInstance(state, instance)
    const session = server.login({ user, password: 'secret', database, appName, hostName: 'here' })
    if (!('execute' in session)) throw new Error(session[0]?.text)
    server.onDrop(session.spid, () => (this.dropped = true))
    this.session = session
  }

  /** Runs a batch with text, number or list parameters, bound as the product binds them. */
  async ask(text: string, values: Record<string, string | number | null> = {}, signal = new AbortController().signal): Promise<Answer> {
    const answer: Answer = { sets: [], messages: [], counts: [] }
    const parameters: BoundParameter[] = Object.entries(values).map(([name, value]) => ({
      name,
      type: typeof value === 'number' ? { name: 'int' } : { name: 'nvarchar', length: 4000 },
      value,
    }))
    const sink = {
      columns: (columns: Column[]) => void answer.sets.push({ columns, rows: [] }),
      row: (row: SqlValue[]) => void answer.sets.at(-1)!.rows.push(row),
      statementDone: (rows?: number) => void answer.counts.push(rows),
      message: (message: SqlMessage) => void answer.messages.push(message),
    }
    await this.session.execute(text, parameters, sink, signal)
    return answer
  }

  /** The rows of the last result set, by column name; throws when there was an error. */
  async rows(text: string, values: Record<string, string | number | null> = {}): Promise<Record<string, SqlValue>[]> {
    const answer = await this.ask(text, values)
    const error = answer.messages.find((message) => message.severity > 10)
    if (error !== undefined) throw new Error(`${error.number} at line ${error.line}: ${error.text}`)
    const { columns, rows } = answer.sets.at(-1) ?? { columns: [], rows: [] }
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, row[index]!])))
  }

  /** The one value of a SELECT without FROM. */
  async value(text: string, values: Record<string, string | number | null> = {}): Promise<SqlValue> {
    return Object.values((await this.rows(text, values))[0] ?? {})[0] ?? null
  }

  /** Numbers of the errors that a batch gives, in order. */
  async errors(text: string, values: Record<string, string | number | null> = {}): Promise<number[]> {
    return (await this.ask(text, values)).messages.filter((message) => message.severity > 10).map((message) => message.number)
  }

  close(): void {
    this.session.close()
  }
}
