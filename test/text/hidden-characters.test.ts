import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHidden, findHiddenInProse, findHiddenInWords, showHidden } from '../../src/text/hidden-characters.ts'
import { SCALAR_TYPES } from '../../src/procedure/document/type-name.ts'
import { readAnswer, readCapture } from '../../src/procedure/value/read-answer.ts'
import { readSaid } from '../words/said.ts'
import { ANY_CHARACTER } from '../suite/any-character.ts'

/** Of each kind at least one; none of them is in the code by its number. */
const HIDDEN = [
  ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009b'],
  ['\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u180e', '\u3164', '\uffa0', '\ufeff'],
  ['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\u2064', '\u202a', '\u202e', '\u2066', '\u2069'],
  ['\ufe00', '\ufe0e', '\ufe0f', '\u{e0100}', '\u{e0041}', '\u{e007f}'],
  ['\u00a0', '\u1680', '\u2003', '\u202f', '\u205f', '\u3000', '\u2028', '\u2029', '\u2800'],
  ['\ud800', '\udfff', '\ue000', '\uffff', '\u{1d173}'],
].flat()

const codeOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

describe('a character that is not seen as what it is', () => {
  test.each(HIDDEN.map((hidden) => [codeOf(hidden), hidden]))('%s is found, and shown as its code', (code, hidden) => {
    expect(findHidden(`😀gc${hidden}x`)).toEqual({ code, at: 4 })
    expect(showHidden(`mgc${hidden}x`)).toBe(`mgc⟨${code}⟩x`)
  })

  test.each(HIDDEN.map((hidden) => [codeOf(hidden), hidden]))('%s is in no value of any type, and its place is said', (code, hidden) => {
    // What is answered to a question for a secret is not even repeated.
    for (const of of SCALAR_TYPES.filter((type) => type !== 'secret')) {
      for (const list of [false, true]) {
        const parameter = { name: 'p', type: { list, of }, ask: '?', choices: [`a${hidden}b`], line: 1 }
        expect(readSaid(readAnswer(parameter, `a${hidden}b`, { targets: {} }))).toEqual({
          fault: `\`a⟨${code}⟩b\` holds a character that is not seen as what it is: ${code}, its character 2. Type it by hand instead of pasting it.`,
        })
      }
    }
    expect(
      readSaid(
        readAnswer({ name: 'p', type: { list: true, of: 'text' }, ask: '?', line: 1 }, JSON.stringify(['b', `a${hidden}`, 'c']), {
          targets: {},
        }),
      ),
    ).toEqual(
      /\s/.test(hidden)
        ? { value: ['b', 'a', 'c'] }
        : {
            fault: `\`a⟨${code}⟩\` holds a character that is not seen as what it is: ${code}, its character 2. Type it by hand instead of pasting it.`,
          },
    )
  })

  test('is also a mark that sits on no letter, and a carriage return without its line feed', () => {
    expect(findHidden('\u0301mgc')).toEqual({ code: 'U+0301', at: 1 })
    expect(findHidden('a =\u0338 b')).toEqual({ code: 'U+0338', at: 4 })
    expect(findHidden('7\ufe0f\u20e3')).toEqual({ code: 'U+FE0F', at: 2 })
    expect(findHidden('a\rb')).toEqual({ code: 'U+000D', at: 2 })
    expect(showHidden('a =\u0338 b\rc')).toBe('a =⟨U+0338⟩ b⟨U+000D⟩c')
  })

  test('that a server found is taken as it is, because that is its name, and is shown as its code', () => {
    expect(readCapture({ list: false, of: 'text' }, ['mgc\u200b'])).toEqual({ value: 'mgc\u200b' })
    expect(showHidden('mgc\u200b')).toBe('mgc⟨U+200B⟩')
  })
})

describe('what is seen as what it is', () => {
  test.each(['mgc', 'a b\tc\r\nd\n', 'é', 'e\u0301', '한국어 가', '日本語', 'Ольга', 'किताब', '😀 is 1 picture', '\\\\srv\\c$\\x'])(
    '%j is left alone',
    (text) => {
      expect(findHidden(text)).toBeUndefined()
      expect(showHidden(text)).toBe(text)
    },
  )

  test('pictures of several characters and joiners of scripts that have them stay in words; a value takes neither', () => {
    for (const text of ['❤️', '1️⃣', '👨‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'ℹ︎', 'می‌خواهم', 'न्‍य']) {
      expect(findHiddenInWords(text)).toBeUndefined()
      expect(showHidden(text)).toBe(text)
      expect(findHidden(text)).toBeDefined()
    }
    // The same characters elsewhere are none of a picture, and join nothing.
    for (const text of ['m❤\u200dm', 'pool\u200c', '1\ufe0f', 'a\ufe0e']) expect(findHiddenInWords(text)).toBeDefined()
  })

  test('prose may hold the blanks and marks that its language needs, and nothing that turns other words', () => {
    for (const text of ['10\u00a0000 €', '全\u3000角', 'שלום\u200f!', 'สวัสดี\u200bชาว', 'نسخة\u200e 2'])
      expect(findHiddenInProse(text)).toBeUndefined()
    for (const text of ['a\u202eb', 'a\u200bb', 'a\u2066b', 'a\u00adb', 'a\u2028b']) expect(findHiddenInProse(text)).toBeDefined()
  })

  test('is what is shown: of two values that differ, no two look the same for a hidden character', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER }), fc.constantFrom(...HIDDEN), fc.nat(), (text, hidden, place) => {
        const characters = Array.from(text)
        const at = place % (characters.length + 1)
        const other = [...characters.slice(0, at), 'a', hidden, 'b', ...characters.slice(at)].join('')
        expect(findHidden(other)).toBeDefined()
        expect(showHidden(other)).toContain(`⟨${codeOf(hidden)}⟩`)
      }),
    )
  })
})
