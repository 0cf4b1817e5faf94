/** The text of these bytes; undefined where they are no UTF-8: a decoder that mends what is none would show another text than was written. A byte order mark is part of it. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The same of what is nothing but text; undefined also where a byte order mark begins it, or a NUL stands in it, as in UTF-16. */
export function readPlainUtf8(bytes: Uint8Array): string | undefined {
  const text = readUtf8(bytes)
  return text === undefined || text.startsWith('\uFEFF') || text.includes('\0') ? undefined : text
}

/** What is said of a file that is none. */
export const NO_PLAIN_TEXT = { what: 'this is not plain UTF-8 text', next: 'save it as UTF-8 without a byte order mark' }
