import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { Card, CardGate, Statement } from '../card/card.ts'
import { drawActs, drawButtons } from './acts.ts'
import { cutLines, cutText, type Budget, type Cuts } from '../card/budget.ts'
import { box, line, text, type Element } from './element.ts'
import { drawRow } from './head.ts'

/** What waits for approval: warnings first, then the places, then what will be sent, then the buttons. */
export function drawGateBox({ gate }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (!gate) return []
  const shown = gate.statements.slice(0, budget.statements)
  cuts.statements += gate.statements.length - shown.length
  const rows = gate.rows.slice(0, budget.rows)
  cuts.rows += gate.rows.length - rows.length
  return [
    box(
      'gate',
      [
        line([text(`◔ ${cutText(gate.heading, 200, cuts)}`, { weight: 'bolder' })]),
        ...gate.warnings.map((warning) =>
          line([text(`⇥ ${cutText(warning, 300, cuts)}`, { weight: 'bolder', color: 'attention' })], { spacing: 'small' }),
        ),
        ...(gate.reason === undefined ? [] : [drawRow({ name: 'Reason', value: gate.reason }, budget, cuts)]),
        ...drawPlaces(gate, budget, cuts),
        box(
          'values',
          rows.map((row) => drawRow(row, budget, cuts)),
          { spacing: 'small' },
        ),
        ...shown.flatMap((statement, index) => drawStatement(statement, index, budget, cuts)),
        line(
          [
            text('Plan ', { isSubtle: true, size: 'small' }),
            text(shortFingerprint(gate.fingerprint), { fontType: 'monospace', size: 'small' }),
          ],
          {
            spacing: 'small',
          },
        ),
        drawActs('gate', drawButtons(gate.buttons, budget)),
      ].filter((element) => element.type !== 'Container' || element.items.length > 0),
      { style: gate.warnings.length > 0 ? 'attention' : 'warning' },
    ),
  ]
}

function drawPlaces(gate: CardGate, budget: Budget, cuts: Cuts): Element[] {
  return [
    ...gate.places.slice(0, 12).map(({ text: words, met }) =>
      line(
        [
          text(met ? '✓ ' : '○ ', { color: met ? 'good' : 'default', weight: 'bolder' }),
          text(cutText(words, Math.min(budget.text, 240), cuts)),
        ],
        {
          spacing: 'small',
        },
      ),
    ),
    line([text(`${cutText(gate.missing, Math.min(budget.text, 400), cuts)} ${gate.expires}.`, { size: 'small' })], { spacing: 'small' }),
    ...gate.barred
      .slice(0, 8)
      .map((words) =>
        line([text(cutText(words, Math.min(budget.text, 240), cuts), { isSubtle: true, size: 'small' })], { spacing: 'none' }),
      ),
  ]
}

function drawStatement(statement: Statement, index: number, budget: Budget, cuts: Cuts): Element[] {
  return [
    line([text(cutText(statement.heading, 200, cuts), { size: 'small', weight: 'bolder' })], { spacing: 'medium' }),
    box(`statement-${index}`, [line([text(cutLines(statement.text, budget.statement, cuts), { fontType: 'monospace', size: 'small' })])], {
      style: 'emphasis',
      spacing: 'small',
    }),
  ]
}
