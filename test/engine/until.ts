import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '../suite/patience.ts'

/** Waits for a condition by asking again; fails with its name when it never holds. */
export async function until<T>(what: string, ask: () => T | Promise<T>, withinMs = PATIENCE_MS): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`)
    await pause(20)
  }
}

/** Is there a process of this id (one that was killed is there until its parent has noticed)? */
export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
