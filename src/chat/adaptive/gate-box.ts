import type { Card, CardGate, Statement } from '../card/card.ts'
import { drawActs, drawButtons } from './acts.ts'
import { cutLines, cutText, type Budget, type Cuts } from '../card/budget.ts'
import { box, line, text, type Element } from './element.ts'
import { drawRow } from './head.ts'

/** What is decided, and the buttons: short enough that both are seen at once on a phone. */
export function drawGateBox({ words: said, gate }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (!gate) return []
  const small = { spacing: 'small' as const }
  const cut = (words: string, limit: number): string => cutText(words, Math.min(budget.text, limit), cuts)
  cuts.rows += Math.max(0, gate.warnings.length - MOST_WARNINGS)
  const items = [
    line([text(`${gate.deviation ? '▲' : '◔'} ${cutText(gate.heading, 200, cuts)}`, { weight: 'bolder', ...loud(gate) })]),
    ...(gate.reason === undefined ? [] : [drawRow({ name: said.card.gate.reason, value: gate.reason }, budget, cuts)]),
    line([text(cutText(gate.opens, 500, cuts))], small),
    ...gate.warnings.slice(0, MOST_WARNINGS).flatMap(({ heading, words }, index) => [
      line([text(`⇥ ${cutText(heading, 200, cuts)}`, { weight: 'bolder', color: 'attention' })], small),
      // The whole stands below the buttons: here it is no loss.
      ...(index < MOST_WORDS ? [line([text(excerpt(words, SHORT_WORDS))], { spacing: 'none' })] : []),
    ]),
    ...gate.cautions.slice(0, 3).map((words) => line([text(`▲ ${cut(words, 300)}`, { color: 'warning', size: 'small' })], small)),
    ...drawPlaces(gate, budget, cuts),
    line([text(gate.until, { size: 'small' })], { ...small, id: 'until' }),
    line([text(gate.compare, { size: 'small' })], small),
    ...(gate.yours === undefined ? [] : [line([text(cut(gate.yours, 300), { weight: 'bolder' })], small)]),
    ...(gate.buttons.length === 0 ? [] : [drawActs('gate', drawButtons(said, gate.buttons, budget))]),
  ]
  return [box('gate', items, { style: gate.warnings.length > 0 || gate.deviation ? 'attention' : 'warning' })]
}

/** What the decision is made of: who cannot approve, the values, the document's own words, every statement. */
export function drawPlan({ words: said, gate }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (!gate) return []
  const shown = gate.statements.slice(0, budget.statements)
  cuts.statements += gate.statements.length - shown.length
  const rows = gate.rows.slice(0, budget.rows)
  cuts.rows += gate.rows.length - rows.length
  const written = gate.prose.filter(({ text: words }) => words !== '')
  const prose = written.slice(0, Math.min(MOST_PROSE, budget.statements))
  cuts.prose += written.length - prose.length
  const items = [
    line([text(said.card.gate.plan, { weight: 'bolder' })]),
    ...gate.barred
      .slice(0, 8)
      .map((words) => line([text(cutText(words, 240, cuts), { isSubtle: true, size: 'small' })], { spacing: 'none' })),
    box(
      'values',
      rows.map((row) => drawRow(row, budget, cuts)),
      { spacing: 'small' },
    ),
    ...prose.flatMap((part) => drawProse(part, budget, cuts)),
    line([text(cutText(gate.document, 200, cuts), { isSubtle: true, size: 'small' })], { spacing: 'small' }),
    ...shown.flatMap((statement, index) => drawStatement(statement, index, budget, cuts)),
  ]
  return [
    box(
      'plan',
      items.filter((element) => element.type !== 'Container' || element.items.length > 0),
      { separator: true },
    ),
  ]
}

const MOST_WARNINGS = 30
const MOST_WORDS = 2
const MOST_PROSE = 20

/** Of the document's words beside the buttons; a phone shows about 45 characters a line. */
const SHORT_WORDS = 200

function loud(gate: CardGate): { color: 'attention' } | Record<never, never> {
  return gate.deviation ? { color: 'attention' } : {}
}

/** To the end of a sentence, or of a word where the first sentence is too long. */
function excerpt(words: string, limit: number): string {
  if (words.length <= limit) return words
  const kept = words.slice(0, limit)
  const whole = /^.*[.!?](?=\s)/s.exec(kept)?.[0]
  return whole !== undefined && whole.length > limit / 3 ? whole : `${kept.replace(/\s+\S*$/, '')} …`
}

function drawPlaces(gate: CardGate, budget: Budget, cuts: Cuts): Element[] {
  const cut = (words: string, limit: number): string => cutText(words, Math.min(budget.text, limit), cuts)
  return [
    ...gate.places
      .slice(0, 12)
      .map(({ text: words, met }) =>
        line([text(met ? '✓ ' : '○ ', { color: met ? 'good' : 'default', weight: 'bolder' }), text(cut(words, 240))], { spacing: 'small' }),
      ),
    line([text(cut(gate.missing, 400), { weight: 'bolder' })], { spacing: 'small' }),
  ]
}

function drawProse({ heading, text: words }: { heading: string; text: string }, budget: Budget, cuts: Cuts): Element[] {
  return [
    line([text(cutText(heading, 200, cuts), { size: 'small', weight: 'bolder' })], { spacing: 'medium' }),
    line([text(cutText(words, budget.text, cuts), { size: 'small' })], { spacing: 'none' }),
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
