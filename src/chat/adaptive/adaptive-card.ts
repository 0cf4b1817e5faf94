/** Draws a card as Adaptive Card 1.5. The same JSON goes to Teams and to the console's page. */
import type { Card } from '../card/card.ts'
import { drawActs, drawButtons } from './acts.ts'
import { anyCut, cutText, noCuts, type Budget, type Cuts } from '../card/budget.ts'
import { box, line, text, type Action, type Element } from './element.ts'
import { drawGateBox, drawPlan } from './gate-box.ts'
import { drawHead, drawProgress, drawRows } from './head.ts'
import { drawInputs } from './inputs.ts'
import { drawSteps } from './steps.ts'

export interface AdaptiveCard {
  type: 'AdaptiveCard'
  $schema: string
  version: '1.5'
  fallbackText: string
  msteams: { width: 'full' }
  /** Whose clients ask for their own view of it by themselves. */
  refresh?: Refresh
  /** Each element of the body is a section with an id of its own, so that a page can redraw one and leave the rest. */
  body: Element[]
}

/** `userIds`: of Teams, at most 60. */
export interface Refresh {
  action: Action
  userIds: string[]
}

/** What a platform puts on the card besides the run's own. */
export interface Beside {
  /** Whom nobody reached, a sentence each: few. */
  notTold?: readonly string[]
  /** Where people decide: above the plan, so that a phone shows them. */
  actions?: Action[]
  refresh?: Refresh
}

/** `cut`: something of what people decide on is not on it. */
export interface FittedCard {
  card: AdaptiveCard
  cut: boolean
}

/** Bytes of JSON: older clients of Teams refuse more than 28 KB, and the envelope needs its share. */
export const LARGEST = 25_000

/** At most `LARGEST` bytes whatever the run holds: what does not fit is left out, and the card says what and where to read it. */
export function drawAdaptiveCard(card: Card): AdaptiveCard {
  return fitAdaptiveCard(card).card
}

/** The same with something beside it, for which there is room as well. */
export function fitAdaptiveCard(card: Card, beside: Beside = {}): FittedCard {
  for (const budget of BUDGETS) {
    const cuts: Cuts = noCuts(card.words)
    const drawn = draw(card, beside, budget, cuts)
    if (Buffer.byteLength(JSON.stringify(drawn)) <= LARGEST) return { card: drawn, cut: anyCut(cuts) }
  }
  return { card: tooLong(card, beside), cut: true }
}

function draw(card: Card, beside: Beside, budget: Budget, cuts: Cuts): AdaptiveCard {
  const sections = [
    drawHead(card, budget, cuts),
    ...drawProgress(card, budget, cuts),
    ...drawGateBox(card, budget, cuts),
    ...drawNotTold(card, beside.notTold ?? []),
    ...drawAttentionBox(card, budget),
    ...drawFindings(card, budget, cuts),
    ...drawForm(card, budget),
    ...drawConfirm(card, budget),
    ...actsOf(beside),
    ...drawPlan(card, budget, cuts),
    ...drawSteps(card, budget, cuts),
    ...drawRows(card, budget, cuts),
  ]
  const missing = card.words.card.leftOut(card.run, cuts)
  if (missing) sections.push(box('cuts', [line([text(missing, { isSubtle: true, size: 'small' })])]))
  if (card.leave.length > 0) sections.push(box('leave', [drawActs('leave', drawButtons(card.words, card.leave, budget))]))
  return envelope(card, card.rehearsal ? inRehearsalColours(sections) : sections, beside)
}

function actsOf({ actions = [] }: Beside): Element[] {
  return actions.length === 0 ? [] : [box('beside', [drawActs('beside', actions)])]
}

/** Whoever reads it can tell them. What is cut here is no part of the plan. */
function drawNotTold({ words }: Card, notTold: readonly string[]): Element[] {
  if (notTold.length === 0) return []
  const cut = (sentence: string): string => cutText(sentence, 400, noCuts(words))
  return [
    box(
      'not-told',
      notTold.map((each) => line([text(`✗ ${cut(each)}`, { size: 'small' })], { spacing: 'small' })),
    ),
  ]
}

