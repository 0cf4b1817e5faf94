/** What an approval really lets go ahead, as the cards say it. */
import { expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import type { CardGate } from '../../src/chat/card/card.ts'
import type { OpenedStep } from '../../src/run/view/view.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { gate, view } from './views.ts'

type Gate = NonNullable<SaidView['gate']>

function step(number: number, over: Partial<OpenedStep> = {}): OpenedStep {
  return {
    step: number,
    title: `Step ${number}`,
    oneWay: false,
    prose: 'What it means.',
    blocks: 1,
    targets: ['SEC'],
    byHand: false,
    ...over,
  }
}

function drawn(over: Partial<Gate>, more: Partial<SaidView> = {}): CardGate {
  const card = drawCard(view({ phase: 'waiting', gate: gate({ title: 'Stop', ...over }), ...more }))
  return card.gate as CardGate
}

const opens = (opened: Gate['opens'], over: Partial<Gate> = {}): string => drawn({ opens: opened, ...over }).opens

test('every block of every step up to the next gate is counted, with its targets', () => {
  expect(opens({ steps: [step(2), step(3, { targets: ['sec-host'], blocks: 2 })], nextGate: 4 })).toBe(
    'Opens steps 2 to 3, up to the gate before step 4: 3 blocks on SEC and sec-host. The document undoes nothing of it.',
  )
  expect(opens({ steps: [step(6)] })).toBe('Opens step 6, to the end: 1 block on SEC. The document undoes nothing of it.')
})

test('a list counts once for each of its items where it is known, and is said to be counted later where it is not', () => {
  expect(opens({ steps: [step(4, { each: { list: 'logs', items: 8 } })], nextGate: 5 })).toBe(
    'Opens step 4, up to the gate before step 5: 8 blocks on SEC. The document undoes nothing of it.',
  )
  expect(opens({ steps: [step(2), step(4, { each: { list: 'logs', items: 8 }, blocks: 1 })], nextGate: 5 })).toBe(
    'Opens steps 2 to 4, up to the gate before step 5: 9 blocks on SEC (8 of them for logs). The document undoes nothing of it.',
  )
  expect(opens({ steps: [step(2), step(4, { each: { list: 'logs' } })], nextGate: 5 })).toBe(
    'Opens steps 2 to 4, up to the gate before step 5: 1 block on SEC, and 1 block for each of logs, which step 4 counts. The document undoes nothing of it.',
  )
})

test('steps by hand and steps that only look are said as such', () => {
  expect(opens({ steps: [step(2, { blocks: 0, targets: [], byHand: true })] })).toBe(
    'Opens step 2, to the end: step 2 is done by hand. The document undoes nothing of it.',
  )
  expect(opens({ steps: [step(2, { blocks: 0, targets: [] })] })).toBe('Opens step 2, to the end: nothing is sent by itself.')
})

test('a step that may be left out is said, and one that will be is not counted', () => {
  const when = [{ name: 'mode', equals: 'disaster' }]
  const steps = [step(2), step(3, { when }), step(4, { when, passedOver: true })]
  expect(opens({ steps })).toBe(
    'Opens steps 2 to 4, to the end: 2 blocks on SEC, and step 3 may be passed over, and step 4 is passed over. The document undoes nothing of it.',
  )
  expect(drawn({ opens: { steps } }).prose.map(({ text }) => text)).toEqual([
    'What it means.',
    'Only when mode is disaster; otherwise passed over.\nWhat it means.',
    'Only when mode is disaster; otherwise passed over.\nWhat it means.',
  ])
})

test('which of these steps the document can undo is said, and nothing of those that have no way back', () => {
  const undo = { canBeUndone: true as const }
  const ends = (...steps: OpenedStep[]): string => opens({ steps }).split('. ').slice(1).join('. ')
  expect(ends(step(2, undo))).toBe('The document can undo step 2.')
  expect(ends(step(2, undo), step(3, undo), step(4, { blocks: 0, targets: [] }), step(5))).toBe(
    'The document can undo steps 2 and 3, and not step 5.',
  )
  expect(ends(step(2, { oneWay: true }))).toBe('')
})

test('a retry says from which step, and that a step before which another gate is asked is not opened by it', () => {
  const from3 = { steps: [step(3), step(4)], from: 3, nextGate: 5, until: '2026-11-21T03:55:00.000Z' }
  expect(opens(from3, { kind: 'retry', reason: 'why' })).toBe(
    'Begins again from step 3. Opens steps 3 to 4, up to the gate before step 5: 2 blocks on SEC. What a check finds done is not done again. The approvals that let them go ahead are good until 2026-11-21 03:55:00 UTC.',
  )
  const gated = drawn({ opens: { steps: [], from: 5 }, statements: [], kind: 'retry', reason: 'why' })
  expect(gated.opens).toBe('Begins again from step 5. Another gate is asked before anything is sent: this approval sends nothing.')
  expect(gated.warnings).toEqual([])
})

test('a rehearsal opens nothing', () => {
  expect(drawn({ opens: { steps: [step(2)], nextGate: 3 } }, { rehearsal: true }).opens).toBe(
    'Rehearsal: nothing is changed. In the real run this opens step 2, up to the gate before step 3: 1 block on SEC.',
  )
})

test('what cannot be undone is said in the words that the document stresses, and without any that is said', () => {
  const prose =
    'Sessions end first.\n\nThis is quick. **No way back.** After *recovery* no further log\ncan be applied. It is lost.\n\nMore.'
  const words = (text: string): string | undefined =>
    drawn({ opens: { steps: [step(5, { oneWay: true, prose: text })] } }).warnings[0]?.words
  expect(words(prose)).toBe('No way back. After recovery no further log can be applied. It is lost.')
  expect(words('Nothing is stressed.\n\nAll of it is shown.')).toBe('Nothing is stressed. All of it is shown.')
  expect(words('')).toBe('The document does not say what cannot be undone.')
})

test('the heading of a deviation says so, and its reason stands beside it', () => {
  const skip = drawn({ kind: 'skip', opens: { steps: [] }, statements: [], reason: 'The share is gone.' })
  expect(skip).toMatchObject({ heading: 'DEVIATION · Gate 2: leave out Stop', deviation: true, reason: 'The share is gone.' })
  expect(skip.opens).toBe('The run then goes on without this step: a deviation from the document.')
})

test('the plan holds the prose of every step that opens, and where the whole document is to be read', () => {
  const shown = drawn({ opens: { steps: [step(2), step(3, { prose: '**Copy** it.\n\nTwice.' })] } })
  expect(shown.prose).toEqual([
    { heading: 'Step 2 · Step 2', text: 'What it means.' },
    { heading: 'Step 3 · Step 3', text: 'Copy it.\nTwice.' },
  ])
  expect(shown.document).toBe(
    'The whole document, as people read it: failover-persistent-chat.md, or /countersign show failover persistent-chat',
  )
})

test('a statement says in which database it is sent, where that is not the usual one', () => {
  const statement = { step: 2, title: 'Stop', target: 'SEC', language: 'sql', text: 'CHECKPOINT;' }
  const { statements } = drawn({ statements: [{ ...statement, database: 'mgc' }, { ...statement, database: 'master' }, statement] })
  expect(statements.map(({ heading }) => heading.replace(/ ·.*· /, ' · '))).toEqual([
    'Step 2 · on SEC, database mgc',
    'Step 2 · on SEC',
    'Step 2 · on SEC',
  ])
})
