import type { EndCause } from '../facts/causes.ts'
import type { RunState } from '../state.ts'
import { placeOf } from './place.ts'
import type { Place } from '../facts/place.ts'

/** Why a run ended, and where it stood. */
export interface Ending {
  because: EndCause
  at: Place
}

/** Undefined: it has not ended, or is a rehearsal that came to its end. */
export function endingOf(state: RunState): Ending | undefined {
  const { endedBecause: because } = state
  if (because === undefined) return undefined
  return { because, at: 'step' in because ? placeOf(state, because.step, because.item) : placeOf(state, state.step, state.item) }
}