/** What a rehearsal found: a heading and a line each. */
function drawFindings({ found }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (found.length === 0) return []
  const items = found.flatMap(({ heading, lines }) => {
    const shown = lines.slice(0, budget.rows)
    cuts.rows += lines.length - shown.length
    return [
      line([text(heading, { weight: 'bolder' })], { spacing: 'small' }),
      ...shown.map((each) => line([text(`– ${cutText(each, budget.text, cuts)}`)], { spacing: 'small' })),
    ]
  })
  return [box('findings', items, { separator: true })]
}

function drawAttentionBox({ words, attention }: Card, budget: Budget): Element[] {
  if (!attention) return []
  const items = [
    line([text(`▲ ${attention.heading}`, { weight: 'bolder', color: 'attention' })]),
    // The sentence is what a person decides by: it gives way last.
    line([text(attention.sentence.slice(0, Math.max(budget.text, 1500)))], { spacing: 'small' }),
  ]
  if (attention.buttons.length === 0) return [box('attention', items, { style: 'attention' })]
  const advice = line([text(words.card.attention.advice, { isSubtle: true, size: 'small' })], {
    spacing: 'small',
  })
  return [
    box('attention', [...items, advice, drawActs('attention', drawButtons(words, attention.buttons, budget))], { style: 'attention' }),
  ]
}

function drawForm({ words, form }: Card, budget: Budget): Element[] {
  if (!form) return []
  const heading = line([text(form.heading, { weight: 'bolder' })])
  return [
    box('form', [heading, ...drawInputs(words, form.inputs, budget), drawActs('form', drawButtons(words, form.buttons, budget))], {
      style: 'emphasis',
    }),
  ]
}

function drawConfirm({ words, confirm }: Card, budget: Budget): Element[] {
  if (!confirm) return []
  const items = [line([text(confirm.heading, { weight: 'bolder' })]), line([text(confirm.ask)], { spacing: 'small' })]
  const acts = confirm.buttons.length === 0 ? [] : [drawActs('confirm', drawButtons(words, confirm.buttons, budget))]
  return [box('confirm', [...items, ...acts], { style: 'warning' })]
}

/** No buttons: nobody should approve what no card can show. */
function tooLong(card: Card, beside: Beside): AdaptiveCard {
  return plainCard(card, card.words.card.tooLong(card.run), beside)
}

/** Where it stands, and one sentence in place of everything else. */
export function plainCard(card: Card, sentence: string, beside: Beside = {}): AdaptiveCard {
  const head = box('head', [line([text(`${card.run} · ${card.state}`, { weight: 'bolder' })]), line([text(sentence)])])
  return envelope(card, [head, ...actsOf(beside)], beside)
}

function envelope(card: Card, body: Element[], { refresh }: Beside): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: `${card.run} · ${card.state}`,
    msteams: { width: 'full' },
    ...(refresh === undefined ? {} : { refresh }),
    body,
  }
}

/** How much of a run an Adaptive Card shows; see `Budget`. */
const BUDGETS: readonly Budget[] = [
  { text: 2000, statement: 6000, statements: 40, steps: 60, rows: 40, choices: 60 },
  { text: 800, statement: 1600, statements: 16, steps: 40, rows: 30, choices: 40 },
  { text: 400, statement: 600, statements: 8, steps: 24, rows: 16, choices: 25 },
  { text: 200, statement: 240, statements: 4, steps: 14, rows: 10, choices: 15 },
  { text: 100, statement: 0, statements: 0, steps: 6, rows: 4, choices: 8 },
]

/** The colours that mean something in a real run; a rehearsal has its own for all of them. */
const MEANING = new Set(['good', 'warning', 'attention'])

/** The same elements in the one colour of rehearsals: green would say done, amber and red would call people. */
function inRehearsalColours<T>(drawn: T): T {
  return recoloured(drawn) as T
}

function recoloured(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recoloured)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'data') return [key, each]
      const meant = (key === 'style' || key === 'color') && typeof each === 'string' && MEANING.has(each)
      return [key, meant ? 'accent' : recoloured(each)]
    }),
  )
}
