/** What was typed, or is the document's default, is what its list shows as chosen: nobody chooses it again. */
import { describe, expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { questionFields } from '../../src/chat/slack/forms/fields.ts'
import { renderModal } from '../../src/chat/slack/forms/render-modal.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { view } from './views.ts'
import { en } from '../../src/words/en.ts'

type Question = SaidView['questions'][number]
const asked = (written: string, over: Partial<Question> = {}): Question[] => [
  { name: 'fast', ask: 'Without the copy?', type: 'boolean', required: false, written, ...over },
]

function inConsole(questions: Question[]): string | undefined {
  return drawCard(view({ phase: 'gathering', questions })).form?.inputs[0]?.value
}

function inSlack(questions: Question[]): string | undefined {
  const form = renderModal({
    words: en,
    callback: 'x',
    metadata: {},
    title: 'x',
    go: 'Start',
    above: [],
    fields: questionFields(en, questions),
  })
  const [block] = form.blocks
  return block?.type === 'input' && block.element.type === 'static_select' ? block.element.initial_option?.value : undefined
}

describe.each([
  ['in the console', inConsole],
  ['in Slack', inSlack],
])('%s', (_, chosen) => {
  test.each([
    ['true', 'yes'],
    ['True', 'yes'],
    ['1', 'yes'],
    [' yes ', 'yes'],
    ['false', 'no'],
    ['0', 'no'],
  ])('a boolean written %j is the %s of its list', (written, word) => {
    expect(chosen(asked(written))).toBe(word)
  })

  test('a choice is found with blanks around it', () => {
    const choices = ['red', 'green'].map((each) => ({ title: each, value: each }))
    expect(chosen(asked(' green ', { type: 'choice', choices }))).toBe('green')
  })
})

test('what is neither is chosen by nobody but the person', () => {
  expect(inSlack(asked('perhaps'))).toBeUndefined()
  expect(inConsole(asked('perhaps'))).toBe('perhaps')
})

test("Slack's card tells what is missing from what the document fills in", () => {
  const questions: Question[] = [{ name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true }, ...asked('true')]
  const { blocks } = renderCard(drawCard(view({ phase: 'gathering', questions })))
  expect(JSON.stringify(blocks)).toContain('○ Which pool?\\n✓ Without the copy? yes, if you change nothing')
})
