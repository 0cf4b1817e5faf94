import { rehearsalLists } from '../../src/run/rehearsal/lists.ts'
import type { RunState } from '../../src/run/state.ts'
import { en } from '../../src/words/en.ts'

/** The three lists as people read them, one line after the other. */
export function rehearsalSaid(state: RunState): string[] {
  return en.rehearsalLists(rehearsalLists(state)).flatMap(({ heading, lines }) => [heading, ...lines])
}
