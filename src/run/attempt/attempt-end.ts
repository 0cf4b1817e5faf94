import type { AttemptOutcome } from '../command.ts'
import type { AttemptEnd, Looked, Verdict } from '../event.ts'
import { said } from '../facts/remark.ts'
import { errorOf } from '../step/judge-results.ts'
import { saysOf } from '../step/looks.ts'

/** What a result comes to. The rows stay in the command: the state keeps what it needs to go on and to say. `decisive`: the look that kept it from being claimed; `wanted`: what its check says where nothing is left to do. */
export function attemptEnd(outcome: AttemptOutcome, decisive: Looked | undefined, wanted: Verdict): AttemptEnd {
  switch (outcome.type) {
    case 'ran': {
      const ranIn = outcome.result.ranIn === undefined ? {} : { ranIn: outcome.result.ranIn }
      return { type: 'ran', tookMs: outcome.tookMs, why: [], target: outcome.result.target, ...ranIn }
    }
    case 'looked':
      return {
        type: decisive !== undefined && saysOf(decisive, wanted) ? 'already-done' : 'not-ready',
        tookMs: 0,
        why: decisive?.detail ?? [],
      }
    case 'failed': {
      const [error] = outcome.result.errors
      const end: AttemptEnd = { type: 'failed', tookMs: outcome.tookMs, why: [errorOf(outcome.result)], target: outcome.result.target }
      return error === undefined ? end : { ...end, error }
    }
    case 'unknown':
      return { type: 'unknown', tookMs: outcome.tookMs, why: said(outcome.why) }
    case 'refused':
      return { type: 'refused', tookMs: 0, why: said(outcome.why), code: outcome.code }
  }
}
