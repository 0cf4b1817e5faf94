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

/** What was left out of one card, to be said on it. */
export interface Cuts {
  lines: number
  statements: number
  steps: number
  rows: number
  /** Steps whose prose is not shown. */
  prose: number
  characters: number
}

export const NO_CUTS: Readonly<Cuts> = { lines: 0, statements: 0, steps: 0, rows: 0, prose: 0, characters: 0 }

/** "Not shown here: 3 statements, 12 lines of others. /countersign plan R-7 shows everything." */
export function sayCuts(run: string, cuts: Cuts): string {
  const parts = [
    counted(cuts.statements, 'statement', 'statements'),
    counted(cuts.lines, 'line of a statement', 'lines of statements'),
    counted(cuts.steps, 'step', 'steps'),
    counted(cuts.rows, 'value', 'values'),
    cuts.prose > 0 ? `what the document says of ${counted(cuts.prose, 'step', 'steps')}` : '',
    cuts.characters > 0 ? 'the end of long texts' : '',
  ].filter(Boolean)
  return parts.length === 0 ? '' : `Not shown here: ${parts.join(', ')}. /countersign plan ${run} shows the whole plan.`
}

/** The first `limit` characters; counts what is lost. */
export function cutText(words: string, limit: number, cuts: Cuts): string {
  const characters = Array.from(words)
  if (characters.length <= limit) return words
  cuts.characters += characters.length - limit
  return `${characters.slice(0, limit).join('')}… (${characters.length.toLocaleString('en')} characters)`
}

/** Whole lines up to `limit` characters, never half a statement line without saying so. */
export function cutLines(words: string, limit: number, cuts: Cuts): string {
  if (words.length <= limit) return words
  const lines = words.split('\n')
  const kept: string[] = []
  let room = limit
  for (const each of lines) {
    room -= each.length + 1
    if (room < 0) break
    kept.push(each)
  }
  const lost = lines.length - kept.length
  cuts.lines += lost
  return [...kept, `… ${counted(lost, 'more line', 'more lines')}`].join('\n')
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`
}
