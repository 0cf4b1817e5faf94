import { proceed } from './step/advance.ts'
import { decideAnswer } from './plan/answer.ts'
import { decideCancel } from './gate/cancel.ts'
import { decideClaim } from './attempt/claim.ts'
import type { Command, PersonCommand } from './command.ts'
import { decideConfiguration } from './plan/configuration.ts'
import { decideConfirmation } from './step/confirm.ts'
import { decideLostContact, decideNoWorker } from './attempt/lost-contact.ts'
import { refuse, type Decision } from './decision.ts'
import { decideDeviation } from './gate/deviation.ts'
import { decideWithdrawal } from './gate/close-gate.ts'
import { decideApproval, decideRejection } from './gate/approve.ts'
import { decideLockGranted, decideLockRefused } from './plan/lock.ts'
import { decideObserved } from './step/observed.ts'
import type { End, Event } from './event.ts'
import { decideMirror } from './mirror.ts'
import { decideReopen } from './gate/reopen.ts'
import { decideResult } from './attempt/result.ts'
import { decideStart } from './plan/start.ts'
import type { RunState } from './state.ts'
import { decideTimer } from './gate/timer.ts'
import type { Plan } from '../procedure/plan-types.ts'
import { msBetween } from '../text/instant.ts'

export type { Decision } from './decision.ts'

const LATEST_MS = 15 * 60_000
const AHEAD_MS = 5 * 60_000
const LONGEST_REASON = 1000
const WRITTEN_DOWN = 50
const COUNTED = 1000

/**
 * What a command leads to: events, or a refusal that says what to do instead. Some refusals are facts themselves and come with events: a person's refused decision,
 * and a claim whose approvals are worth nothing any more. Pure: `now` is the entry's time.
 */
export function decide(state: RunState | undefined, command: Command, now: string): Decision {
  if (state === undefined) {
    if (command.type !== 'start') return refuse('no-run', { run: command.run })
    return (
      guardReplay(undefined, command, now) ??
      writeDown(undefined, command, practiceOnly(undefined, command, ledOn(undefined, decideStart(command, now), now)))
    )
  }
  if (command.run !== state.run) return refuse('other-run', { run: state.run, meant: command.run })
  if (state.endedAt !== undefined) return refuse('ended', { run: state.run, end: state.phase as End, at: state.endedAt })
  if (!('by' in command)) return ledOn(state, ruled(state, command, now), now)
  return (
    guardReplay(state, command, now) ??
    writeDown(state, command, practiceOnly(state, command, ledOn(state, ruled(state, command, now), now)))
  )
}

/** Why a person's command is not listened to at all: it was heard before, comes from another time, or gives no reason where one is due. */
function guardReplay(state: RunState | undefined, command: PersonCommand, now: string): Decision | undefined {
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
function writeDown(state: RunState | undefined, command: PersonCommand, decision: Decision): Decision {
  const evidence: Event = { type: 'heard', eventId: command.eventId, person: command.by.id }
  if (decision.refusal === undefined)
    return { events: state === undefined ? [...decision.events, evidence] : [evidence, ...decision.events] }
  if (state === undefined || command.type === 'answer' || command.type === 'start') return decision
  if (state.refusals >= COUNTED) return decision
  if (state.refusals >= WRITTEN_DOWN) return { ...decision, events: [evidence, { type: 'refusals-counted' }] }
  return { ...decision, events: [evidence, { type: 'refused', person: command.by.id, asked: command.type, ...decision.refusal }] }
}

/** What a rule has decided, and what follows from it by itself. */
function ledOn(state: RunState | undefined, decision: Decision, now: string): Decision {
  return decision.events.length === 0 ? decision : { ...decision, events: proceed(state, decision.events, now) }
}

function ruled(state: RunState, command: Command, now: string): Decision {
  switch (command.type) {
    case 'start':
      return refuse('started-already', { run: state.run, at: state.startedAt, by: state.requester.name })
    case 'answer':
      return decideAnswer(state, command, now)
    case 'approve':
      return decideApproval(state, command, now)
    case 'reject':
      return decideRejection(state, command, now)
    case 'withdraw':
      return decideWithdrawal(state, command)
    case 'deviate':
      return decideDeviation(state, command, now)
    case 'reopen':
      return decideReopen(state, command)
    case 'confirm':
      return decideConfirmation(state, command)
    case 'cancel':
      return decideCancel(state, command)
    case 'mirror':
      return decideMirror(state, command)
    case 'claim':
      return decideClaim(state, command, now)
    case 'result':
      return decideResult(state, command, now)
    case 'observed':
      return decideObserved(state, command, now)
    case 'timer':
      return decideTimer(state, command.key, now)
    case 'lock-granted':
      return decideLockGranted(state, command.lock)
    case 'lock-refused':
      return decideLockRefused(state, command.lock, command.holder)
    case 'lost-contact':
      return decideLostContact(state, command, now)
    case 'no-worker':
      return decideNoWorker(state, command)
    case 'configuration-changed':
      return decideConfiguration(state, command)
  }
}

/** What a person's command leads to, unless it was only spoken in somebody's name, which is for practice, and its plan names something real. */
function practiceOnly(state: RunState | undefined, command: PersonCommand, decision: Decision): Decision {
  if (command.by.via !== 'practice') return decision
  const plan = state?.plan ?? plannedBy(decision)
  const real = Object.values(plan?.targets ?? {}).filter(({ practice }) => !practice)
  if (real.length === 0) return decision
  const targets = real.map(({ name, host }) => ({ name, host }))
  return refuse('real-target', { run: command.run, person: command.by.name, targets })
}

function plannedBy(decision: Decision): Plan | undefined {
  return decision.events?.find((event) => event.type === 'planned')?.plan
}
