import type { Refusal } from '../run/refusal.ts'
import type { Event } from '../run/event.ts'
import type { Phase } from '../run/state.ts'

/** What `Run.command` answers: the command was sealed as entry `seq`, or why it changes nothing. */
export type CommandAnswer =
  { accepted: true; seq: number; phase: Phase; rehearsal: boolean; events: Event[]; claimed?: ClaimProof } | { refusal: Refusal }

/** That this run has recorded this claim, so that nobody else can grant it: the entry's time, and the head key's signature over the whole entry. */
export interface ClaimProof {
  at: string
  signature: string
}
