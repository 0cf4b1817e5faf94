/** The word for where a run stands, and the tone of its colour: the one place where a rehearsal is told from the real thing. No renderer shows the colour without the word. */
import type { RunView } from '../run/view/view.ts'
import type { Words } from '../words/words.ts'
import { toneOf, type Tone } from './tone.ts'

/** Whatever its phase, a rehearsal has one colour, which no real run has: nothing of it may look done, or as if it were at work. */
export function sayRun({ card }: Words, run: Pick<RunView, 'phase' | 'waitsFor' | 'rehearsal'>): { word: string; tone: Tone } {
  return { word: card.state(run), tone: run.rehearsal ? 'rehearsal' : toneOf(run.phase) }
}
