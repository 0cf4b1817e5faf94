import type { SqlMessage } from '../result-sink.ts'

/** An error as SQL Server raises it; `preceding` are the messages that went out before the last one (4305 before 3013). */
export class SqlError extends Error {
  readonly number: number
  readonly severity: number
  readonly state: number
  readonly preceding: SqlError[]
  /** Line of the batch; filled in by the statement that raised it. */
  line: number | undefined
  procedure: string | undefined

  constructor(number: number, message: string, severity = 16, state = 1, preceding: SqlError[] = []) {
    super(message)
    this.number = number
    this.severity = severity
    this.state = state
    this.preceding = preceding
  }

  at(line: number): this {
    this.line ??= line
    for (const each of this.preceding) each.line ??= line
    return this
  }
}

/** A batch that was given up because the client cancelled it or went away. */
export class Cancelled extends Error {}

export function asMessage(error: SqlError): SqlMessage {
  return {
    number: error.number,
    severity: error.severity,
    state: error.state,
    text: error.message,
    line: error.line ?? 1,
    ...(error.procedure === undefined ? {} : { procedure: error.procedure }),
  }
}

/** What the stand-in says instead of guessing. Always ends the batch. */
export function notUnderstood(what: string, line: number): SqlError {
  const text = what.replaceAll(/\s+/g, ' ').trim().slice(0, 80)
  return new SqlError(50_000, `The practice SQL Server does not understand line ${line}: ${text}`).at(line)
}

export function syntaxError(near: string, line: number): SqlError {
  return new SqlError(102, `Incorrect syntax near '${near}'.`, 15).at(line)
}

/** Errors after which SQL Server runs no further statement of the batch; after the others it goes on with the next. */
export function endsBatch(error: SqlError): boolean {
  return (
    BATCH_ENDING.has(error.number) ||
    (error.number === 50_000 && error.message.startsWith('The practice SQL Server does not understand')) ||
    error.severity >= 20
  )
}

const BATCH_ENDING = new Set([102, 137, 207, 208, 209, 241, 245, 911, 927, 1087, 2812, 4104, 4145, 8114, 8120, 8169])
