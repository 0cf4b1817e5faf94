import { setImmediate } from 'node:timers/promises'
import type { Control } from './control.ts'
import { Stopped } from './stand-in-error.ts'

/** What a running block may reach of the world. */
export interface Session {
  readonly control: Control
  readonly signal: AbortSignal
  say(kind: 'warning' | 'verbose' | 'information', text: string): void
  progress(activity: string, status: string, percent: number): void
}

const STEPS_BETWEEN_LOOKS = 200
const steps = new WeakMap<Session, number>()

/** Called at every statement and item: a loop without waiting must not keep a stop from being heard. */
export async function breathe(session: Session): Promise<void> {
  const taken = (steps.get(session) ?? 0) + 1
  steps.set(session, taken)
  if (taken % STEPS_BETWEEN_LOOKS === 0) await setImmediate()
  if (session.signal.aborted) throw new Stopped()
}
