/** The worker dies in the middle of each step that acts, one after the other, and another one goes on. */
import { expect } from 'vitest'
import type { PlayOptions } from './play.ts'
import type { Document, Stage } from './stage.ts'

export interface Crashed {
  step: string
  when: 'before' | 'after'
  /** `done`, or `attention` with the sentence that people are told. */
  phase: string
  sentence: string
}

/** Each of them ends in *done* or at attention, its log is true, and nothing took effect twice: that is expected here. Gives the table. */
export async function crashEverywhere(
  stage: Stage,
  document: Document,
  values: Record<string, string>,
  options: Pick<PlayOptions, 'given' | 'at' | 'choices' | 'byHand'> = {},
): Promise<Crashed[]> {
  const whole = await stage.play(document, values, options)
  expect(whole.phase, whole.need?.sentence).toBe('done')
  const acting = whole.log.flatMap((line) =>
    'entry' in line ? line.entry.events.flatMap((event) => (event.type === 'claimed' ? [event.attempt.step] : [])) : [],
  )
  const table: Crashed[] = []
  for (const index of new Set(acting)) {
    const step = whole.state.plan?.steps[index - 1]?.id ?? ''
    for (const when of ['before', 'after'] as const) {
      const { phase, need, verdict, effects } = await stage.play(document, values, { ...options, crash: { at: step, when } })
      const row = { step, when, phase, sentence: need?.sentence ?? '' }
      expect(['done', 'attention'], JSON.stringify(row)).toContain(phase)
      expect(verdict, JSON.stringify(row)).toBe(phase === 'done' ? 'intact' : 'incomplete')
      expect(moreThanOnce(effects, whole.effects), JSON.stringify(row)).toEqual([])
      table.push(row)
    }
  }
  return table
}

/** Effects that came more often than in the play in which nobody died. */
function moreThanOnce(effects: readonly string[], usual: readonly string[]): string[] {
  const count = (all: readonly string[], what: string): number => all.filter((each) => each === what).length
  return [...new Set(effects)].filter((what) => count(effects, what) > count(usual, what))
}
