import type { Card, CardStep } from '../card/card.ts'
import { stepsAround } from '../card/steps-around.ts'
import { cutText, type Budget, type Cuts } from '../card/budget.ts'
import { box, line, text, type Element, type TextRun } from './element.ts'

/** One line a step. Where there are too many, those around the current one are kept. */
export function drawSteps({ steps }: Card, budget: Budget, cuts: Cuts): Element[] {
  if (steps.length === 0) return []
  const { kept } = stepsAround(steps, budget, cuts)
  return [
    box(
      'steps',
      kept.map((step) => drawStep(step, budget, cuts)),
      { separator: true },
    ),
  ]
}

function drawStep(step: CardStep, budget: Budget, cuts: Cuts): Element {
  const { mark, word, color } = STATES[step.state]
  const idle = step.state === 'pending' || step.state === 'skipped'
  const flags: TextRun[] = [
    ...(step.gate ? [text('  ◆ gate', { size: 'small', isSubtle: true })] : []),
    ...(step.oneWay ? [text('  ⇥ NO WAY BACK', { size: 'small', weight: 'bolder', color: 'attention' })] : []),
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

const STATES: Record<CardStep['state'], { mark: string; word: string; color: 'default' | 'accent' | 'good' | 'warning' | 'attention' }> = {
  pending: { mark: '○', word: '', color: 'default' },
  asking: { mark: '◌', word: 'asking the server', color: 'accent' },
  waiting: { mark: '◔', word: 'waits for approval', color: 'warning' },
  'by-hand': { mark: '◔', word: 'waits for a person', color: 'warning' },
  working: { mark: '▶', word: 'working', color: 'accent' },
  done: { mark: '✓', word: 'done', color: 'good' },
  rehearsed: { mark: '◇', word: 'rehearsed', color: 'default' },
  skipped: { mark: '–', word: 'passed over', color: 'default' },
  attention: { mark: '▲', word: 'needs people', color: 'attention' },
}
