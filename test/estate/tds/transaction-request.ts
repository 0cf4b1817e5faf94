import { ByteCursor } from './byte-cursor.ts'
import { skipHeaders } from './rpc-request.ts'
import { byteChange } from './tokens.ts'

export interface TransactionRequest {
  text: string
  /** The ENVCHANGE that tells the client its transaction, when the statement succeeded. */
  change: Buffer
}

const REQUEST = { begin: 5, commit: 7, rollback: 8 } as const
const ISOLATION = ['', 'READ UNCOMMITTED', '', 'REPEATABLE READ', 'SERIALIZABLE', 'SNAPSHOT']
const NONE = Buffer.alloc(0)

/** A transaction manager request ([MS-TDS] 2.2.6.9) as the statement that does it, or the sentence with which it is refused. */
export function readTransactionRequest(payload: Buffer, descriptor: bigint): TransactionRequest | string {
  const cursor = new ByteCursor(payload, 'the transaction request')
  skipHeaders(cursor)
  const kind = cursor.u16()
  const mark = Buffer.alloc(8)
  mark.writeBigUInt64LE(descriptor)
  if (kind === REQUEST.begin) {
    const isolation = ISOLATION[cursor.u8()]
    if (isolation === undefined) return 'The stand-in does not know this isolation level.'
    const before = isolation === '' ? '' : `SET TRANSACTION ISOLATION LEVEL ${isolation}; `
    return { text: `${before}BEGIN TRANSACTION`, change: byteChange('begin', mark, NONE) }
  }
  if (kind !== REQUEST.commit && kind !== REQUEST.rollback) {
    return `The stand-in begins, commits and rolls back transactions: request ${kind} of the transaction manager was refused.`
  }
  const name = cursor.take(cursor.u8())
  const beginAgain = (cursor.left > 0 ? cursor.u8() : 0) & 1
  if (name.length > 0 || beginAgain) return 'The stand-in has no savepoints and begins no transaction with the end of another.'
  if (kind === REQUEST.commit) return { text: 'COMMIT TRANSACTION', change: byteChange('commit', NONE, mark) }
  return { text: 'ROLLBACK TRANSACTION', change: byteChange('rollback', NONE, mark) }
}
