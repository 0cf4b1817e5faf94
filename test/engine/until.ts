import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '../suite/patience.ts'

/** The shortest and the longest pause between two questions. */
const PAUSE_MS = { shortest: 20, longest: 500 }
/** How many times longer than its answer took nothing is asked: the asking must not be what the machine is busy with. */
const SILENCE = 8

/** Waits for a condition by asking again; fails with its name when it never holds. */
export async function until<T>(what: string | (() => string), ask: () => T | Promise<T>, withinMs = PATIENCE_MS): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const asked = performance.now()
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadline) throw new Error(typeof what === 'string' ? `never happened: ${what}` : what())
    await pause(pauseMs(performance.now() - asked))
  }
}

/** How long nothing is asked after an answer that took so long. */
export function pauseMs(tookMs: number, { shortest, longest } = PAUSE_MS): number {
  return Math.min(Math.max(shortest, SILENCE * tookMs), longest)
}

/** Is there a process of this id (one that was killed is there until its parent has noticed)? */
export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
