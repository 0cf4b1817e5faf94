/** What everybody sees of a run in Teams, and what one person sees: the console's own card, less or more. */
import { describe, expect, test } from 'vitest'
import { drawAdaptiveCard } from '../../../src/chat/adaptive/adaptive-card.ts'
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { baseCard, personalCard, shortCard } from '../../../src/chat/teams/render/run-card.ts'
import { readPress } from '../../../src/chat/press.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { gate, view } from '../../chat/views.ts'
import { cardFaults } from '../stand-in/card-faults.ts'

const waiting = view({ phase: 'waiting', gate: gate({ asked: ['bob', 'carol'], approved: ['amir'], mayReject: ['amir', 'bob', 'carol'] }) })
const gathering = view({ phase: 'gathering', questions: [{ name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true }] })
const attention = view({
  phase: 'attention',
  attention: { reason: 'failed', sentence: 'Step 3 failed.', step: 3, offers: ['retry', 'abort'], mayBeginFrom: [3] },
})
const byHand = view({ phase: 'waiting', confirm: { step: 2, ask: 'Ring the carrier.', choices: ['done', 'not done'] } })
const ended = view({ phase: 'done' })

/** What can be pressed on a card, without what only opens. */
function buttonsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(buttonsIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, refresh: _, ...rest } = value as Record<string, unknown>
  if (type === 'Action.ShowCard' || type === 'Action.Execute') return [value as Record<string, unknown>]
  return Object.values(rest).flatMap(buttonsIn)
}

const titles = (card: unknown): unknown[] => buttonsIn(card).map(({ title }) => title)
const base = (of: SaidView, more: Partial<Parameters<typeof baseCard>[1]> = {}) => baseCard(drawCard(of), { over: false, ...more }).card

describe('the card that everybody sees', () => {
  test.each([
    ['at a gate', waiting],
    ['while it asks', gathering],
    ['when it needs people', attention],
    ['when somebody does it by hand', byHand],
    ['at work', view()],
  ])('has one button %s, which shows everybody their own', (_, of) => {
    const card = base(of)
    expect(titles(card)).toEqual(['Your part'])
    for (const shown of [base(of, { userIds: ['29:dana'] }), personalCard(of, 'dana'), personalCard(of, 'carol')])
      expect(cardFaults(shown)).toEqual([])
    expect(JSON.stringify(card)).not.toContain('Input.')
    expect(buttonsIn(card)[0]).toMatchObject({
      type: 'Action.Execute',
      verb: 'refresh',
      data: { v: 1, act: 'refresh', run: 'R-7' },
      associatedInputs: 'none',
      fallback: { type: 'Action.Submit', title: 'Your part', data: { v: 1, act: 'refresh', run: 'R-7' } },
    })
  })

  test('has it where people decide, above the plan and the steps', () => {
    const order = base(waiting).body.flatMap((element) => ('id' in element && element.id !== undefined ? [element.id] : []))
    expect(order.filter((id) => ['gate', 'beside', 'plan', 'steps'].includes(id))).toEqual(['gate', 'beside', 'plan', 'steps'])
  })

  test('has none when the run is over', () => {
    expect(titles(base(ended, { over: true, userIds: ['29:dana'] }))).toEqual([])
    expect(base(ended, { over: true, userIds: ['29:dana'] }).refresh).toBeUndefined()
  })

  test('has Teams ask for the own card of sixty people at most, and of nobody it knows no id of', () => {
    const userIds = Array.from({ length: 70 }, (_, n) => `29:${n}`)
    expect(base(waiting, { userIds }).refresh).toMatchObject({
      action: { type: 'Action.Execute', verb: 'refresh' },
      userIds: userIds.slice(0, 60),
    })
    expect(base(waiting).refresh).toBeUndefined()
  })

  test('names five whom nobody reached, and how many more there are', () => {
    const notTold = Array.from({ length: 7 }, (_, n) => `Person ${n} was not told.`)
    const says = JSON.stringify(base(waiting, { notTold }))
    expect([0, 4, 5].map((n) => says.includes(`✗ Person ${n} was not told.`))).toEqual([true, true, false])
    expect(says).toContain('2 more people were not told; the console names them.')
  })

  test('says what is asked by hand, and why people are needed', () => {
    expect(JSON.stringify(base(byHand))).toContain('Ring the carrier.')
    expect(JSON.stringify(base(attention))).toContain('Step 3 failed.')
  })

  test('is one sentence and the way to the own card where Teams does not take it whole', () => {
    const card = shortCard(drawCard(waiting), 'Teams does not take it.', { over: false, userIds: ['29:bob'] })
    expect([titles(card), card.refresh?.userIds, JSON.stringify(card).includes('Teams does not take it.')]).toEqual([
      ['Your part'],
      ['29:bob'],
      true,
    ])
  })
})

