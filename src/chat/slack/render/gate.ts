import { noCuts, type Budget, type Cuts } from '../../card/budget.ts'
import type { Card, CardGate, Statement } from '../../card/card.ts'
import type { Words } from '../../../words/words.ts'
import { context, rowSections, section, strong, type Block } from './block.ts'
import { drawActions } from './buttons.ts'
import { codeSection, cutWords, lineSections, strongLines } from './within-limits.ts'

/** What is decided, and the buttons: what it opens, what cannot be undone, who is missing, until when. */
export function drawGate({ words: said, run, gate }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!gate) return []
  return [
    { type: 'divider' },
    strong(`${gate.deviation ? '▲' : '◔'} ${cutWords(gate.heading, 200, cuts)}`),
    ...(gate.reason === undefined ? [] : [section(said.slack.card.reason(cutWords(gate.reason, budget.text, cuts)))]),
    section(cutWords(gate.opens, 500, cuts)),
    ...drawWarnings(said, gate, budget),
    ...gate.cautions.slice(0, 3).map((words) => section(`▲ ${cutWords(words, 300, cuts)}`)),
    ...lineSections(places(gate, budget, cuts)),
    strong(cutWords(gate.missing, Math.min(budget.text, 400), cuts)),
    ...lineSections([gate.until, gate.compare]),
    ...drawActions(said, run, 'gate', gate.buttons),
  ]
}

/** What the decision is made of: who cannot approve, the values, the document's own words, every statement. */
export function drawPlan({ words: said, gate }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!gate) return []
  const shown = gate.statements.slice(0, budget.statements)
  cuts.statements += gate.statements.length - shown.length
  const rows = gate.rows.slice(0, budget.rows)
  cuts.rows += gate.rows.length - rows.length + Math.max(0, gate.barred.length - MOST_BARRED)
  const written = gate.prose.filter(({ text }) => text !== '')
  const prose = written.slice(0, Math.min(MOST_PROSE, budget.statements))
  cuts.prose += written.length - prose.length
  return [
    { type: 'divider' },
    strong(said.card.gate.plan),
    ...lineSections(gate.barred.slice(0, MOST_BARRED).map((words) => cutWords(words, Math.min(budget.text, 240), cuts))),
    ...rowSections(
      rows.map(({ name, value }) => ({ name: cutWords(name, 300, cuts), value: cutWords(value, Math.min(budget.text, 600), cuts) })),
    ),
    ...prose.flatMap(({ heading, text }) => [
      strong(cutWords(heading, 200, cuts)),
      section(cutWords(text, Math.min(budget.text, 700), cuts)),
    ]),
    ...shown.flatMap((statement) => drawStatement(statement, budget, cuts)),
    context(cutWords(gate.document, 200, cuts), said.slack.card.fingerprint({ gate: gate.number, whole: gate.fingerprint })),
  ]
}

/** The headings say it; the document's own words stand whole in the plan. */
function drawWarnings(words: Words, { warnings }: CardGate, budget: Budget): Block[] {
  const spare = noCuts(words)
  const heading = (text: string): string => `⇥ ${cutWords(text, Math.min(budget.text, 300), spare)}`
  const said = warnings
    .slice(0, MOST_WORDS)
    .flatMap((each) => [strong(heading(each.heading)), section(cutWords(each.words, Math.min(2 * budget.text, 400), spare))])
  return [...said, ...strongLines(warnings.slice(MOST_WORDS).map((each) => heading(each.heading)))]
}

const MOST_WORDS = 3
const MOST_PROSE = 6

function places(gate: CardGate, budget: Budget, cuts: Cuts): string[] {
  const longest = Math.min(budget.text, 240)
  cuts.rows += Math.max(0, gate.places.length - MOST_PLACES)
  return gate.places.slice(0, MOST_PLACES).map(({ text, met }) => `${met ? '✓' : '○'} ${cutWords(text, longest, cuts)}`)
}

const MOST_PLACES = 20
const MOST_BARRED = 6

function drawStatement({ heading, text }: Statement, budget: Budget, cuts: Cuts): Block[] {
  return [context(cutWords(heading, 800, cuts)), codeSection(text, budget.statement, cuts)]
}
