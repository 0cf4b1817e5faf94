import type { Budget, Cuts } from '../../card/budget.ts'
import type { Card, CardProgress, CardStep } from '../../card/card.ts'
import { stepsAround } from '../../card/steps-around.ts'
import { section, type Block } from './block.ts'
import { cutWords, lineSections } from './within-limits.ts'

/** One line a step, packed into as few sections as they fit. Where there are too many, those around the current one are kept. */
export function drawSteps({ steps }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (steps.length === 0) return []
  const { first, kept } = stepsAround(steps, budget, cuts)
  const before = first > 0 ? [`… ${first} earlier steps not shown`] : []
  const after = steps.length - first - kept.length
  const lines = [...before, ...kept.map((step) => drawStep(step, budget, cuts)), ...(after > 0 ? [`… ${after} more steps not shown`] : [])]
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

function drawStep(step: CardStep, budget: Budget, cuts: Cuts): string {
  const { mark, word } = STATES[step.state]
  const flags = `${step.gate ? ' ◆ gate' : ''}${step.oneWay ? ' ⇥ NO WAY BACK' : ''}`
  const detail = [word, step.detail && cutWords(step.detail, Math.min(budget.text, 240), cuts)].filter(Boolean).join(' · ')
  const title = cutWords(step.title, Math.min(budget.text, 160), cuts)
  return `${mark} ${step.number}. ${title}${flags}${detail ? `  – ${detail}` : ''}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

const STATES: Record<CardStep['state'], { mark: string; word: string }> = {
  pending: { mark: '○', word: '' },
  asking: { mark: '◌', word: 'asking the server' },
  waiting: { mark: '◔', word: 'waits for approval' },
  'by-hand': { mark: '◔', word: 'waits for a person' },
  working: { mark: '▶', word: 'working' },
  done: { mark: '✓', word: 'done' },
  rehearsed: { mark: '◇', word: 'rehearsed' },
  skipped: { mark: '–', word: 'passed over' },
  attention: { mark: '▲', word: 'needs people' },
}
