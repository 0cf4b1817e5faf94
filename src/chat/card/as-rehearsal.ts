import { REHEARSAL_MARK } from '../../run/rehearsal/mark.ts'
import type { Button, Card } from './card.ts'

const NOTHING_IS_SENT = 'This is a rehearsal: nothing is sent to any server, and no approval of it counts for a real run.'
const DO_NOTHING = 'This is a rehearsal: do nothing. Answer as you would have to.'

/** The card of a rehearsal: wherever it asks for something, it says that it is one. */
export function asRehearsal(card: Card): Card {
  const { gate, form, confirm } = card
  return {
    ...card,
    ...(gate === undefined ? {} : { gate: { ...gate, heading: `${REHEARSAL_MARK}${gate.heading}`, buttons: gate.buttons.map(asked) } }),
    ...(form === undefined ? {} : { form: { ...form, heading: `${REHEARSAL_MARK}${form.heading}` } }),
    ...(confirm === undefined
      ? {}
      : { confirm: { ...confirm, heading: `${REHEARSAL_MARK}${confirm.heading}`, ask: `${DO_NOTHING} ${confirm.ask}` } }),
    leave: card.leave.map(asked),
  }
}

function asked(button: Button): Button {
  const { panel } = button
  return panel === undefined ? button : { ...button, panel: { ...panel, lines: [NOTHING_IS_SENT, ...panel.lines] } }
}
