import { cutText, type Budget, type Cuts } from '../card/budget.ts'
import type { Card, CardProgress, CardStep } from '../card/card.ts'
import { stepsAround } from '../card/steps-around.ts'
import { section, type Block } from './block.ts'

/** One line a step, packed into as few sections as they fit. Where there are too many, those around the current one are kept. */
export function drawSteps({ steps }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (steps.length === 0) return []
  const { first, kept } = stepsAround(steps, budget, cuts)
  const before = first > 0 ? [`… ${first} earlier steps not shown`] : []
  const after = steps.length - first - kept.length
  const lines = [...before, ...kept.map((step) => drawStep(step, budget, cuts)), ...(after > 0 ? [`… ${after} more steps not shown`] : [])]
  return packed(lines, 2800).map(section)
}

export function drawProgress({ progress }: Card, budget: Budget, cuts: Cuts): Block[] {
  if (!progress) return []
  return [section([`▶ ${cutText(progress.label, 300, cuts)}`, cutText(progress.text, budget.text, cuts), ...bar(progress)].join('\n'))]
}

/** Lines in as few texts as hold at most `limit` characters each. */
export function packed(lines: readonly string[], limit: number): string[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length + 1 > limit) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts
}

function bar({ percent }: CardProgress): string[] {
  if (percent === undefined) return []
  const full = Math.round(percent / 5)
  return [`${'█'.repeat(full)}${'░'.repeat(20 - full)} ${Math.round(percent)} %`]
}

function drawStep(step: CardStep, budget: Budget, cuts: Cuts): string {
  const { mark, word } = STATES[step.state]
  const flags = `${step.gate ? ' ◆ gate' : ''}${step.oneWay ? ' ⇥ NO WAY BACK' : ''}`
  const detail = [word, step.detail && cutText(step.detail, Math.min(budget.text, 240), cuts)].filter(Boolean).join(' · ')
  const title = cutText(step.title, Math.min(budget.text, 160), cuts)
  return `${mark} ${step.number}. ${title}${flags}${detail ? `  – ${detail}` : ''}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

const STATES: Record<CardStep['state'], { mark: string; word: string }> = {
  pending: { mark: '○', word: '' },
  asking: { mark: '◌', word: 'asking the server' },
  waiting: { mark: '◔', word: 'waits for approval' },
  working: { mark: '▶', word: 'working' },
  done: { mark: '✓', word: 'done' },
  skipped: { mark: '–', word: 'passed over' },
  attention: { mark: '▲', word: 'needs people' },
}
