import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawAdaptiveCard, LARGEST } from '../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { readPress } from '../../src/chat/press.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { FINGERPRINT, gate, view } from './views.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { ANY_CHARACTER } from '../suite/any-character.ts'

type Json = Record<string, unknown>

/** Every object of the card's JSON, outermost first. */
function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects)
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(objects)]
}

const drawn = (over: Partial<SaidView>): Json[] => objects(drawAdaptiveCard(drawCard(view(over))))
const texts = (over: Partial<SaidView>): string =>
  drawn(over)
    .flatMap(({ type, text }) => (type === 'TextRun' ? [String(text)] : []))
    .join('\n')
const NASTY = '<script>alert(1)</script> [pay](https://evil.example) **x** {{DATE(2026-01-01)}} \u202egnp.exe\u0007'

describe('what people type on a card', () => {
  test('stands in elements that no host reads Markdown into', () => {
    const types = new Set(drawn({ phase: 'waiting', gate: gate(), facts: [{ name: NASTY, value: NASTY }] }).map(({ type }) => type))
    expect(types.has('TextBlock')).toBe(false)
    expect(types.has('FactSet')).toBe(false)
  })

  test('shows what would be hidden, and breaks the date function', () => {
    expect(texts({ facts: [{ name: 'pool', value: NASTY }] })).toContain(
      '<script>alert(1)</script> [pay](https://evil.example) **x** {\u200b{DATE(2026-01-01)}} ⟨U+202E⟩gnp.exe⟨U+0007⟩',
    )
  })

  test('is shown whole at 300 characters', () => {
    const value = '가'.repeat(300)
    expect(texts({ facts: [{ name: 'pool', value }] })).toContain(value)
  })
})

describe('a gate on a card', () => {
  const waiting: Partial<SaidView> = { phase: 'waiting', gate: gate() }

  test('shows what cannot be undone, who is missing, until when, who is barred, and what will be sent', () => {
    const shown = texts(waiting)
    for (const part of [
      'Gate 2: Bring the backup database online',
      'Opens step 4, up to the gate before step 5: 1 block on SEC.',
      'NO WAY BACK after step 4.',
      'No way back. No further log can ever be applied.',
      '1 of dba: Amir Haddad',
      'Still needed: 1 of uc-leads (Bob Lindqvist or Carol Jiménez).',
      'Until 2026-11-21 03:42:10 UTC, 30 min after it opened.',
      'Compare 7f3a-91c2 with gate 2 in the thread.',
      'Dana Ruiz asked for this run, and cannot approve it.',
      'RESTORE DATABASE @database WITH RECOVERY;',
      // In two lines: one would run out of a narrow card.
      `${FINGERPRINT.slice(0, 32)}\n${FINGERPRINT.slice(32)}`,
    ]) {
      expect(shown).toContain(part)
    }
  })

  test('has no character in its own words that would be shown by its code', () => {
    expect(texts(waiting)).toContain('◆ gate')
    expect(texts(waiting)).not.toContain('U+')
  })

  test('has buttons whose data is read back as it was, with the inputs beside it', () => {
    const execute = drawn(waiting).filter(({ type }) => type === 'Action.Execute')
    expect(execute.map(({ title }) => title)).toEqual(['Approve 7f3a-91c2', 'Reject 7f3a-91c2', 'Cancel R-7'])
    for (const { data, fallback } of execute) {
      expect((fallback as Json)['data']).toEqual(data)
      expect(readPress(data)).toEqual({ ...(data as Json), inputs: {} })
    }
    const reject = readPress({ ...(execute[1]?.['data'] as Json), 'reject.reason': 'wrong pool', 'cancel.reason': 'other form' })
    expect(reject).toEqual({ v: 1, act: 'reject', run: 'R-7', gate: 2, fingerprint: FINGERPRINT, inputs: { reason: 'wrong pool' } })
  })

  test.each([
    undefined,
    'x',
    [],
    {},
    { act: 'approve' },
    { v: 1, act: 'approve', run: 'R-7', gate: 1, fingerprint: '7f3a-91c2' },
    { v: 2, act: 'answer', run: 'R-7' },
  ])('button data %j is not ours', (data) => expect(readPress(data)).toBeUndefined())
})

describe('attention on a card', () => {
  const attention: Partial<SaidView> = {
    phase: 'attention',
    attention: {
      reason: 'failed',
      sentence: 'RESTORE LOG ended with error 4305.',
      step: 3,
      offers: ['retry', 'mark-done', 'skip', 'abort'],
      mayBeginFrom: [2, 3],
    },
  }

  test('says the sentence and offers each way out with a field for the reason', () => {
    expect(texts(attention)).toContain('RESTORE LOG ended with error 4305.')
    const inputs = drawn(attention).filter(({ type }) => String(type).startsWith('Input.'))
    expect(inputs.map(({ id }) => id)).toEqual(['retry.from', 'retry.reason', 'mark-done.reason', 'skip.reason', 'abort.reason'])
  })
})

describe('the size of a card', () => {
  const long = gate({
    statements: Array.from({ length: 60 }, (_, index) => ({
      step: 4,
      title: 'Long',
      target: 'SEC',
      language: 'sql',
      text: `SELECT ${index};\n`.repeat(200),
    })),
  })

  test('a long plan is cut, says what is missing and where to read it, and can still be decided', () => {
    const card = drawAdaptiveCard(drawCard(view({ phase: 'waiting', gate: long })))
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(LARGEST)
    expect(texts({ phase: 'waiting', gate: long })).toMatch(/Not shown here: \d+ statements.*\/countersign plan R-7 shows the whole plan\./)
    expect(JSON.stringify(card)).toContain('Approve 7f3a-91c2')
  })

  test('never exceeds the limit, whatever a run holds', () => {
    const words = fc.string({ unit: ANY_CHARACTER, maxLength: 3000 })
    const anyView = fc.record({
      title: words,
      status: words,
      sentence: words,
      count: fc.integer({ min: 0, max: 300 }),
      name: words,
      value: words,
    })
    fc.assert(
      fc.property(anyView, ({ title, status, sentence, count, name, value }) => {
        const many = <T>(item: T): T[] => Array.from({ length: count }, () => item)
        const card = drawCard(
          view({
            title,
            status,
            phase: 'gathering',
            facts: many({ name, value }),
            steps: many({ number: 1, title, state: 'pending' as const, oneWay: true, gate: true, detail: value }),
            questions: many({ name, ask: value, type: 'text', required: true, choices: many({ title: value, value }).slice(0, 40) }),
            attention: { reason: 'failed', sentence, step: 1, offers: ['retry', 'abort'], mayBeginFrom: many(1) },
            gate: gate({ statements: many({ step: 1, title, target: name, language: 'sql', text: value }), values: many({ name, value }) }),
          }),
        )
        expect(Buffer.byteLength(JSON.stringify(drawAdaptiveCard(card)))).toBeLessThanOrEqual(LARGEST)
      }),
      { numRuns: shortOrLong({ short: 15, long: 60 }) },
    )
  })
})
