import type { LeftOut } from '../../words/card-words.ts'
import type { Words } from '../../words/words.ts'
import type { CardStep } from './card.ts'

/** How much of a run a card may show. A card that is too large is drawn again with the next smaller budget. */
export interface Budget {
  /** Characters of any one text. */
  text: number
  /** Characters of one statement, and how many statements. */
  statement: number
  statements: number
  steps: number
  rows: number
  choices: number
}

/** What was left out of one card, to be said on it, and in whose language its texts are cut. */
export interface Cuts extends LeftOut {
  words: Words
}

export function noCuts(words: Words): Cuts {
  return { words, lines: 0, statements: 0, steps: 0, rows: 0, prose: 0, characters: 0 }
}

export function anyCut({ lines, statements, steps, rows, prose, characters }: Cuts): boolean {
  return lines + statements + steps + rows + prose + characters > 0
}

/** The first `limit` characters; counts what is lost. */
export function cutText(text: string, limit: number, cuts: Cuts): string {
  const characters = Array.from(text)
  if (characters.length <= limit) return text
  cuts.characters += characters.length - limit
  return cuts.words.card.cutText(characters.slice(0, limit).join(''), characters.length)
}

/** Whole lines up to `limit` characters, never half a statement line without saying so. */
export function cutLines(text: string, limit: number, cuts: Cuts): string {
  if (text.length <= limit) return text
  const lines = text.split('\n')
  const kept: string[] = []
  let room = limit
  for (const each of lines) {
    room -= each.length + 1
    if (room < 0) break
    kept.push(each)
  }
  const lost = lines.length - kept.length
  cuts.lines += lost
  return [...kept, cuts.words.card.moreLines(lost)].join('\n')
}

/** The steps that a card has room for: where there are too many, those around the current one, counted from `first`. */
export function stepsAround(steps: readonly CardStep[], budget: Budget, cuts: Cuts): { first: number; kept: CardStep[] } {
  const current = Math.max(
    0,
    steps.findIndex(({ state }) => state !== 'done' && state !== 'rehearsed' && state !== 'skipped'),
  )
  const first = Math.max(0, Math.min(current - Math.floor(budget.steps / 3), steps.length - budget.steps))
  const kept = steps.slice(first, first + budget.steps)
  cuts.steps += steps.length - kept.length
  return { first, kept }
}
