/** The word for where a run stands, and the tone of its colour: the one place where a rehearsal is told from the real thing. No renderer shows the colour without the word. */
import { REHEARSAL_MARK } from '../run/rehearsal/mark.ts'
import type { SaidView } from '../words/said-view.ts'
import { sayPhase, type Tone } from './words.ts'

/** Whatever its phase, a rehearsal has one colour, which no real run has: nothing of it may look done, or as if it were at work. */
export function sayRun({ phase, waitsFor, rehearsal }: Pick<SaidView, 'phase' | 'waitsFor' | 'rehearsal'>): { word: string; tone: Tone } {
  const said = sayPhase(phase, waitsFor)
  if (!rehearsal) return said
  const word = phase === 'done' ? 'Over' : phase === 'working' ? 'Looking' : said.word
  return { word: `${REHEARSAL_MARK}${word}`, tone: 'rehearsal' }
}
