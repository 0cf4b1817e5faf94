import { shortFingerprint } from '../../procedure/fingerprint.ts'
import { cutLines, cutText, type Budget, type Cuts } from '../card/budget.ts'
import type { Card, CardGate, Statement } from '../card/card.ts'
import { context, rowSections, section, strong, type Block } from './block.ts'
import { drawActions } from './buttons.ts'
import { fenced } from './text.ts'

/** What waits for approval: what cannot be undone first, then who is missing, then what will be sent, then the buttons. */
export function drawGate({ run, gate }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!gate) return []
  const shown = gate.statements.slice(0, budget.statements)
  cuts.statements += gate.statements.length - shown.length
  const rows = gate.rows.slice(0, budget.rows)
  cuts.rows += gate.rows.length - rows.length
  return [
    { type: 'divider' },
    strong(`◔ ${cutText(gate.heading, 200, cuts)}`),
    ...(gate.warnings.length === 0 ? [] : [strong(gate.warnings.map((words) => `⇥ ${cutText(words, 300, cuts)}`).join('\n'))]),
    ...(gate.reason === undefined ? [] : [section(`Reason: ${cutText(gate.reason, budget.text, cuts)}`)]),
    section(places(gate, budget, cuts)),
    ...rowSections(rows.map(({ name, value }) => ({ name, value: cutText(value, Math.min(budget.text, 600), cuts) }))),
    ...shown.flatMap((statement) => drawStatement(statement, budget, cuts)),
    context(`Plan ${shortFingerprint(gate.fingerprint)} · ${gate.fingerprint}`),
    ...drawActions(run, 'gate', gate.buttons),
  ]
}

function places(gate: CardGate, budget: Budget, cuts: Cuts): string {
  const longest = Math.min(budget.text, 240)
  return [
    ...gate.places.slice(0, 12).map(({ text, met }) => `${met ? '✓' : '○'} ${cutText(text, longest, cuts)}`),
    `${cutText(gate.missing, longest, cuts)} ${gate.expires}.`,
    ...gate.barred.slice(0, 4).map((words) => cutText(words, longest, cuts)),
  ].join('\n')
}

function drawStatement({ heading, text }: Statement, budget: Budget, cuts: Cuts): Block[] {
  const code = fenced(cutLines(text, budget.statement, cuts), 3000)
  return [context(heading), { type: 'section', text: { type: 'mrkdwn', text: code, verbatim: true } }]
}
