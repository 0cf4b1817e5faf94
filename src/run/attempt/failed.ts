import type { AttemptEnd, Verdict } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'

/** What it failed with. `check`: what the step's check says then; absent where it has none. */
export function failed({ target, tookMs, why }: AttemptEnd, check?: { verdict: Verdict; detail: Remark[] }): AttentionCause {
  return { code: 'failed', ...(target === undefined ? {} : { target }), tookMs, why, ...(check === undefined ? {} : { check }) }
}
