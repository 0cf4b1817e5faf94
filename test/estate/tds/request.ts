import type { BoundParameter, SqlInstance, SqlSession } from '../result-sink.ts'
import type { NewStatement } from '../statement-log.ts'
import { ByteCursor } from './byte-cursor.ts'
import { PACKET, STATUS } from './packet-header.ts'
import type { Message } from './packet-reader.ts'
import type { PacketWriter } from './packet-writer.ts'
import { UnsupportedType } from './read-parameter.ts'
import type { RpcCall } from './rpc-request.ts'
import { readRpcRequest, skipHeaders } from './rpc-request.ts'
import { rpcStatement } from './rpc-statement.ts'
import type { StatementWatch } from './run-statement.ts'
import { runStatement, type StatementRun } from './run-statement.ts'
import { StatusSink } from './status-sink.ts'
import type { AnswerKind } from './token-sink.ts'
import { TokenSink } from './token-sink.ts'
import { byteChange, DONE, doneToken } from './tokens.ts'
import { readTransactionRequest } from './transaction-request.ts'

export interface RequestRoom {
  instance: SqlInstance
  session: SqlSession
  app: string
  watch: StatementWatch
  writer: PacketWriter
  signal: AbortSignal
  /** Descriptor of the transaction that this request would begin. */
  transaction: bigint
}

type End = 'answered' | 'drop'

/** Answers one request up to, but without, the end of its message. Throws TdsFault when it is cut short. */
export async function answerRequest(message: Message, room: RequestRoom): Promise<End> {
  // The client gave up in the middle of sending: nothing of it may be executed.
  if (message.status & STATUS.ignore) {
    room.writer.add(doneToken('statement', DONE.error))
    return 'answered'
  }
  if (message.type === PACKET.batch) return batch(message.payload, room)
  if (message.type === PACKET.rpc) return rpc(message.payload, room)
  if (message.type === PACKET.transaction) return transaction(message.payload, room)
  return refuse('The stand-in takes no bulk load: send INSERT statements.', room)
}

export function resetAsked({ status }: Message): boolean {
  return (status & (STATUS.reset | STATUS.resetKeepTransaction)) !== 0
}

async function batch(payload: Buffer, room: RequestRoom): Promise<End> {
  const cursor = new ByteCursor(payload, 'the batch')
  skipHeaders(cursor)
  const sink = sinkOf(room, 'batch')
  const statement = statementOf(room, 'batch', cursor.text(cursor.left >> 1), [])
  const end = await runIn(room, { statement, to: sink, sink, scope: 'batch' })
  sink.finish(0, false)
  return end
}

async function rpc(payload: Buffer, room: RequestRoom): Promise<End> {
  const calls = readCalls(payload)
  if (typeof calls === 'string') return refuse(calls, room)
  for (const [index, call] of calls.entries()) {
    const end = await oneCall(call, index < calls.length - 1, room)
    if (end === 'drop' || room.signal.aborted) return end
  }
  return 'answered'
}

function readCalls(payload: Buffer): RpcCall[] | string {
  try {
    return readRpcRequest(payload)
  } catch (cause) {
    if (cause instanceof UnsupportedType) return `${cause.message[0]?.toUpperCase()}${cause.message.slice(1)}.`
    throw cause
  }
}

async function oneCall(call: RpcCall, more: boolean, room: RequestRoom): Promise<End> {
  const asked = rpcStatement(call)
  if (typeof asked === 'string') return refuse(asked, room, more)
  const sink = sinkOf(room, 'rpc')
  const status = new StatusSink(sink)
  const statement = statementOf(room, 'rpc', asked.text, asked.parameters)
  const end = await runIn(room, {
    statement,
    to: asked.returnsStatus ? status : sink,
    sink,
    scope: asked.returnsStatus ? 'batch' : 'procedure',
  })
  sink.finish(asked.returnsStatus ? status.status : (sink.errors.at(-1) ?? 0), more)
  return end
}

/** A client is told of every transaction that a statement begins or ends, also when it asked for none. */
async function runIn(room: RequestRoom, run: Omit<StatementRun, 'session' | 'signal'>): Promise<End> {
  const before = room.session.transactions
  const end = await runStatement({ ...room, ...run }, room.watch)
  const after = room.session.transactions
  const mark = Buffer.alloc(8)
  mark.writeBigUInt64LE(room.transaction)
  if (end === 'answered' && before === 0 && after > 0) room.writer.add(byteChange('begin', mark, Buffer.alloc(0)))
  if (end === 'answered' && before > 0 && after === 0) room.writer.add(byteChange('commit', Buffer.alloc(0), mark))
  return end
}

async function transaction(payload: Buffer, room: RequestRoom): Promise<End> {
  const asked = readTransactionRequest(payload, room.transaction)
  if (typeof asked === 'string') return refuse(asked, room)
  const sink = sinkOf(room, 'batch')
  const statement = statementOf(room, 'transaction', asked.text, [])
  const end = await runStatement({ ...room, statement, to: sink, sink, scope: 'batch' }, room.watch)
  if (end === 'answered' && sink.errors.length === 0 && !room.signal.aborted) room.writer.add(asked.change)
  sink.finish(0, false)
  return end
}

function refuse(text: string, room: RequestRoom, more = false): End {
  const sink = sinkOf(room, 'batch')
  sink.message({ number: 50_998, severity: 16, state: 1, line: 1, text })
  sink.finish(0, more)
  return 'answered'
}

function sinkOf(room: RequestRoom, kind: AnswerKind): TokenSink {
  return new TokenSink(room.writer, kind, room.instance.name)
}

function statementOf(room: RequestRoom, kind: NewStatement['kind'], text: string, parameters: BoundParameter[]): NewStatement {
  return { instance: room.instance.name, spid: room.session.spid, app: room.app, kind, text, parameters }
}
