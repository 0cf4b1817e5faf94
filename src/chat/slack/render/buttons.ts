import type { Words } from '../../../words/words.ts'
import type { Button } from '../../card/card.ts'
import type { Block, ButtonElement, Confirm } from './block.ts'
import { context, plainText } from './block.ts'

/** `action_id` of everything that is pressed on a card. */
export const ACTION_PREFIX = 'act:'

/** Buttons of one box. `place` names it: every block of a card has an id of its own, which also says whose card it is. */
export function drawActions({ slack: { button: says } }: Words, run: string, place: string, buttons: readonly Button[]): Block[] {
  const elements = buttons.map((button, index) => drawButton(says, button, index)).filter(({ value }) => value.length <= LONGEST_VALUE)
  const left = buttons.length - Math.min(elements.length, MOST_BUTTONS)
  return [
    ...(elements.length > 0 ? [{ type: 'actions' as const, block_id: `${run}/${place}`, elements: elements.slice(0, MOST_BUTTONS) }] : []),
    ...(left > 0 ? [context(says.noRoom(left))] : []),
  ]
}

type ButtonWords = Words['slack']['button']

/** Of an actions block, and of the value of a button. */
const MOST_BUTTONS = 25
const LONGEST_VALUE = 2000

/** A button that needs words opens a modal; every other one that changes something asks to confirm. */
export function opensModal(button: Pick<Button, 'data' | 'panel'>): boolean {
  return button.data.act === 'answer' || (button.panel?.inputs.length ?? 0) > 0
}

function drawButton(says: ButtonWords, button: Button, index: number): ButtonElement {
  const { data, label, style } = button
  const asked = confirmOf(says, button)
  return {
    type: 'button',
    action_id: `${ACTION_PREFIX}${data.act}:${index}`,
    text: plainText(data.act === 'answer' ? says.answer : label, 75),
    value: JSON.stringify(data),
    ...(style === 'default' ? {} : { style: style === 'positive' ? ('primary' as const) : ('danger' as const) }),
    ...(asked ? { confirm: asked } : {}),
  }
}

/** Slack gives a confirmation 300 characters: the fingerprint stands whole, what cannot be undone first, and the rest is on the card. */
function confirmOf(says: ButtonWords, button: Button): Confirm | undefined {
  const { data, panel, label } = button
  // The form says the same, whole, above its fields: nobody should be asked twice.
  if (opensModal(button) || (!panel && data.act !== 'confirm')) return undefined
  const lines = panel?.lines ?? [says.confirm]
  const print = panel?.fingerprint === undefined ? '' : `\n${says.plan(panel.fingerprint)}`
  const text = clip([...(panel?.warnings ?? []), ...lines].join(' '), 300 - print.length)
  return {
    title: plainText(label.replace(/…$/, '?'), 100),
    text: { type: 'plain_text', text: `${text}${print}`, emoji: false },
    confirm: plainText(panel?.go ?? label, 30),
    deny: plainText(says.goBack, 30),
    ...(button.style === 'destructive' || (panel?.warnings.length ?? 0) > 0 ? { style: 'danger' as const } : {}),
  }
}

function clip(words: string, limit: number): string {
  return plainText(words, limit).text
}