describe("one person's own card", () => {
  test('is the very card that the console draws', () => {
    expect(personalCard(waiting, 'bob')).toEqual(drawAdaptiveCard(drawCard(waiting)))
    expect(personalCard(attention, 'bob')).toEqual(drawAdaptiveCard(drawCard(attention)))
  })

  test('offers nothing that would only refuse them, and says why', () => {
    expect(titles(personalCard(waiting, 'bob'))).toEqual(['Approve…', 'Reject…', 'Cancel'])
    const amirs = personalCard(waiting, 'amir')
    expect(titles(amirs)).toEqual(['Reject…', 'Cancel'])
    expect(JSON.stringify(amirs)).toContain('You have approved gate 2')
  })

  test('keeps what was written, with the fault at its field, and names whom nobody reached', () => {
    const card = personalCard(gathering, 'dana', {
      written: { pool: 'lync' },
      faults: { pool: '“lync” is no host.' },
      notTold: ['Bo was not told.'],
    })
    const says = JSON.stringify(card)
    expect([says.includes('"value":"lync"'), says.includes('✗ “lync” is no host.'), says.includes('✗ Bo was not told.')]).toEqual([
      true,
      true,
      true,
    ])
  })
})

describe('a field that is offered with what is there', () => {
  const asks = view({
    phase: 'gathering',
    questions: [{ name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true, needs: ['shell'] }],
  })
  const formOf = ({ body }: ReturnType<typeof personalCard>) => body.find((element) => 'id' in element && element.id === 'form')
  const found = { choices: [{ title: 'pool1, Site1', value: 'pool1.contoso.com' }], says: '1 found; another one can be typed.' }

  test('has the list below its text, and the way to look once more with what is written', () => {
    const card = personalCard(asks, 'dana', { offers: { pool: found } })
    expect(cardFaults(card)).toEqual([])
    const form = JSON.stringify(formOf(card))
    expect(JSON.parse(form)).toMatchObject({
      items: [
        {},
        { type: 'Input.Text', id: 'answer.pool', isRequired: false },
        { type: 'Input.ChoiceSet', id: 'choice.pool', label: 'Or choose', isRequired: false, choices: found.choices },
        { inlines: [{ text: found.says }] },
        {},
      ],
    })
    const look = buttonsIn(card).find(({ title }) => title === 'Look for choices')
    expect(look).toMatchObject({ verb: 'refresh', data: { v: 1, act: 'refresh', run: 'R-7' } })
    expect(look).not.toHaveProperty('associatedInputs')
  })

  test('is text alone where there is nothing, and says why', () => {
    const none = { choices: [], says: 'Nothing to choose from: SEC has nothing that fits. Type it.' }
    const form = formOf(personalCard(asks, 'dana', { offers: { pool: none } }))
    expect(form).toMatchObject({ items: [{}, { type: 'Input.Text', isRequired: true }, { inlines: [{ text: none.says }] }, {}] })
    expect(titles(personalCard(gathering, 'dana'))).not.toContain('Look for choices')
  })

  test('is answered with what is chosen where nothing is typed', () => {
    const press = (fields: object) => readPress({ v: 1, act: 'answer', run: 'R-7', ...fields })?.inputs
    expect(press({ 'answer.pool': ' ', 'choice.pool': 'pool1.contoso.com' })).toEqual({ pool: 'pool1.contoso.com' })
    expect(press({ 'choice.pool': 'pool1.contoso.com' })).toEqual({ pool: 'pool1.contoso.com' })
    expect(press({ 'answer.pool': 'pool9.contoso.com', 'choice.pool': 'pool1.contoso.com' })).toEqual({ pool: 'pool9.contoso.com' })
    expect(press({ 'answer.pool': '', 'choice.pool': '' })).toEqual({ pool: '' })
  })
})
