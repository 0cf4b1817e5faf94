/** What `decide` answers: facts, a refusal, or both where the refusal itself is written down or stops the run. */
import type { Event } from './event.ts'
import type { RefusalCode, RefusalFacts, RuleRefusal } from './facts/refusal.ts'

export interface Decision {
  events: Event[]
  refusal?: RuleRefusal
}

export function accept(...events: Event[]): Decision {
  return { events }
}

export function refuse<C extends RefusalCode>(code: C, facts: RefusalFacts[C]): Decision {
  // A code and its own facts: what the parameters say, and the union cannot follow.
  return { events: [], refusal: { code, facts } as RuleRefusal }
}
