import type { Event } from './event.ts'
import type { RunState } from './state.ts'

/** What each kind of event makes of a state; `at` is its entry's time. */
export type Evolves<E extends Event> = { [T in E['type']]: (state: RunState, event: Extract<E, { type: T }>, at: string) => RunState }
