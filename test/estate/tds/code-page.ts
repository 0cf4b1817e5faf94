const decoder = new TextDecoder('windows-1252')
const BYTE_OF = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))

/** varchar bytes as text (code page 1252, which the stand-in's collation names). */
export function fromCodePage(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** Text as varchar bytes; what the code page has no place for becomes `?`, as in SQL Server. */
export function toCodePage(text: string): Buffer {
  return Buffer.from(Array.from(text, (character) => BYTE_OF.get(character) ?? 0x3f))
}
