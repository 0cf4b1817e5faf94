import type { Words } from '../../words/words.ts'
import type { Button, Card, CardGate } from './card.ts'

/** The card of a rehearsal: wherever it asks for something, it says that it is one. */
export function asRehearsal(card: Card): Card {
  const { words, gate, form, confirm } = card
  const mark = words.rehearsalMark
  return {
    ...card,
    ...(gate === undefined ? {} : { gate: atGate(words, gate) }),
    ...(form === undefined ? {} : { form: { ...form, heading: `${mark}${form.heading}` } }),
    ...(confirm === undefined
      ? {}
      : { confirm: { ...confirm, heading: `${mark}${confirm.heading}`, ask: words.card.rehearsalByHand(confirm.ask) } }),
    leave: card.leave.map((button) => asked(words, button)),
  }
}

function atGate(words: Words, gate: CardGate): CardGate {
  return {
    ...gate,
    heading: `${words.rehearsalMark}${gate.heading}`,
    warnings: gate.warnings.map((warning) => ({ ...warning, heading: words.card.inTheRealRun(warning.heading) })),
    buttons: gate.buttons.map((button) => asked(words, button)),
  }
}

function asked({ card }: Words, button: Button): Button {
  const { panel } = button
  return panel === undefined
    ? button
    : {
        ...button,
        panel: {
          ...panel,
          warnings: panel.warnings.map((warning) => card.inTheRealRun(warning)),
          lines: [card.rehearsalChangesNothing, ...panel.lines],
        },
      }
}
