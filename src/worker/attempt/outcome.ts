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
      return { type: 'unknown', why: result.errors.at(-1)?.message ?? `It was stopped on ${result.target}.`, tookMs }
    case 'lost': {
      const last = result.errors.map((error) => error.message).join(' ')
      return {
        type: 'unknown',
        why: `The contact to ${result.target} was lost after ${Math.round(tookMs / 1000)} s, while the block ran: ${last || 'no reason given'}`,
        tookMs,
      }
    }
    case 'not-sent':
      return { type: 'refused', code: 'not-sent', why: result.errors[0]?.message ?? `Nothing was sent to ${result.target}.` }
  }
}
