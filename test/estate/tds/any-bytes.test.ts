import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLogin7 } from './login7.ts'
import { PacketReader } from './packet-reader.ts'
import { answerPrelogin } from './prelogin.ts'
import { UnsupportedType } from './read-parameter.ts'
import { readRpcRequest } from './rpc-request.ts'
import { TdsFault } from './tds-fault.ts'
import { readTransactionRequest } from './transaction-request.ts'

/** The codes of all types, so that random bytes get past the first of them. */
const TYPES = [
  ...[0x1f, 0x22, 0x23, 0x24, 0x26, 0x28, 0x2a, 0x2b, 0x30, 0x32, 0x34, 0x38, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x63, 0x68, 0x6a],
  ...[0x6c, 0x6d, 0x6e, 0x6f, 0x7a, 0x7f, 0xa5, 0xa7, 0xad, 0xaf, 0xe7, 0xef],
]
const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array))
/** sp_executesql by number with one nameless parameter of some type, then anything. */
const rpc = fc
  .tuple(fc.constantFrom(...TYPES), fc.constantFrom(0, 1, 2, 3, 4, 8, 16), fc.constantFrom(0, 1, 2, 3, 4, 8, 16), bytes)
  .map(([type, declared, length, rest]) =>
    Buffer.concat([Buffer.from([4, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 0, 0, 0, type, declared, length]), rest]),
  )

const READERS: [string, fc.Arbitrary<Buffer>, (payload: Buffer) => unknown][] = [
  ['PRELOGIN', bytes, (payload) => answerPrelogin(payload, 'offered')],
  ['LOGIN7', bytes, (payload) => readLogin7(payload)],
  [
    'an RPC',
    fc.oneof(bytes, rpc),
    (payload) =>
      readRpcRequest(payload).flatMap((call) => call.parameters.map(({ value }) => value instanceof Date && value.toISOString())),
  ],
  ['a transaction request', bytes, (payload) => readTransactionRequest(payload, 1n)],
  [
    'a stream of packets',
    bytes,
    (payload) => {
      const reader = new PacketReader()
      reader.allowed = [0x12]
      reader.push(payload)
      while (reader.next());
    },
  ],
]

test.each(READERS)('%s of any bytes is read, or refused with a sentence', (_what, payloads, read) => {
  fc.assert(
    fc.property(payloads, (payload) => {
      try {
        read(payload)
      } catch (cause) {
        expect(cause instanceof TdsFault || cause instanceof UnsupportedType ? '' : cause).toBe('')
      }
    }),
    { numRuns: 5000 },
  )
})
