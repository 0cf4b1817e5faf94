import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { readPress } from '../../../src/chat/press.ts'
import { pressForm } from '../../../src/chat/slack/forms/press-form.ts'
import { renderCard } from '../../../src/chat/slack/render/card.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { FINGERPRINT, gate, view, rehearsed } from '../views.ts'
import { limitFaults, liveMarks } from './limits.ts'
import { shortOrLong } from '../../suite/long-form.ts'
import { ANY_CHARACTER } from '../../suite/any-character.ts'

const NASTY = '<!channel> <@U0DANAWHIT> <https://evil.example|ok> https://evil.example *b* `c` ``` & \u202egnp'
const PHASES: SaidView['phase'][] = ['gathering', 'waiting', 'working', 'attention', 'done', 'aborted', 'withdrawn', 'rejected', 'expired']

type Element = { action_id: string; value: string; text: { text: string }; confirm?: { text: { text: string }; confirm: { text: string } } }
const drawn = (over: Partial<SaidView>): ReturnType<typeof renderCard> => renderCard(drawCard(view(over)))
const buttons = (over: Partial<SaidView>): Element[] =>
  drawn(over).blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as Element[]) : []))
const texts = (over: Partial<SaidView>): string => JSON.stringify(drawn(over).blocks)

const attention: Partial<SaidView> = {
  phase: 'attention',
  attention: { reason: 'failed', sentence: 'Error 4305.', step: 3, offers: ['retry', 'mark-done', 'skip', 'abort'], mayBeginFrom: [2, 3] },
}

describe('a gate on a card in Slack', () => {
  const waiting: Partial<SaidView> = { phase: 'waiting', gate: gate() }

  test('shows what cannot be undone, who is missing, who is barred, what is sent, and the fingerprint whole', () => {
    for (const part of [
      'Opens step 4, up to the gate before step 5: 1 block on SEC.',
      '*⇥ NO WAY BACK after step 4.*',
      'No way back. No further log can ever be applied.',
      '✓ 1 of dba: Amir Haddad',
      '*Still needed: 1 of uc-leads (Bob Lindqvist or Carol Jiménez).*',
      'Until 2026-11-21 03:42:10 UTC, 30 min after it opened.\\nCompare 7f3a-91c2 with gate 2 in the thread.',
      '*Step 4 · Bring the backup database online*',
      'Dana Ruiz asked for this run, and cannot approve it.',
      'RESTORE DATABASE @database WITH RECOVERY;',
      FINGERPRINT,
    ]) {
      expect(texts(waiting)).toContain(part)
    }
  })

  test('asks to confirm an approval with what cannot be undone and the whole fingerprint', () => {
    const [approve] = buttons(waiting)
    expect(approve?.confirm?.text.text).toBe(
      `NO WAY BACK after step 4. You approve gate 2 of R-7, and exactly this plan. Opens step 4, up to the gate before step 5: 1 block on SEC.\nPlan ${FINGERPRINT}`,
    )
    expect(approve?.confirm?.confirm.text).toBe('Approve 7f3a-91c2')
  })

  test('has buttons whose value is read back as it was', () => {
    for (const { value } of buttons(waiting)) expect(readPress(JSON.parse(value))).toEqual({ ...JSON.parse(value), inputs: {} })
  })

  test('loses its buttons and names the responders once it is decided', () => {
    const after: Partial<SaidView> = { phase: 'working', decided: 'Gate 2 was approved by Amir Haddad and Carol Jiménez.' }
    expect(buttons(after).map(({ action_id }) => action_id)).toEqual(['act:cancel:0'])
    expect(texts(after)).toContain('✓ Gate 2 was approved by Amir Haddad and Carol Jiménez.')
  })
})

