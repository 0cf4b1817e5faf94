import type { Column, ResultSink, SqlMessage, SqlValue } from '../result-sink.ts'
import type { PacketWriter } from './packet-writer.ts'
import { DONE, doneToken, messageToken, returnStatus } from './tokens.ts'
import { columnMetadata } from './write-type.ts'
import { rowToken } from './write-value.ts'

/** What kind of request is being answered: a batch ends in DONE, a procedure call in RETURNSTATUS and DONEPROC. */
export type AnswerKind = 'batch' | 'rpc'

/** Turns a session's answer into tokens. A statement's DONE is held back until it is known whether anything follows it. */
export class TokenSink implements ResultSink {
  /** Numbers of the errors that were reported, discarded ones too. */
  readonly errors: number[] = []
  readonly #writer: PacketWriter
  readonly #kind: AnswerKind
  readonly #server: string
  #columns: Column[] = []
  #held: { status: number; rows: number | undefined } | undefined
  #failed = false
  #discarding = false

  constructor(writer: PacketWriter, kind: AnswerKind, server: string) {
    this.#writer = writer
    this.#kind = kind
    this.#server = server
  }

  columns(columns: Column[]): void {
    this.#columns = columns
    this.#add(() => columnMetadata(columns))
  }

  row(values: SqlValue[]): void {
    this.#add(() => rowToken(this.#columns, values))
  }

  statementDone(rows?: number): void {
    this.#release()
    this.#held = { status: this.#failed ? DONE.error : 0, rows }
    this.#failed = false
  }

  message(message: SqlMessage): void {
    if (message.severity > 10) {
      this.errors.push(message.number)
      this.#failed = true
    }
    this.#add(() => messageToken(message, this.#server))
    if (!this.#discarding) this.#writer.flush()
  }

  /** From here on nothing reaches the client. */
  discard(): void {
    this.#discarding = true
  }

  /** Ends one call or batch; `more` when another call of the same request follows. */
  finish(status: number, more: boolean): void {
    if (this.#discarding) return
    const following = (more ? DONE.more : 0) | (this.#failed ? DONE.error : 0)
    if (this.#kind === 'rpc') {
      this.#release()
      this.#writer.add(returnStatus(status))
      this.#writer.add(doneToken('procedure', following))
    } else {
      const last = this.#held ?? { status: 0, rows: undefined }
      this.#held = undefined
      this.#writer.add(doneToken('statement', last.status | following, last.rows))
    }
  }

  #add(token: () => Buffer): void {
    if (this.#discarding) return
    this.#release()
    this.#writer.add(token())
  }

  #release(): void {
    const held = this.#held
    this.#held = undefined
    if (!held || this.#discarding) return
    this.#writer.add(doneToken(this.#kind === 'rpc' ? 'inProcedure' : 'statement', held.status | DONE.more, held.rows))
  }
}
