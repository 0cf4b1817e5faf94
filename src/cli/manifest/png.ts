/** Writes a PNG (ISO/IEC 15948): eight bits a channel, red, green, blue and alpha. */
import { crc32 } from 'node:zlib'
import { zlibSync } from 'fflate'

/** `pixels`: four bytes each, line after line from the top. The same pixels give the same bytes on every machine. */
export function png(size: number, pixels: Uint8Array): Uint8Array {
  const line = size * 4
  const raw = new Uint8Array(size * (line + 1))
  // Each line begins with the number of its filter: none.
  for (let y = 0; y < size; y++) raw.set(pixels.subarray(y * line, (y + 1) * line), y * (line + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', zlibSync(raw, { level: 9 })), chunk('IEND', new Uint8Array())])
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(data.length, 0)
  whole.set(named, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}
