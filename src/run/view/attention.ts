import { mayRetry } from '../gate/deviation.ts'
import { openGate } from '../where.ts'
import { mayReopen } from '../gate/reopen.ts'
import { placeOf } from './place.ts'
import type { RunState } from '../state.ts'
import type { RunView } from './view.ts'

type AttentionView = NonNullable<RunView['attention']>

/** Why the run waits for people, and what they may ask for. While a gate already asks for a way on there is nothing to offer. */
export function attentionView(state: RunState): AttentionView | undefined {
  const { attention } = state
  if (attention === undefined) return undefined
  const { reason, because, step, item } = attention
  const from = step === 0 ? [] : Array.from({ length: step }, (_, index) => index + 1).filter((each) => mayRetry(state, step, each))
  const waits = openGate(state) !== undefined
  return { reason, because, at: placeOf(state, step, item), step, offers: waits ? [] : offers(state, from.length > 0), mayBeginFrom: from }
}

/** Only what the rules do not refuse. */
function offers({ attention }: RunState, retry: boolean): AttentionView['offers'] {
  if (attention === undefined || attention.reason === 'log-full') return ['abort']
  if (attention.step === 0) return ['reopen', 'abort']
  return [...(mayReopen(attention.reason) ? ['reopen' as const] : []), ...(retry ? ['retry' as const] : []), 'skip', 'mark-done', 'abort']
}
