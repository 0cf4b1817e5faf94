/** Draws a card as Block Kit, within every limit of Slack whatever the run holds: what does not fit is left out, and the card says so. */
import { anyCut, type Budget, type Cuts, noCuts, stepsAround } from '../../card/budget.ts'
import type { Words } from '../../../words/words.ts'
import type { Card, CardProgress, CardStep } from '../../card/card.ts'
import { context, header, rowSections, section, strong, type Block } from './block.ts'
import { drawActions } from './buttons.ts'
import { drawGate, drawPlan } from './gate.ts'
import { escaped } from './text.ts'
import { cutWords, lineSections } from './within-limits.ts'
import type { CardWords } from '../../../words/card-words.ts'

export interface DrawnCard {
  blocks: Block[]
  /** What notifications and screen readers say; escaped. */
  text: string
  /** The same as plain words. */
  says: string
  /** What people decide on at the gate is not whole on the card. */
  cutPlan: boolean
}

/** Slack refuses a message whose blocks hold about 13,200 characters, which it documents nowhere (bolt-js issue 2509). */
const LARGEST = 12_000
const MOST_BLOCKS = 50

/** `notTold`: who waits for nothing because Slack did not reach them, a sentence each. */
export function renderCard(card: Card, notTold: readonly string[] = []): DrawnCard {
  const says = `${card.run} · ${card.state} · ${card.title.slice(0, 200)}`
  const text = escaped(says, 400)
  for (const budget of SLACK_BUDGETS) {
    const cuts = noCuts(card.words)
    const blocks = draw(card, notTold, budget, cuts)
    if (fits(blocks)) return { blocks, text, says, cutPlan: anyCut(cuts) }
  }
  return {
    blocks: [header(`${colourOf(card)}${card.run} · ${card.state}`), section(card.words.slack.card.tooLong(card.run))],
    text,
    says,
    cutPlan: true,
  }
}

/** Slack has no colours but those of its signs. */
function colourOf({ rehearsal }: Card): string {
  return rehearsal ? '🟪 ' : ''
}

/** As strict as it can be counted: the whole JSON, with names and escapes. */
export function fits(blocks: readonly Block[]): boolean {
  return blocks.length <= MOST_BLOCKS && JSON.stringify(blocks).length < LARGEST
}

function draw(card: Card, notTold: readonly string[], budget: Budget, cuts: Cuts): Block[] {
  const facts = card.gate ? [] : card.facts.slice(0, budget.rows)
  cuts.rows += card.gate ? 0 : card.facts.length - facts.length
  const blocks: Block[] = [
    header(`${colourOf(card)}${card.run} · ${card.state}`),
    section(cutWords(card.title, 300, cuts)),
    context(cutWords(card.byline, 400, cuts)),
    ...(card.status ? [section(cutWords(card.status, budget.text, cuts))] : []),
    ...drawProgress(card, budget, cuts),
    ...drawGate(card, budget, cuts),
    ...drawNotTold(card.words, notTold),
    ...drawAttention(card, budget, cuts),
    ...drawFindings(card, budget, cuts),
    ...(card.decided === undefined ? [] : [context(`✓ ${cutWords(card.decided, 300, cuts)}`)]),
    ...drawForm(card, budget, cuts),
    ...drawConfirm(card, budget, cuts),
    ...drawPlan(card, budget, cuts),
    ...drawSteps(card, budget, cuts),
    ...rowSections(facts.map(({ name, value }) => ({ name, value: cutWords(value, Math.min(budget.text, 600), cuts) }))),
  ]
  const missing = card.words.card.leftOut(card.run, cuts)
  return [...blocks, ...(missing ? [context(missing)] : []), ...drawActions(card.words, card.run, 'leave', card.leave)]
}

function drawProgress({ progress }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!progress) return []
  return [section([`▶ ${cutWords(progress.label, 300, cuts)}`, cutWords(progress.text, budget.text, cuts), ...bar(progress)].join('\n'))]
}

function bar({ percent }: CardProgress): string[] {
  if (percent === undefined) return []
  const full = Math.round(percent / 5)
  return [`${'█'.repeat(full)}${'░'.repeat(20 - full)} ${Math.round(percent)} %`]
}