describe('a button that needs words', () => {
  const form = (over: Partial<SaidView>, act: string): ReturnType<typeof pressForm> => {
    const element = buttons(over).find(({ action_id }) => action_id.startsWith(`act:${act}`))
    const { inputs: _, ...data } = readPress(JSON.parse(element?.value ?? 'null')) ?? { inputs: {} }
    return pressForm(drawCard(view(over)), view(over), data as never, 'C0INCIDENT')
  }

  test.each(['retry', 'mark-done', 'skip', 'abort'])('%s asks for the reason in a form that Slack takes', (act) => {
    const modal = form(attention, act)
    expect(modal?.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))).toEqual(
      act === 'retry' ? ['retry.from', 'retry.reason'] : [`${act}.reason`],
    )
    expect(limitFaults(modal?.blocks ?? [], 'modal')).toEqual([])
    expect((modal?.title.text.length ?? 99) <= 24 && (modal?.submit?.text.length ?? 99) <= 24).toBe(true)
  })

  test('reject shows what cannot be undone and the fingerprint whole, asks for the reason, and nothing is asked before it', () => {
    const waiting: Partial<SaidView> = { phase: 'waiting', gate: gate() }
    const blocks = form(waiting, 'reject')?.blocks ?? []
    expect(JSON.stringify(blocks)).toContain('You reject gate 2 of R-7. One rejection closes it; it cannot be taken back.')
    expect(JSON.stringify(blocks)).toContain(FINGERPRINT)
    expect(blocks.at(-1)).toMatchObject({ type: 'input', block_id: 'reject.reason', optional: false })
    expect(buttons(waiting).flatMap(({ action_id, confirm }) => (confirm ? [action_id] : []))).toEqual(['act:approve:0'])
  })

  test.each(['retry', 'mark-done', 'skip', 'abort'])('%s is asked about in its form alone', (act) => {
    expect(buttons(attention).find(({ action_id }) => action_id.startsWith(`act:${act}`))?.confirm).toBeUndefined()
  })

  test('of a card that is out of date opens nothing', () => {
    const old = { v: 1 as const, act: 'skip' as const, run: 'R-7', step: 2 }
    expect(pressForm(drawCard(view(attention)), view(attention), old, 'C0INCIDENT')).toBeUndefined()
  })
})

