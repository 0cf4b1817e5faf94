/** What an ended block means for the attempt. */
import type { AttemptOutcome } from '../../run/command.ts'
import type { BlockEnding } from '../block/block-result.ts'

/** `hasCheck`: the step can be asked whether the effect is there. */
export function outcomeOf({ how, result }: BlockEnding, hasCheck: boolean): AttemptOutcome {
  const { tookMs } = result
  switch (how) {
    case 'done':
      return { type: 'ran', result, tookMs }
    // The server, or the shell, confirmed that nothing acts any more.
    case 'error':
      return { type: 'failed', result, tookMs }
    // A stop may come when the effect is there already: without a check nobody knows.
    case 'stopped':
      if (hasCheck) return { type: 'failed', result, tookMs }
      return { type: 'unknown', why: result.errors.at(-1)?.message ?? { is: 'block-was-stopped', target: result.target }, tookMs }
    case 'lost': {
      const said = result.errors.map(({ message }) => message)
      return { type: 'unknown', why: { is: 'contact-lost', target: result.target, ms: tookMs, said }, tookMs }
    }
    case 'not-sent':
      return { type: 'refused', code: 'not-sent', why: result.errors[0]?.message ?? { is: 'nothing-sent', target: result.target } }
  }
}
