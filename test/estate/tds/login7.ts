import type { SqlLogin } from '../result-sink.ts'
import { ByteCursor } from './byte-cursor.ts'
import { TdsFault } from './tds-fault.ts'

export interface Login7 extends SqlLogin {
  /** e.g. 0x74000004 for TDS 7.4. */
  tdsVersion: number
  /** What the client asks for; 0 means "as you like". */
  packetBytes: number
  /** True when the client wants Windows authentication, which the stand-in has not. */
  integrated: boolean
}

const FIXED_BYTES = 36
const INTEGRATED_SECURITY = 0x80

/** Reads LOGIN7 ([MS-TDS] 2.2.6.4). Throws TdsFault when a length or an offset points outside the message. */
export function readLogin7(payload: Buffer): Login7 {
  const cursor = new ByteCursor(payload, 'LOGIN7')
  const length = cursor.u32()
  if (length !== payload.length) throw new TdsFault(`LOGIN7 says it is ${length} bytes long, but ${payload.length} came`)
  const tdsVersion = cursor.u32()
  const packetBytes = cursor.u32()
  cursor.take(13)
  const flags2 = cursor.u8()
  cursor.take(FIXED_BYTES - 26)
  const texts = ['host name', 'user name', 'password', 'application', 'server', 'extension', 'library', 'language', 'database'] as const
  const fields = new Map(texts.map((name) => [name, fieldAt(payload, name, cursor.u16(), cursor.u16())]))
  const text = (name: (typeof texts)[number]): string => fields.get(name)?.toString('utf16le') ?? ''
  return {
    tdsVersion,
    packetBytes,
    integrated: (flags2 & INTEGRATED_SECURITY) !== 0,
    hostName: text('host name'),
    user: text('user name'),
    password: reveal(fields.get('password') ?? Buffer.alloc(0)),
    appName: text('application'),
    database: text('database'),
  }
}

function fieldAt(payload: Buffer, name: string, offset: number, characters: number): Buffer {
  // The extension's field counts bytes and points to a pointer: nothing of it is used here.
  const bytes = name === 'extension' ? characters : characters * 2
  if (bytes > 0 && offset + bytes > payload.length) {
    throw new TdsFault(`LOGIN7's ${name} lies at ${offset} to ${offset + bytes}, behind the end of a message of ${payload.length} bytes`)
  }
  return bytes === 0 ? Buffer.alloc(0) : payload.subarray(offset, offset + bytes)
}

/** Undoes the obfuscation of passwords: XOR 0xA5, then the halves of each byte change places. */
function reveal(obscured: Buffer): string {
  const bytes = obscured.map((byte) => {
    const plain = byte ^ 0xa5
    return ((plain << 4) | (plain >> 4)) & 0xff
  })
  return Buffer.from(bytes).toString('utf16le')
}
