import type { Phase } from '../run/state.ts'
import type { RunView } from '../run/view/view.ts'
import type { Words } from '../words/words.ts'

export type Tone = 'asking' | 'waiting' | 'working' | 'attention' | 'done' | 'stopped' | 'rehearsal'

/**
 * The word for where a run stands, and the tone of its colour: the one place where a rehearsal is told from the real thing. No renderer shows the colour without the word.
 * Whatever its phase, a rehearsal has one colour, which no real run has: nothing of it may look done, or as if it were at work.
 */
export function sayRun({ card }: Words, run: Pick<RunView, 'phase' | 'waitsFor' | 'rehearsal'>): { word: string; tone: Tone } {
  return { word: card.state(run), tone: run.rehearsal ? 'rehearsal' : toneOf(run.phase) }
}

/** The tone of a phase's colour. What people are shown of a run says `sayRun`. */
export function toneOf(phase: Phase): Tone {
  switch (phase) {
    case 'gathering':
      return 'asking'
    case 'waiting':
    case 'working':
    case 'attention':
    case 'done':
      return phase
    case 'aborted':
    case 'withdrawn':
    case 'rejected':
    case 'expired':
      return 'stopped'
  }
}

export function isOver(phase: Phase): boolean {
  const tone = toneOf(phase)
  return tone === 'done' || tone === 'stopped'
}
