import type { CardWords } from '../../../words/card-words.ts'
import type { Budget, Cuts } from '../../card/budget.ts'
import type { Card, CardProgress, CardStep } from '../../card/card.ts'
import { stepsAround } from '../../card/steps-around.ts'
import { section, type Block } from './block.ts'
import { cutWords, lineSections } from './within-limits.ts'

/** One line a step, packed into as few sections as they fit. Where there are too many, those around the current one are kept. */
export function drawSteps({ words, steps }: Card, budget: Budget, cuts: Cuts): Block[] {
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

export function drawProgress({ progress }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!progress) return []
  return [section([`▶ ${cutWords(progress.label, 300, cuts)}`, cutWords(progress.text, budget.text, cuts), ...bar(progress)].join('\n'))]
}

function bar({ percent }: CardProgress): string[] {
  if (percent === undefined) return []
  const full = Math.round(percent / 5)
  return [`${'█'.repeat(full)}${'░'.repeat(20 - full)} ${Math.round(percent)} %`]
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
