import type { PlainRefusal } from '../../run/refusal.ts'

/** Of a run whose stored state lacks the bot's seal. */
export function alteredRun(run: string): PlainRefusal {
  return {
    code: 'state-altered',
    sentence: `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`,
  }
}
