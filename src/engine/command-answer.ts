import type { Refusal } from '../run/refusal.ts'
import type { Event } from '../run/event.ts'
import type { Phase } from '../run/state.ts'

/** What `Run.command` answers: the command was sealed as entry `seq`, or why it changes nothing. */
export type CommandAnswer = { accepted: true; seq: number; phase: Phase; events: Event[] } | { refusal: Refusal }
