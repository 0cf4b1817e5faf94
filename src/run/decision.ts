/** What `decide` answers: facts, a refusal, or both where the refusal itself is written down or stops the run. */
import type { Event } from './event.ts'
import type { Refusal } from './refusal.ts'

export interface Decision {
  events: Event[]
  refusal?: Refusal
}

export function accept(...events: Event[]): Decision {
  return { events }
}

export function refuse(code: string, sentence: string, fields?: Record<string, string>): Decision {
  return { events: [], refusal: fields === undefined ? { code, sentence } : { code, sentence, fields } }
}
