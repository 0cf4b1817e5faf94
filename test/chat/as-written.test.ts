/** A form that was not taken comes back as it was sent, each fault below its field, in every host of Adaptive Cards. */
import { expect, test } from 'vitest'
import { drawAdaptiveCard, fitAdaptiveCard, LARGEST, plainCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { asWritten } from '../../src/chat/card/as-written.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { gate, view } from './views.ts'

const gathering = drawCard(
  view({
    phase: 'gathering',
    questions: [
      { name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true },
      { name: 'site', ask: 'Which site?', type: 'choice', choices: [{ title: 'Main', value: 'main' }], required: true, written: 'main' },
    ],
  }),
)

/** Ids, values and words of what stands in the form, in order. */
function formOf(card: ReturnType<typeof drawAdaptiveCard>): unknown[] {
  const form = card.body.find((element) => 'id' in element && element.id === 'form')
  if (form?.type !== 'Container') throw new Error('no form')
  return form.items.flatMap((item): unknown[] => {
    if (item.type === 'RichTextBlock') return item.id === undefined ? [] : [[item.id, item.inlines.map(({ text }) => text).join('')]]
    return item.type === 'Input.Text' || item.type === 'Input.ChoiceSet' ? [[item.id, item.value]] : []
  })
}

test('what was written stands in its field, and its fault below it', () => {
  const card = asWritten(gathering, { written: { pool: 'lync' }, faults: { pool: '“lync” is no full name of a host.' } })
  expect(formOf(drawAdaptiveCard(card))).toEqual([
    ['answer.pool', 'lync'],
    ['answer.pool-fault', '✗ “lync” is no full name of a host.'],
    ['answer.site', 'main'],
  ])
  expect(formOf(drawAdaptiveCard(gathering))).toEqual([
    ['answer.pool', undefined],
    ['answer.site', 'main'],
  ])
})

test('what was typed in the place of the name of a secret is drawn nowhere again', () => {
  const ask = { ask: 'Which key?', type: 'secret', required: true }
  const questions = [
    { name: 'key', ...ask, choices: [{ title: 'chat-pfx', value: 'chat-pfx' }] },
    { name: 'none', ...ask, choices: [] },
  ]
  const form = drawCard(view({ phase: 'gathering', questions }))
  const drawn = (key: string) => formOf(drawAdaptiveCard(asWritten(form, { written: { key, none: key } })))
  expect(drawn('hunter2')).toEqual([
    ['answer.key', undefined],
    ['answer.none', undefined],
  ])
  expect(drawn('chat-pfx')).toEqual([
    ['answer.key', 'chat-pfx'],
    ['answer.none', undefined],
  ])
})

test('a fault is shown as plain words, and what every object has is no fault', () => {
  const card = asWritten(gathering, { faults: { pool: '[x](https://evil.example)\u202e' } })
  expect(formOf(drawAdaptiveCard(card))).toContainEqual(['answer.pool-fault', '✗ [x](https://evil.example)⟨U+202E⟩'])
  const odd = drawCard(view({ phase: 'gathering', questions: [{ name: 'constructor', ask: 'Which?', type: 'text', required: true }] }))
  expect(formOf(drawAdaptiveCard(asWritten(odd, { faults: {}, written: {} })))).toEqual([['answer.constructor', undefined]])
})

test('a card without a form has nothing to put it into', () => {
  const waiting = drawCard(view({ phase: 'waiting', gate: gate() }))
  expect(asWritten(waiting, { faults: { pool: 'x' } })).toBe(waiting)
})

test('what stands beside a card has its share of the room', () => {
  const card = drawCard(view({ phase: 'waiting', gate: gate() }))
  const alone = fitAdaptiveCard(card)
  const notTold = Array.from({ length: 5 }, (_, n) => `${n} ${'x'.repeat(500)}`)
  const beside = fitAdaptiveCard(card, { notTold })
  expect([alone.cut, alone.card.body.some((element) => 'id' in element && element.id === 'not-told')]).toEqual([false, false])
  expect(JSON.stringify(beside.card.body.find((element) => 'id' in element && element.id === 'not-told'))).toContain(
    `✗ 4 ${'x'.repeat(398)}… (the first 400 of 502 characters)`.slice(0, 40),
  )
  const userIds = Array.from({ length: 60 }, (_, n) => `29:${String(n).padStart(300, 'x')}`)
  const action = { type: 'Action.OpenUrl', id: 'x', title: 'x', url: 'https://example.com' } as const
  const crowded = fitAdaptiveCard(card, { refresh: { action, userIds } })
  expect(crowded.card.refresh?.userIds).toHaveLength(60)
  expect(Buffer.byteLength(JSON.stringify(crowded.card))).toBeLessThanOrEqual(LARGEST)
  expect(crowded.cut).toBe(true)
  expect(plainCard(card, 'Only this.').body).toHaveLength(1)
})