describe('what people type', () => {
  const typed: Partial<SaidView> = {
    title: NASTY,
    status: NASTY,
    requester: { id: 'x', name: NASTY },
    facts: [{ name: NASTY, value: NASTY }],
    rehearsed: rehearsed(NASTY),
    confirm: { step: 2, ask: NASTY, choices: [NASTY] },
    questions: [{ name: 'pool', ask: NASTY, type: 'text', required: true }],
    decided: NASTY,
  }

  test.each(PHASES)('is inert on a card in the phase %s', (phase) => {
    const over: Partial<SaidView> = {
      ...typed,
      phase,
      attention: { reason: NASTY, sentence: NASTY, step: 1, offers: ['retry'], mayBeginFrom: [] },
      gate: gate({
        title: NASTY,
        reason: NASTY,
        missing: NASTY,
        values: [{ name: NASTY, value: NASTY }],
        lines: [{ from: [NASTY], count: 1, by: [NASTY] }],
        barred: [{ id: 'x', person: NASTY, because: NASTY }],
        statements: [{ step: 1, title: NASTY, target: NASTY, language: 'sql', text: NASTY }],
      }),
    }
    const { blocks, text } = drawn(over)
    expect(liveMarks([blocks, text])).toEqual([])
    expect(limitFaults(blocks)).toEqual([])
  })

  test('cannot end a code block', () => {
    const { blocks } = drawn({
      phase: 'waiting',
      gate: gate({ statements: [{ step: 1, title: 't', target: 'SEC', language: 'sql', text: 'a ``` b' }] }),
    })
    const code = blocks.find((block) => block.type === 'section' && block.text?.text.startsWith('```'))
    expect(JSON.stringify(code).match(/```/g)).toHaveLength(2)
  })
})

describe('the limits of Slack', () => {
  const long = (count: number): NonNullable<SaidView['gate']>['statements'] =>
    Array.from({ length: count }, (_, index) => ({
      step: 4,
      title: 'Long',
      target: 'SEC',
      language: 'sql',
      text: `SELECT ${index} < 2;\n`.repeat(200),
    }))

  test('a long plan is cut, says what is missing, comes as a file, and can still be decided', () => {
    const over: Partial<SaidView> = { phase: 'waiting', gate: gate({ statements: long(60) }) }
    const card = drawn(over)
    expect(limitFaults(card.blocks)).toEqual([])
    expect(card.cutPlan).toBe(true)
    expect(texts(over)).toMatch(/Not shown here: \d+ statements.*\/countersign plan R-7 shows the whole plan\./)
    expect(buttons(over).map(({ action_id }) => action_id)).toEqual(['act:approve:0', 'act:reject:1', 'act:cancel:0'])
  })

  test('what would be longer with its escapes, hidden characters or many lines is counted as missing, and never just ends', () => {
    const statement = (text: string): NonNullable<SaidView['gate']>['statements'] => [
      { step: 4, title: 't', target: 'SEC', language: 'sql', text },
    ]
    const many = (count: number, words: string): string[] => Array.from({ length: count }, () => words)
    const lines = (count: number): { from: string[]; count: number; by: string[] }[] =>
      many(count, 'dba').map((from) => ({ from: [from], count: 1, by: ['Amir'] }))
    const gates = [
      gate({ statements: statement(`SELECT ${'<'.repeat(60)};\n`.repeat(38)) }),
      gate({ reason: '\u202e'.repeat(900) }),
      gate({ values: [{ name: 'note', value: '\u202e'.repeat(400) }] }),
      gate({ lines: lines(40) }),
      gate({ barred: many(30, 'x').map((person) => ({ id: person, person, because: `${person} asked` })) }),
    ]
    for (const each of gates) {
      const over: Partial<SaidView> = { phase: 'waiting', gate: each }
      expect(limitFaults(drawn(over).blocks)).toEqual([])
      expect(drawn(over).cutPlan).toBe(true)
      expect(texts(over)).toContain('Not shown here: ')
      expect(texts(over)).not.toMatch(/…(?:\\n```|\*)?","verbatim|(?<!Approve|Reject)…","emoji/)
    }
    const ways = many(20, 'x').map((_, index) => ({
      number: index + 1,
      title: 'y'.repeat(250),
      state: 'pending' as const,
      oneWay: true,
      gate: true,
      detail: '',
    }))
    const base = { oneWay: true, prose: 'Gone.', blocks: 1, targets: ['SEC'], byHand: false }
    const steps = ways.map(({ number, title }) => ({ ...base, step: number, title }))
    const warned = texts({ phase: 'waiting', steps: ways, gate: gate({ opens: { steps } }) })
    expect(warned.match(/⇥ NO WAY BACK after step/g)).toHaveLength(20)
  })

  test('a choice that no button can hold is counted, and the others stay', () => {
    const over: Partial<SaidView> = { confirm: { step: 1, ask: 'Ring.', choices: ['done', 'x'.repeat(2100), 'nobody answers'] } }
    expect(limitFaults(drawn(over).blocks)).toEqual([])
    expect(buttons(over).map(({ text }) => text.text)).toEqual(['done', 'nobody answers', 'Cancel'])
    expect(texts(over)).toContain('1 more can be chosen on the console: Slack has no room for it.')
  })

  test('more steps than fit are counted', () => {
    const step = (number: number): SaidView['steps'][number] => ({
      number,
      title: 'x'.repeat(300),
      state: 'pending',
      oneWay: true,
      gate: true,
      detail: 'y'.repeat(300),
    })
    const over: Partial<SaidView> = { steps: Array.from({ length: 200 }, (_, index) => step(index + 1)) }
    expect(texts(over)).toMatch(/… \d+ more steps not shown/)
    expect(limitFaults(drawn(over).blocks)).toEqual([])
  })

  test('are kept in every phase, whatever a run holds', () => {
    const words = fc.oneof(
      fc.string({ unit: ANY_CHARACTER, maxLength: 4000 }),
      fc.string({ maxLength: 4000 }).map((text) => text.replace(/./g, '&')),
    )
    const anyView = fc.record({ phase: fc.constantFrom(...PHASES), a: words, b: words, count: fc.integer({ min: 0, max: 200 }) })
    fc.assert(
      fc.property(anyView, ({ phase, a, b, count }) => {
        const many = <T>(item: T): T[] => Array.from({ length: count }, () => item)
        const { blocks, text } = drawn({
          phase,
          title: a,
          status: b,
          facts: many({ name: a, value: b }),
          steps: many({ number: 1, title: a, state: 'pending' as const, oneWay: true, gate: true, detail: b }),
          questions: many({ name: 'q', ask: a, type: 'text', required: true }),
          attention: { reason: a, sentence: b, step: 1, offers: ['retry', 'abort'], mayBeginFrom: many(1) },
          rehearsed: rehearsed(b, count),
          confirm: { step: 1, ask: a, choices: many(a.slice(0, 390)).slice(0, 5) },
          gate: gate({
            title: a,
            statements: many({ step: 1, title: a, target: b, language: 'sql', text: b }),
            values: many({ name: a, value: b }),
          }),
        })
        expect(limitFaults(blocks)).toEqual([])
        expect(text.length).toBeLessThanOrEqual(400)
      }),
      { numRuns: shortOrLong({ short: 15, long: 60 }) },
    )
  })
})
