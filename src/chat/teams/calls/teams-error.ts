/** What goes wrong with a call to Teams, as values that say what to do next. */
import type { TeamsCall, TeamsFault } from '../../../words/teams-words.ts'
import { NoAccount, Paused, PlatformError, saysFault, type ErrorFacts, type Says } from '../../live/platform-error.ts'
import { CallFailed } from '../bot-port.ts'

/** A call that Teams did not carry out, or whose end is not known. */
export class TeamsError extends PlatformError {
  /** HTTP; undefined where nothing was answered. */
  readonly status: number | undefined
  readonly call: TeamsCall
  /** It was carried out, though its answer could not be read. */
  readonly done: boolean

  constructor(call: TeamsCall, says: Says, facts: ErrorFacts & { status?: number; done?: boolean }) {
    super(says, facts)
    this.call = call
    this.status = facts.status
    this.done = facts.done ?? false
  }
}

export function saysTeams(fault: TeamsFault): Says {
  return ({ teams }) => teams.fault(fault)
}

/** Whatever a call was ended by. `pauseMs`: how long Teams is left alone where it asks for that and does not say how long. */
export function teamsErrorOf(call: TeamsCall, thrown: unknown, pauseMs: number): Paused | NoAccount | TeamsError {
  if (!(thrown instanceof CallFailed)) return silent(call, undefined, thrown)
  const { status, code, system, retryAfterMs, unsent = false } = thrown
  if (status === 429) return waits(call, Math.max(1000, retryAfterMs ?? pauseMs), true)
  if (unsent) return noToken(call, thrown)
  if (status === undefined) return silent(call, system, thrown)
  if (status < 400) return unreadable(call, system, thrown)
  if (call === 'member' && status === 404) return new NoAccount(saysTeams({ is: 'no-member' }))
  return new TeamsError(call, saysTeams({ is: 'refused', call, status, ...(code === undefined ? {} : { code }) }), {
    code: code ?? String(status),
    // Of what the server could not do nobody knows how far it came; a precondition that failed kept it from the beginning.
    certain: status < 500 && status !== 408,
    passes: passes(status),
    gone: status === 404 && code !== 'ConversationNotFound',
    cause: thrown,
    status,
  })
}

/** A connection that was kept for too long breaks at its next call, and that says nothing of what was asked. */
export function isBroken(thrown: unknown): boolean {
  if (!(thrown instanceof CallFailed)) return false
  const { status, system, unsent = false } = thrown
  return status === undefined && !unsent && system !== undefined && system !== 'TIMEOUT' && !NEVER_LEFT.has(system)
}

/** Entra was asked, and Teams not. */
function noToken(call: TeamsCall, cause: CallFailed): TeamsError {
  const { status, code, system } = cause
  return new TeamsError(call, saysTeams({ is: 'no-token', code: code ?? system ?? String(status) }), {
    code: code ?? 'unreachable',
    certain: true,
    passes: status === undefined || passes(status),
    cause,
    ...(status === undefined ? {} : { status }),
  })
}

/** Nothing was sent, and may be after so long. `asked`: Teams said so. */
export function waits(call: TeamsCall, retryAfterMs: number, asked: boolean): Paused {
  return new Paused(saysTeams({ is: 'waits', call, seconds: Math.ceil(retryAfterMs / 1000) }), retryAfterMs, asked)
}

/** Every other answer is a no for good to this call, whatever its code. */
function passes(status: number): boolean {
  return status >= 500 || status === 412 || status === 408
}

function silent(call: TeamsCall, system: string | undefined, cause: unknown): TeamsError {
  return new TeamsError(call, saysTeams({ is: 'silent', call, ...(system === undefined ? {} : { code: system }) }), {
    code: 'unreachable',
    certain: system !== undefined && NEVER_LEFT.has(system),
    passes: true,
    cause,
  })
}

/** It was done, and what came of it is not known: the same once more would be a second one. */
function unreadable(call: TeamsCall, system: string | undefined, cause: unknown): TeamsError {
  const facts = { code: system ?? 'unreadable', certain: false, done: true, cause }
  return new TeamsError(call, saysFault({ is: 'unreadable', platform: 'Teams' }), facts)
}

/** The connection never came about, so nothing was sent. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
