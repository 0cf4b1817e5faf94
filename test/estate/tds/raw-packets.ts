/** PRELOGIN of a client that cannot encrypt. */
export const PRELOGIN: Buffer = packet(0x12, 1, Buffer.from([1, 0, 6, 0, 1, 0xff, 2]))
export const LOGIN: Buffer = packet(0x10, 1, login7())

/** A packet's first eight bytes, which may say anything about its length. */
export function header(type: number, status: number, length: number): Buffer {
  return Buffer.from([type, status, length >> 8, length & 0xff, 0, 0, 1, 0])
}

export function packet(type: number, status: number, payload: Buffer): Buffer {
  return Buffer.concat([header(type, status, payload.length + 8), payload])
}

/** LOGIN7 of `dana` with the password of the tiny instance; `offset` puts the user name somewhere else. */
export function login7({ offset }: { offset?: number } = {}): Buffer {
  const password = Buffer.from('p@ss "한국어"', 'utf16le').map((byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5)
  const texts = [Buffer.from('dana', 'utf16le'), password]
  const fixed = Buffer.alloc(94)
  fixed.writeUInt32LE(94 + texts.reduce((sum, text) => sum + text.length, 0), 0)
  fixed.writeUInt32LE(0x74000004, 4)
  let at = 94
  for (const [index, text] of texts.entries()) {
    fixed.writeUInt16LE(index === 0 ? (offset ?? at) : at, 40 + index * 4)
    fixed.writeUInt16LE(text.length / 2, 42 + index * 4)
    at += text.length
  }
  return Buffer.concat([fixed, ...texts])
}

/** Headers of a request (none of them), then a batch's text. */
export function batch(text: string): Buffer {
  return Buffer.concat([Buffer.from([4, 0, 0, 0]), Buffer.from(text, 'utf16le')])
}
