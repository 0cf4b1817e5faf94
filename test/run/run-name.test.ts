import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leadingRun, readRunName } from '../../src/run/run-name.ts'

const anyRun = fc.integer({ min: 1, max: 999_999_999 })
const around = fc.constantFrom('', ' ', '«', '»', '(', ')', '[', ']', '"', "'", '`', '*', '<', '>', ':', ',', '.', '!', '#')

describe('the name of a run', () => {
  test('is read however its letter, its dash and its digits are written, and whatever stands around it', () => {
    const digits = (n: number): fc.Arbitrary<string> =>
      fc.constantFrom(
        String(n),
        `0${n}`,
        String(n).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      )
    const dash = fc.constantFrom('-', '‐', '‑', '‒', '–', '—', '−', '－', '﹣', ' - ', '')
    const written = anyRun.chain((n) =>
      fc.tuple(around, fc.constantFrom('', 'run ', 'Run: '), fc.constantFrom('R', 'r', 'Ｒ'), dash, digits(n), around).map((parts) => ({
        run: `R-${n}`,
        text: parts.join(''),
      })),
    )
    fc.assert(
      fc.property(written, ({ run, text }) => {
        expect(readRunName(text)).toBe(run)
      }),
    )
  })

  test('is not read out of what may be another', () => {
    for (const written of [
      '',
      'R',
      'run',
      'R-',
      'R-0',
      'R-x',
      'R-1x',
      '1st',
      'R-1-2',
      'R-1/2',
      'R-1.5',
      'R-1234567890',
      'R-٣',
      'R-7 R-8',
      'later',
      'Nr 3',
    ])
      expect(readRunName(written), written).toBeUndefined()
  })

  test('never comes with other digits than were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const read = leadingRun(text)
        if (read !== undefined && 'run' in read) expect(text.normalize('NFKC')).toContain(read.run.slice(2))
      }),
    )
  })
})

describe('what a line begins with', () => {
  test('is a run, and the rest is as it was written', () => {
    expect(leadingRun('R-1: the ﬁle ② – “back”')).toEqual({ run: 'R-1', written: 'exact', rest: 'the ﬁle ② – “back”' })
    expect(leadingRun('R1 x')).toEqual({ run: 'R-1', written: 'loose', rest: 'x' })
    expect(leadingRun('run 1 x')).toEqual({ run: 'R-1', written: 'loose', rest: 'x' })
    expect(leadingRun('2 of them')).toEqual({ run: 'R-2', written: 'bare', rest: 'of them' })
  })

  test('looks like a run and is none', () => {
    for (const [text, unread] of [
      ['R-x y', 'R-x'],
      ['run R-1/2 y', 'R-1/2'],
      ['3rd time', '3rd'],
      ['٣ x', '٣'],
      ['R-0 x', 'R-0'],
    ])
      expect(leadingRun(text ?? '')).toEqual({ unread })
  })

  test('is no run', () => {
    for (const text of ['', 'the site is back', 'run of bad luck', 'R is down', 'RTC 2 down', 'Nr 3', 'rerun 4'])
      expect(leadingRun(text)).toBeUndefined()
  })
})
