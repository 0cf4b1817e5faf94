import type { PersonCommand } from './command.ts'
import { refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import type { Event } from './event.ts'
import { msBetween } from '../text/instant.ts'
import type { RunState } from './state.ts'

const LATEST_MS = 15 * 60_000
const AHEAD_MS = 5 * 60_000
const LONGEST_REASON = 1000
const WRITTEN_DOWN = 50
const COUNTED = 1000

/** Why a person's command is not listened to at all: it was heard before, comes from another time, or gives no reason where one is due. */
export function guardReplay(state: RunState | undefined, command: PersonCommand, now: string): Decision | undefined {
  if (state?.seenEvents.includes(command.eventId) === true) {
    return refuse('replayed', { run: state.run, eventId: command.eventId })
  }
  const age = msBetween(command.at, now)
  if (age < -AHEAD_MS) {
    return refuse('too-old', { asked: command.at, now, aheadS: Math.round(-age / 1000) })
  }
  if (!(age <= LATEST_MS)) {
    return refuse('too-old', { asked: command.at, now, ...(Number.isNaN(age) ? {} : { aheadS: -Math.round(age / 1000) }) })
  }
  if (!('reason' in command) || command.reason === undefined) return undefined
  if (command.reason.trim() === '') return refuse('no-reason', {})
  if (command.reason.length <= LONGEST_REASON) return undefined
  return refuse('long-reason', { length: command.reason.length, most: LONGEST_REASON })
}

/** A person's command that led to something cannot be used again; a refused decision is written down, so that nobody can try unseen. */
export function writeDown(state: RunState | undefined, command: PersonCommand, decision: Decision): Decision {
  const evidence: Event = { type: 'heard', eventId: command.eventId, person: command.by.id }
  if (decision.refusal === undefined)
    return { events: state === undefined ? [...decision.events, evidence] : [evidence, ...decision.events] }
  if (state === undefined || command.type === 'answer' || command.type === 'start') return decision
  if (state.refusals >= COUNTED) return decision
  if (state.refusals >= WRITTEN_DOWN) return { ...decision, events: [evidence, { type: 'refusals-counted' }] }
  return { ...decision, events: [evidence, { type: 'refused', person: command.by.id, asked: command.type, ...decision.refusal }] }
}
