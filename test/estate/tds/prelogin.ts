import { ByteBuilder } from './byte-builder.ts'
import { TdsFault } from './tds-fault.ts'
import { SERVER_VERSION } from './server-version.ts'

/** How an instance answers to encryption: `offered` takes what the client wants, `required` turns clear text away, `none` says it has none. */
export type Encryption = 'offered' | 'required' | 'none'

/** What both sides do after PRELOGIN; `refused` means that the client cannot encrypt and must. */
export type Agreed = 'clear' | 'tls' | 'refused'

const OPTION = { version: 0, encryption: 1, instance: 2, thread: 3, mars: 4, end: 0xff } as const
const ENCRYPT = { off: 0, on: 1, notSupported: 2, required: 3 } as const

/**
 * Answers PRELOGIN ([MS-TDS] 2.2.6.5). A client that would encrypt the log-in only (0) is told that all is encrypted (3),
 * so that there is one way of being encrypted.
 */
export function answerPrelogin(payload: Buffer, encryption: Encryption): { answer: Buffer; agreed: Agreed } {
  const wish = readOptions(payload).get(OPTION.encryption)?.[0] ?? ENCRYPT.notSupported
  const canEncrypt = wish !== ENCRYPT.notSupported
  const agreed = encryption === 'none' ? 'clear' : canEncrypt ? 'tls' : encryption === 'required' ? 'refused' : 'clear'
  const says = agreed === 'clear' ? ENCRYPT.notSupported : wish === ENCRYPT.on ? ENCRYPT.on : ENCRYPT.required
  return { answer: writeOptions(says), agreed }
}

function readOptions(payload: Buffer): Map<number, Buffer> {
  const options = new Map<number, Buffer>()
  for (let at = 0; payload[at] !== OPTION.end; at += 5) {
    const token = payload[at]
    if (token === undefined || at + 5 > payload.length) throw new TdsFault(`PRELOGIN of ${payload.length} bytes has no end of its options`)
    const from = payload.readUInt16BE(at + 1)
    const length = payload.readUInt16BE(at + 3)
    if (from + length > payload.length) {
      throw new TdsFault(
        `PRELOGIN option ${token} lies at ${from} to ${from + length}, behind the end of a message of ${payload.length} bytes`,
      )
    }
    options.set(token, payload.subarray(from, from + length))
  }
  return options
}

function writeOptions(encryption: number): Buffer {
  const { major, minor, build } = SERVER_VERSION
  const values: [number, Buffer][] = [
    [OPTION.version, Buffer.from([major, minor, build >> 8, build & 0xff, 0, 0])],
    [OPTION.encryption, Buffer.from([encryption])],
    [OPTION.instance, Buffer.from([0])],
    [OPTION.thread, Buffer.alloc(0)],
    [OPTION.mars, Buffer.from([0])],
  ]
  const heads = new ByteBuilder()
  let offset = values.length * 5 + 1
  for (const [token, value] of values) {
    heads.bytes(Buffer.from([token, offset >> 8, offset & 0xff, value.length >> 8, value.length & 0xff]))
    offset += value.length
  }
  heads.u8(OPTION.end)
  for (const [, value] of values) heads.bytes(value)
  return heads.done()
}
