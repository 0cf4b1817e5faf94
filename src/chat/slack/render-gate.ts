import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { Budget, Cuts } from '../card/budget.ts'
import type { Card, CardGate, Statement } from '../card/card.ts'
import { context, rowSections, section, strong, type Block } from './block.ts'
import { drawActions } from './buttons.ts'
import { codeSection, cutWords, lineSections, strongLines } from './within-limits.ts'

/** What waits for approval: what cannot be undone first, then who is missing, then what will be sent, then the buttons. */
export function drawGate({ run, gate }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!gate) return []
  const shown = gate.statements.slice(0, budget.statements)
  cuts.statements += gate.statements.length - shown.length
  const rows = gate.rows.slice(0, budget.rows)
  cuts.rows += gate.rows.length - rows.length
  return [
    { type: 'divider' },
    strong(`◔ ${cutWords(gate.heading, 200, cuts)}`),
    ...strongLines(gate.warnings.map((words) => `⇥ ${cutWords(words, Math.min(budget.text, 300), cuts)}`)),
    ...(gate.reason === undefined ? [] : [section(`Reason: ${cutWords(gate.reason, budget.text, cuts)}`)]),
    ...lineSections(places(gate, budget, cuts)),
    ...rowSections(rows.map(({ name, value }) => ({ name, value: cutWords(value, Math.min(budget.text, 600), cuts) }))),
    ...shown.flatMap((statement) => drawStatement(statement, budget, cuts)),
    context(`Plan ${shortFingerprint(gate.fingerprint)} · ${gate.fingerprint}`),
    ...drawActions(run, 'gate', gate.buttons),
  ]
}

function places(gate: CardGate, budget: Budget, cuts: Cuts): string[] {
  const longest = Math.min(budget.text, 240)
  cuts.rows += Math.max(0, gate.places.length - MOST_PLACES) + Math.max(0, gate.barred.length - MOST_BARRED)
  return [
    ...gate.places.slice(0, MOST_PLACES).map(({ text, met }) => `${met ? '✓' : '○'} ${cutWords(text, longest, cuts)}`),
    `${cutWords(gate.missing, longest, cuts)} ${gate.expires}.`,
    ...gate.barred.slice(0, MOST_BARRED).map((words) => cutWords(words, longest, cuts)),
  ]
}

const MOST_PLACES = 20
const MOST_BARRED = 6

function drawStatement({ heading, text }: Statement, budget: Budget, cuts: Cuts): Block[] {
  return [context(cutWords(heading, 800, cuts)), codeSection(text, budget.statement, cuts)]
}
