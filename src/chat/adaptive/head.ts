import type { Card } from '../card/card.ts'
import type { Tone } from '../tone.ts'
import { cutText, type Budget, type Cuts } from '../card/budget.ts'
import { box, line, text, type BoxStyle, type Column, type Element } from './element.ts'

/** Title, phase in words and colour, and the one sentence. */
export function drawHead(card: Card, budget: Budget, cuts: Cuts): Element {
  const title: Column = {
    type: 'Column',
    width: 'stretch',
    items: [
      line([text(cutText(card.title, Math.min(budget.text, 200), cuts), { weight: 'bolder', size: 'medium' })]),
      line([text(`${card.run} · ${cutText(card.byline, Math.min(budget.text, 300), cuts)}`, { isSubtle: true, size: 'small' })], {
        spacing: 'none',
      }),
    ],
  }
  const { mark, style, color } = TONES[card.tone]
  const state: Column = {
    type: 'Column',
    width: 'auto',
    verticalContentAlignment: 'center',
    items: [{ type: 'Container', style, items: [line([text(`${mark} ${card.state}`, { weight: 'bolder', size: 'small', color })])] }],
  }
  const rehearsal = card.rehearsal
    ? [
        line([text(card.words.card.rehearsal, { weight: 'bolder', color: 'accent' })], {
          spacing: 'small',
        }),
      ]
    : []
  return box('head', [
    { type: 'ColumnSet', columns: [title, state] },
    ...rehearsal,
    ...(card.status ? [line([text(cutText(card.status, Math.max(budget.text, 300), cuts))], { spacing: 'small' })] : []),
  ])
}

/** Shape and word say the phase as well as the colour does. */
const TONES: Record<Tone, { mark: string; style: BoxStyle; color: 'default' | 'accent' | 'good' | 'warning' | 'attention' }> = {
  asking: { mark: '?', style: 'emphasis', color: 'default' },
  waiting: { mark: '◔', style: 'warning', color: 'warning' },
  working: { mark: '▶', style: 'accent', color: 'accent' },
  attention: { mark: '▲', style: 'attention', color: 'attention' },
  done: { mark: '✓', style: 'good', color: 'good' },
  stopped: { mark: '■', style: 'emphasis', color: 'default' },
  rehearsal: { mark: '◇', style: 'accent', color: 'accent' },
}

export function drawProgress({ progress }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (!progress) return []
  const { percent } = progress
  const words = cutText(progress.text, Math.min(budget.text, 300), cuts)
  const shown = percent === undefined || words.includes('%') || words.includes('percent') ? words : `${Math.round(percent)} % · ${words}`
  return [
    box('progress', [
      line([text(cutText(progress.label, 200, cuts), { size: 'small', weight: 'bolder' })]),
      {
        type: 'ProgressBar',
        id: 'bar',
        ...(percent === undefined ? {} : { value: Math.round(percent) }),
        max: 100,
        color: 'accent',
        fallback: 'drop',
      },
      line([text(shown, { size: 'small', isSubtle: true })], { spacing: 'small' }),
    ]),
  ]
}

export function drawRows({ facts }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (facts.length === 0) return []
  cuts.rows += Math.max(0, facts.length - budget.rows)
  return [
    box(
      'facts',
      facts.slice(0, budget.rows).map((row) => drawRow(row, budget, cuts)),
      { separator: true },
    ),
  ]
}

export function drawRow({ name, value }: { name: string; value: string }, budget: Budget, cuts: Cuts): Element {
  return line(
    [text(`${cutText(name, 100, cuts)}  `, { isSubtle: true, size: 'small' }), text(cutText(value, budget.text, cuts), { size: 'small' })],
    {
      spacing: 'small',
    },
  )
}
