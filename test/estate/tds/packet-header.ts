import { TdsFault } from './tds-fault.ts'

/** Packet types of [MS-TDS] 2.2.3.1.1 that a client may send to us, and the one that we answer with. */
export const PACKET = {
  batch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  bulk: 0x07,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const

export const STATUS = { end: 0x01, ignore: 0x02, reset: 0x08, resetKeepTransaction: 0x10 } as const
const KNOWN_STATUS = STATUS.end | STATUS.ignore | STATUS.reset | STATUS.resetKeepTransaction

export const HEADER_BYTES = 8
/** What both sides use until the log-in has agreed on a size. */
export const FIRST_PACKET_BYTES = 4096

export interface PacketHeader {
  type: number
  status: number
  /** Bytes of the whole packet, header included. */
  length: number
}

/** The header at the front of `bytes`, undefined while it is not all there. Throws TdsFault at the first byte that no client of TDS would send here. */
export function readHeader(bytes: Buffer, allowed: readonly number[], maxBytes: number): PacketHeader | undefined {
  const type = bytes[0]
  if (type === undefined) return undefined
  if (!allowed.includes(type)) throw new TdsFault(wrongType(type, allowed))
  const status = bytes[1] ?? 0
  if ((status & ~KNOWN_STATUS) !== 0) throw new TdsFault(`a packet of type ${hex(type)} has the unknown status ${hex(status)}`)
  if (bytes.length < HEADER_BYTES) return undefined
  const length = bytes.readUInt16BE(2)
  if (length < HEADER_BYTES || length > maxBytes) {
    throw new TdsFault(`a packet of type ${hex(type)} says it is ${length} bytes long: ${HEADER_BYTES} to ${maxBytes} are possible here`)
  }
  return { type, status, length }
}

function wrongType(type: number, allowed: readonly number[]): string {
  if (type === 0x16) return 'a TLS hello came without TDS around it (TDS 8.0, "strict" encryption, is not spoken here)'
  return `a packet begins with type ${hex(type)}: only ${allowed.map(hex).join(', ')} may come here`
}

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`