/** Whoever reads it can tell them. What is cut here is no part of the plan. */
function drawNotTold(words: Words, notTold: readonly string[]): Block[] {
  const more = notTold.length - MOST_NOT_TOLD
  const says = [...notTold.slice(0, MOST_NOT_TOLD), ...(more > 0 ? [words.live.card.moreNotTold(more)] : [])]
  return says.map((each) => section(`✗ ${cutWords(each, 400, noCuts(words))}`))
}

const MOST_NOT_TOLD = 5

/** What a rehearsal found: a heading and a line each. */
function drawFindings({ found }: Card, budget: Budget, cuts: Cuts): Block[] {
  return found.flatMap(({ heading, lines }) => {
    const shown = lines.slice(0, Math.min(budget.rows, 10))
    cuts.rows += lines.length - shown.length
    return [strong(heading), ...lineSections(shown.map((each) => `– ${cutWords(each, budget.text, cuts)}`))]
  })
}

function drawAttention({ words, run, attention }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!attention) return []
  return [
    strong(`▲ ${attention.heading}`),
    // What a person decides by gives way last.
    section(cutWords(attention.sentence, Math.max(budget.text, 1500), cuts)),
    ...(attention.buttons.length > 0 ? [context(words.card.attention.advice)] : []),
    ...drawActions(words, run, 'attention', attention.buttons),
  ]
}

/** Its fields stand in a form of their own, where a plan cannot be looked at first. */
function drawForm({ words, run, form }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!form) return []
  const shown = form.inputs.slice(0, budget.rows)
  cuts.rows += form.inputs.length - shown.length
  const asked = shown.map(({ label, required, value }) =>
    required
      ? `○ ${cutWords(label, 200, cuts)}`
      : `✓ ${words.slack.card.answered({ label: cutWords(label, 200, cuts), value: cutWords(value ?? '', 200, cuts) })}`,
  )
  return [
    strong(form.heading),
    ...lineSections(asked),
    ...drawActions(
      words,
      run,
      'form',
      form.buttons.filter(({ data }) => data.act !== 'preview'),
    ),
  ]
}

function drawConfirm({ words, run, confirm }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!confirm) return []
  return [
    strong(confirm.heading),
    section(cutWords(confirm.ask, budget.text, cuts)),
    ...drawActions(words, run, 'confirm', confirm.buttons),
  ]
}

/** One line a step, packed into as few sections as they fit. Where there are too many, those around the current one are kept. */
function drawSteps({ words, steps }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (steps.length === 0) return []
  const { first, kept } = stepsAround(steps, budget, cuts)
  const before = first > 0 ? [words.slack.card.earlierSteps(first)] : []
  const after = steps.length - first - kept.length
  const lines = [
    ...before,
    ...kept.map((step) => drawStep(words.card, step, budget, cuts)),
    ...(after > 0 ? [words.slack.card.moreSteps(after)] : []),
  ]
  return lineSections(lines)
}

function drawStep(words: CardWords, step: CardStep, budget: Budget, cuts: Cuts): string {
  const word = words.stepStates[step.state]
  const flags = `${step.gate ? ` ◆ ${words.gateMark}` : ''}${step.oneWay ? ` ⇥ ${words.oneWayMark}` : ''}`
  const detail = [word, step.detail && cutWords(step.detail, Math.min(budget.text, 240), cuts)].filter(Boolean).join(' · ')
  const title = cutWords(step.title, Math.min(budget.text, 160), cuts)
  return `${MARKS[step.state]} ${step.number}. ${title}${flags}${detail ? `  – ${detail}` : ''}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

const MARKS: Record<CardStep['state'], string> = {
  pending: '○',
  asking: '◌',
  waiting: '◔',
  'by-hand': '◔',
  working: '▶',
  done: '✓',
  rehearsed: '◇',
  skipped: '–',
  undone: '↩',
  attention: '▲',
}

/** How much of a run a card in Slack shows; a card that is too large is drawn again with the next smaller budget. */
const SLACK_BUDGETS: readonly Budget[] = [
  { text: 1500, statement: 2600, statements: 12, steps: 40, rows: 30, choices: 0 },
  { text: 700, statement: 1500, statements: 8, steps: 30, rows: 20, choices: 0 },
  { text: 400, statement: 700, statements: 6, steps: 24, rows: 16, choices: 0 },
  { text: 240, statement: 300, statements: 4, steps: 14, rows: 10, choices: 0 },
  { text: 100, statement: 0, statements: 0, steps: 6, rows: 4, choices: 0 },
]
