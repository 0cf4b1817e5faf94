import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLogin7 } from './login7.ts'
import { PacketReader } from './packet-reader.ts'
import { answerPrelogin } from './prelogin.ts'
import { UnsupportedType } from './read-parameter.ts'
import { readRpcRequest } from './rpc-request.ts'
import { TdsFault } from './tds-fault.ts'
import { readTransactionRequest } from './transaction-request.ts'
import { shortOrLong } from '../../suite/long-form.ts'

/** The codes of all types, so that random bytes get past the first of them. */
const TYPES = [...Buffer.from('1f22232426282a2b303234383a3b3c3d3e63686a6c6d6e6f7a7fa5a7adafe7ef', 'hex')]
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
    { numRuns: shortOrLong({ short: 1000, long: 5000 }) },
  )
})
