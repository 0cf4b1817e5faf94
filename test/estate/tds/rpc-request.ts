import { ByteCursor } from './byte-cursor.ts'
import type { TypedValue } from './read-parameter.ts'
import { readTypedValue } from './read-parameter.ts'
import { TdsFault } from './tds-fault.ts'

export interface RpcParameter extends TypedValue {
  /** As it was sent, with its `@`; empty for one given by position. */
  name: string
  output: boolean
}

export interface RpcCall {
  /** The procedure's name; well-known numbers are given by the name behind them. */
  procedure: string
  parameters: RpcParameter[]
}

/** [MS-TDS] 2.2.6.6: procedures that clients call by number. */
const BY_NUMBER: readonly string[] = [
  '',
  'sp_cursor',
  'sp_cursoropen',
  'sp_cursorprepare',
  'sp_cursorexecute',
  'sp_cursorprepexec',
  'sp_cursorunprepare',
  'sp_cursorfetch',
  'sp_cursoroption',
  'sp_cursorclose',
  'sp_executesql',
  'sp_prepare',
  'sp_execute',
  'sp_prepexec',
  'sp_prepexecrpc',
  'sp_unprepare',
]

/** The bytes between two calls of one request: 0x80 of old, 0xff of TDS 7.2. */
const NEXT_CALL: ReadonlySet<number> = new Set([0x80, 0xff])

/** The calls of one RPC request. Throws TdsFault when it is cut short, UnsupportedType at a value that is not understood. */
export function readRpcRequest(payload: Buffer): RpcCall[] {
  const cursor = new ByteCursor(payload, 'the RPC request')
  skipHeaders(cursor)
  const calls: RpcCall[] = []
  while (cursor.left > 0) {
    calls.push(readCall(cursor))
    if (cursor.left > 0) cursor.u8()
  }
  return calls
}

/** ALL_HEADERS stands before the text of a batch, an RPC and a transaction request since TDS 7.2; nothing in it is used here. */
export function skipHeaders(cursor: ByteCursor): void {
  const total = cursor.u32()
  if (total < 4 || total - 4 > cursor.left)
    throw new TdsFault(`the headers of a request say they are ${total} bytes long, ${cursor.left + 4} are there`)
  cursor.take(total - 4)
}

function readCall(cursor: ByteCursor): RpcCall {
  const nameLength = cursor.u16()
  const procedure = nameLength === 0xffff ? numbered(cursor.u16()) : cursor.text(nameLength)
  cursor.u16()
  const parameters: RpcParameter[] = []
  while (cursor.left > 0 && !NEXT_CALL.has(cursor.peek() ?? 0)) {
    const name = cursor.text(cursor.u8())
    const flags = cursor.u8()
    parameters.push({ name, output: (flags & 0x01) !== 0, ...readTypedValue(cursor) })
  }
  return { procedure, parameters }
}

function numbered(id: number): string {
  return BY_NUMBER[id] || `procedure number ${id}`
}
