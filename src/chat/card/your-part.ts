import type { SaidView } from '../../words/said-view.ts'
import type { CardGate } from './card.ts'

type Gate = NonNullable<SaidView['gate']>

/** The gate as this person is shown it: a button that would only refuse them is not there, and a sentence says why. */
export function yourPart(drawn: CardGate, gate: Gate, person: string): CardGate {
  const yours = whyNot(gate, person)
  if (yours === undefined) return drawn
  const buttons = drawn.buttons.filter(({ data }) => data.act === 'reject' && gate.mayReject.includes(person))
  return { ...drawn, buttons, yours }
}

/** Why this person cannot approve, and what they can do; undefined: they can. */
export function whyNot(gate: Gate, person: string): string | undefined {
  if (gate.asked.includes(person)) return undefined
  const may = gate.mayReject.includes(person)
  if (gate.approved.includes(person)) return `You have approved gate ${gate.number}, and count once. You may still reject it.`
  const barred = gate.barred.find(({ id }) => id === person)
  const why = barred === undefined ? `you are not in ${groupsOf(gate)}` : barred.because
  return `You cannot approve gate ${gate.number}: ${why}. ${may ? 'You may reject it; to' : 'To'} have it approved, reach those who are still needed.`
}

/** As the run itself would say it. */
export function cannotReject(gate: Gate, name: string): string {
  return `${name} is not in ${groupsOf(gate)}, so ${name} cannot reject gate ${gate.number}.`
}

function groupsOf({ lines }: Gate): string {
  return [...new Set(lines.flatMap(({ from }) => from))].join(' or ')
}
