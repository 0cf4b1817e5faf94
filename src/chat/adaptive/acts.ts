import type { Button, Panel } from '../card/card.ts'
import { readable, readableLine } from '../readable.ts'
import type { Words } from '../../words/words.ts'
import type { Budget } from '../card/budget.ts'
import { line, text, type Action, type Element } from './element.ts'
import { drawInputs } from './inputs.ts'

/** A button that asks first opens a panel; the button in it is the one that counts. */
export function drawButtons(words: Words, buttons: Button[], budget: Budget): Action[] {
  return buttons.slice(0, 6).map((button, index): Action => {
    const id = idOf(button, index)
    const title = readableLine(words, button.label, 60)
    if (!button.panel) return execute(button, id, title, button.data.act === 'answer' || button.data.act === 'preview')
    return {
      type: 'Action.ShowCard',
      id,
      title,
      style: button.style,
      card: { type: 'AdaptiveCard', body: drawPanel(words, button, button.panel, id, budget) },
    }
  })
}

/** A page keeps a panel open over a redraw by this id: another gate or another plan is another question, and must not inherit an open "Approve". */
function idOf({ data }: Button, index: number): string {
  if (data.act === 'approve' || data.act === 'reject') return `${data.act}-${data.gate}-${data.fingerprint.slice(0, 16)}`
  return 'step' in data ? `${data.act}-${data.step}-${index}` : `${data.act}-${index}`
}

export function drawActs(id: string, actions: Action[]): Element {
  return { type: 'ActionSet', id: `${id}-acts`, actions, spacing: 'medium' }
}

function drawPanel(words: Words, button: Button, panel: Panel, id: string, budget: Budget): Element[] {
  const fingerprint = panel.fingerprint
    ? [
        line([text(words.card.gate.wholeFingerprint, { isSubtle: true, size: 'small' })], { spacing: 'small' }),
        ...halves(panel.fingerprint).map((half) => line([text(half, { fontType: 'monospace', size: 'small' })], { spacing: 'none' })),
      ]
    : []
  return [
    ...panel.warnings
      .slice(0, 6)
      .map((warning) =>
        line([text(`⇥ ${readableLine(words, warning, 300)}`, { weight: 'bolder', color: 'attention' })], { spacing: 'small' }),
      ),
    ...panel.lines.map((each) => line([text(each)], { spacing: 'small' })),
    ...fingerprint,
    ...drawInputs(words, panel.inputs, budget),
    drawActs(`${id}-go`, [execute(button, `${id}-go`, readable(panel.go), panel.inputs.length > 0)]),
  ]
}

/** Nothing breaks a line within a word, and a whole one runs out of a narrow card. */
function halves(fingerprint: string): string[] {
  const half = Math.ceil(fingerprint.length / 2)
  return [fingerprint.slice(0, half), fingerprint.slice(half)]
}

function execute(button: Button, id: string, title: string, withInputs: boolean): Action {
  return {
    type: 'Action.Execute',
    id,
    title,
    verb: button.data.act,
    data: button.data,
    style: button.style,
    ...(withInputs ? {} : { associatedInputs: 'none' }),
    fallback: { type: 'Action.Submit', title, data: button.data },
  }
}
