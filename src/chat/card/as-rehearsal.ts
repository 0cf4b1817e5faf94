import { REHEARSAL_MARK } from '../../run/rehearsal/mark.ts'
import type { Button, Card, CardGate } from './card.ts'

const NOTHING_IS_CHANGED =
  'This is a rehearsal: it asks these servers and changes nothing on them, and no approval of it counts for a real run.'
const DO_NOTHING = 'This is a rehearsal: do nothing. Answer as you would have to.'

/** The card of a rehearsal: wherever it asks for something, it says that it is one. */
export function asRehearsal(card: Card): Card {
  const { gate, form, confirm } = card
  return {
    ...card,
    ...(gate === undefined ? {} : { gate: atGate(gate) }),
    ...(form === undefined ? {} : { form: { ...form, heading: `${REHEARSAL_MARK}${form.heading}` } }),
    ...(confirm === undefined
      ? {}
      : { confirm: { ...confirm, heading: `${REHEARSAL_MARK}${confirm.heading}`, ask: `${DO_NOTHING} ${confirm.ask}` } }),
    leave: card.leave.map(asked),
  }
}

function atGate(gate: CardGate): CardGate {
  return {
    ...gate,
    heading: `${REHEARSAL_MARK}${gate.heading}`,
    warnings: gate.warnings.map((warning) => ({ ...warning, heading: inTheRealRun(warning.heading) })),
    buttons: gate.buttons.map(asked),
  }
}

function inTheRealRun(warning: string): string {
  return `In the real run: ${warning}`
}

function asked(button: Button): Button {
  const { panel } = button
  return panel === undefined
    ? button
    : { ...button, panel: { ...panel, warnings: panel.warnings.map(inTheRealRun), lines: [NOTHING_IS_CHANGED, ...panel.lines] } }
}
