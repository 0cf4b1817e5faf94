import type { Refusal } from './facts/refusal.ts'
import type { Event } from './event.ts'
import type { Phase } from './state.ts'
import type { GateAfter } from './view/gate.ts'

/** What `Run.command` answers: recorded, or why the command changes nothing. */
export type CommandAnswer = Recorded | { refusal: Refusal }

/** The command was sealed as entry `seq`. `claimed`: to the worker whose claim it was. `approved`: to whoever approved, so that they need not ask. */
export interface Recorded {
  accepted: true
  seq: number
  phase: Phase
  rehearsal: boolean
  events: Event[]
  claimed?: ClaimProof
  approved?: GateAfter
}

/** That this run has recorded this claim, so that nobody else can grant it: the entry's time, and the head key's signature over the whole entry. */
export interface ClaimProof {
  at: string
  signature: string
}
