import type { Card, CardStep } from '../card/card.ts'
import type { Words } from '../../words/words.ts'
import { type Budget, type Cuts, cutText, stepsAround } from '../card/budget.ts'
import { box, line, text, type Element, type TextRun } from './element.ts'

/** One line a step. Where there are too many, those around the current one are kept. */
export function drawSteps({ words, steps }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (steps.length === 0) return []
  const { kept } = stepsAround(steps, budget, cuts)
  return [
    box(
      'steps',
      kept.map((step) => drawStep(words, step, budget, cuts)),
      { separator: true },
    ),
  ]
}

function drawStep({ card: words }: Words, step: CardStep, budget: Budget, cuts: Cuts): Element {
  const { mark, color } = STATES[step.state]
  const word = words.stepStates[step.state]
  const idle = step.state === 'pending' || step.state === 'skipped'
  const flags: TextRun[] = [
    ...(step.gate ? [text(`  ◆ ${words.gateMark}`, { size: 'small', isSubtle: true })] : []),
    ...(step.oneWay ? [text(`  ⇥ ${words.oneWayMark}`, { size: 'small', weight: 'bolder', color: 'attention' })] : []),
  ]
  return line(
    [
      text(`${mark} `, { color, weight: 'bolder' }),
      text(`${step.number}. ${cutText(step.title, Math.min(budget.text, 160), cuts)}`, idle ? { isSubtle: true } : { weight: 'bolder' }),
      ...flags,
      text(`  ${word}${step.detail ? ` · ${cutText(step.detail, Math.min(budget.text, 240), cuts)}` : ''}`, {
        size: 'small',
        isSubtle: true,
      }),
    ],
    { spacing: 'small' },
  )
}

const STATES: Record<CardStep['state'], { mark: string; color: 'default' | 'accent' | 'good' | 'warning' | 'attention' }> = {
  pending: { mark: '○', color: 'default' },
  asking: { mark: '◌', color: 'accent' },
  waiting: { mark: '◔', color: 'warning' },
  'by-hand': { mark: '◔', color: 'warning' },
  working: { mark: '▶', color: 'accent' },
  done: { mark: '✓', color: 'good' },
  rehearsed: { mark: '◇', color: 'default' },
  skipped: { mark: '–', color: 'default' },
  undone: { mark: '↩', color: 'default' },
  attention: { mark: '▲', color: 'attention' },
}
