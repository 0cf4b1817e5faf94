import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { later } from '../../text/instant.ts'
import type { RunState } from '../state.ts'

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 60_000

/** The lock is this run's: the first step begins. */
export function decideLockGranted(state: RunState, lock: string): Decision {
  if (state.lock?.name !== lock || state.lock.taken) return refuse('stale-lock', { run: state.run, lock })
  return accept({ type: 'lock-taken', lock })
}

/** Another run holds it: this one waits, says for whom, and asks again. */
export function decideLockRefused(state: RunState, lock: string, holder: string): Decision {
  if (state.lock?.name !== lock || state.lock.taken || state.lock.waited !== undefined) {
    return refuse('stale-lock', { run: state.run, lock })
  }
  return accept({ type: 'lock-waited', lock, holder })
}

export function lockRetryKey(ask: number): string {
  return `lock-retry:${ask}`
}

/** 5 s after the first refusal, then twice as long each time, up to a minute. */
export function lockRetryAt(ask: number, waitedAt: string): string {
  return later(waitedAt, Math.min(FIRST_WAIT_MS * 2 ** (ask - 1), LONGEST_WAIT_MS))
}
