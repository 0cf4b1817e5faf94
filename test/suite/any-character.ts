import fc from 'fast-check'

const SURROGATES = { first: 0xd800, count: 0x800 }

/** For `fc.string({ unit })`: every character of Unicode, as `unit: 'binary'`, which makes a table of them all first (three seconds of each process). */
export const ANY_CHARACTER = fc
  .nat(0x10ffff - SURROGATES.count)
  .map((n) => String.fromCodePoint(n < SURROGATES.first ? n : n + SURROGATES.count))
