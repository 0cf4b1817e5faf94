import { rehearsalLists } from '../../src/run/rehearsal/lists.ts'
import { sayLists } from '../../src/run/rehearsal/say-lists.ts'
import type { RunState } from '../../src/run/state.ts'

/** The three lists as people read them, one line after the other. */
export function saidOf(state: RunState): string[] {
  return sayLists(rehearsalLists(state)).flatMap(({ heading, lines }) => [heading, ...lines])
}
