import { describe, expect, test } from 'vitest'
import { readCapture } from '../../src/procedure/value/read-answer.ts'
import { readSaid } from '../words/said.ts'
import { U0001 } from './answer-said.ts'

describe('a capture', () => {
  test('is read by its type', () => {
    expect(readCapture({ list: false, of: 'text' }, [''])).toEqual({ value: '' })
    expect(readCapture({ list: false, of: 'text' }, [' a '])).toEqual({ value: ' a ' })
    expect(readCapture({ list: false, of: 'path' }, ['D:\\x\\'])).toEqual({ value: 'D:\\x' })
    expect(readCapture({ list: false, of: 'integer' }, ['12'])).toEqual({ value: 12 })
    expect(readCapture({ list: false, of: 'boolean' }, [true])).toEqual({ value: true })
    expect(readCapture({ list: false, of: 'duration' }, [1500])).toEqual({ value: 1500 })
    expect(readCapture({ list: false, of: 'duration' }, ['2s'])).toEqual({ value: 2000 })
    expect(readCapture({ list: true, of: 'path' }, ['D:\\b', 'D:\\a'])).toEqual({ value: ['D:\\b', 'D:\\a'] })
    expect(readCapture({ list: true, of: 'path' }, [])).toEqual({ value: [] })
    expect(readCapture({ list: true, of: 'integer' }, [2, 1])).toEqual({ value: [2, 1] })
  })

  test.each<[Parameters<typeof readCapture>, string]>([
    [[{ list: false, of: 'text' }, []], '0 rows were found; exactly one is needed.'],
    [[{ list: false, of: 'text' }, ['a', 'b']], '2 rows were found; exactly one is needed.'],
    [[{ list: false, of: 'text' }, [null]], 'The row has no value (NULL).'],
    [[{ list: true, of: 'path' }, ['D:\\x', null]], 'Row 2 of 2 has no value (NULL).'],
    [[{ list: true, of: 'path' }, ['D:\\x', 'x']], '`x` is neither `\\\\server\\share\\…` nor `D:\\…`.'],
    [[{ list: false, of: 'database' }, ['']], 'A database has a name.'],
    [[{ list: false, of: 'text' }, ['a\uD800']], '`a⟨U+D800⟩` holds half a character (a lone surrogate).'],
    [[{ list: false, of: 'text' }, [`a${U0001}`]], '`a⟨U+0001⟩` holds a control character.'],
  ])('is refused: %j', ([type, cells], fault) => {
    expect(readSaid(readCapture(type, cells))).toEqual({ fault })
  })
})
