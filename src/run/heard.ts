import type { PersonCommand } from './command.ts'
import { refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import type { Event } from './event.ts'
import { msBetween, sayInstant } from './instant.ts'
import type { RunState } from './state.ts'

const LATEST_MS = 15 * 60_000
const AHEAD_MS = 5 * 60_000
const LONGEST_REASON = 1000
const WRITTEN_DOWN = 50
const COUNTED = 1000

/** Why a person's command is not listened to at all: it was heard before, comes from another time, or gives no reason where one is due. */
export function notHeard(state: RunState | undefined, command: PersonCommand, now: string): Decision | undefined {
  if (state?.seenEvents.includes(command.eventId) === true) {
    return refuse('replayed', `${state.run} has heard this already (event ${command.eventId}): it counts once.`)
  }
  const age = msBetween(command.at, now)
  if (age < -AHEAD_MS) {
    const seconds = Math.round(-age / 1000)
    const sentence = `This was asked at ${sayInstant(command.at)}, and it is only ${sayInstant(now)}: the clock of the bot that heard it is ${seconds} s ahead of the one that decides. Set the wrong one right, then ask again.`
    return refuse('too-old', sentence)
  }
  if (!(age <= LATEST_MS)) {
    const sentence = `This was asked at ${sayInstant(command.at)}, and it is ${sayInstant(now)}: ask again if it is still meant.`
    if (Number.isNaN(age)) return refuse('too-old', sentence)
    const clock = `If it was asked just now, the clock of the bot that heard it is ${Math.round(age / 1000)} s behind the one that decides: set the wrong one right.`
    return refuse('too-old', `${sentence} ${clock}`)
  }
  if (!('reason' in command) || command.reason === undefined) return undefined
  if (command.reason.trim() === '') return refuse('no-reason', 'A reason must be given: say in a sentence why.')
  if (command.reason.length <= LONGEST_REASON) return undefined
  return refuse('long-reason', `The reason has ${command.reason.length} characters; ${LONGEST_REASON} fit.`)
}

/** A person's command that led to something cannot be used again; a refused decision is written down, so that nobody can try unseen. */
export function heard(state: RunState | undefined, command: PersonCommand, decision: Decision): Decision {
  const evidence: Event = { type: 'heard', eventId: command.eventId, person: command.by.id }
  if (decision.refusal === undefined)
    return { events: state === undefined ? [...decision.events, evidence] : [evidence, ...decision.events] }
  if (state === undefined || command.type === 'answer' || command.type === 'start') return decision
  if (state.refusals >= COUNTED) return decision
  if (state.refusals >= WRITTEN_DOWN) return { ...decision, events: [evidence, { type: 'refusals-counted' }] }
  const { code, sentence } = decision.refusal
  return { ...decision, events: [evidence, { type: 'refused', person: command.by.id, asked: command.type, code, sentence }] }
}
