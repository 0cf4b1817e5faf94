import type { SaidView } from '../../words/said-view.ts'
import type { Words } from '../../words/words.ts'
import type { CardGate } from './card.ts'

type Gate = NonNullable<SaidView['gate']>

/** The gate as this person is shown it: a button that would only refuse them is not there, and a sentence says why. */
export function yourPart(words: Words, drawn: CardGate, gate: Gate, person: string): CardGate {
  const yours = whyNot(words, gate, person)
  if (yours === undefined) return drawn
  const buttons = drawn.buttons.filter(({ data }) => data.act === 'reject' && gate.mayReject.includes(person))
  return { ...drawn, buttons, yours }
}

/** Why this person cannot approve, and what they can do; undefined: they can. */
export function whyNot(words: Words, gate: Gate, person: string): string | undefined {
  if (gate.asked.includes(person)) return undefined
  const { number } = gate
  if (gate.approved.includes(person)) return words.card.gate.approvedAlready(number)
  const barred = gate.barred.find(({ id }) => id === person)
  return words.card.gate.cannotApprove({
    gate: number,
    because: barred === undefined ? { groups: groupsOf(gate) } : { barred: barred.because },
    mayReject: gate.mayReject.includes(person),
  })
}

/** As the run itself would say it. */
export function cannotReject(words: Words, gate: Gate, name: string): string {
  return words.refusals['not-an-approver']({ gate: gate.number, person: name, groups: groupsOf(gate) })
}

function groupsOf({ lines }: Gate): string[] {
  return [...new Set(lines.flatMap(({ from }) => from))]
}
