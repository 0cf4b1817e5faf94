/** What an ended block means for the attempt. */
import type { AttemptOutcome } from '../run/command.ts'
import type { BlockEnding } from './run-block.ts'

export function outcomeOf({ how, result }: BlockEnding): AttemptOutcome {
  const { tookMs } = result
  switch (how) {
    case 'done':
      return { type: 'ran', result, tookMs }
    // The server, or the shell, confirmed that nothing acts any more.
    case 'error':
    case 'stopped':
      return { type: 'failed', result, tookMs }
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
