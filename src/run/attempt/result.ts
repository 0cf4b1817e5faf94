import type { AttemptOutcome, Command } from '../command.ts'
import { attention, finish } from '../step/attention.ts'
import { accept, refuse, type Decision } from '../decision.ts'
import { failed } from './failed.ts'
import type { AttemptEnd, Event, Looked, Verdict } from '../event.ts'
import { judgeCheck, errorOf } from '../step/judge-results.ts'
import { isDone, saysOf } from '../step/looks.ts'
import { whyNotBegun } from '../step/when-to-look.ts'
import { attemptTurn, blocksOf, findAttempt, plannedAt } from '../where.ts'
import { isPutOff, orderedInVain } from './put-off.ts'
import { ask } from '../step/ask.ts'
import { isPast } from '../step/past.ts'
import { judgeAttempt } from './judge-effect.ts'
import { recoverAgain } from './recover.ts'
import { tooEarly } from './settling.ts'
import { undoneBy, wantedBy } from '../undo/judge-undo.ts'
import type { Attempt, RunState } from '../state.ts'
import { said } from '../facts/remark.ts'

type Result = Extract<Command, { type: 'result' }>

/** What a worker says became of an attempt. It counts only through the check; of a superseded attempt it changes nothing. */
export function decideResult(state: RunState, command: Result, now: string): Decision {
  const attempt = findAttempt(state, command.attempt)
  if (isPast(state, command.attempt)) return refuse('result-known', { run: state.run, attempt: attemptTurn(state, command.attempt) })
  if (attempt === undefined) return refuse('unknown-attempt', { run: state.run })
  if (attempt.end !== undefined)
    return refuse('result-known', { run: state.run, attempt: attemptTurn(state, attempt.id), at: attempt.end.at })
  const stranger = notTheOne(state, command, attempt)
  if (stranger !== undefined) return stranger
  const { outcome } = command
  const decisive = outcome.type === 'looked' ? whyNotBegun(state, attempt.id, outcome.results, now) : undefined
  if (outcome.type === 'looked' && decisive === undefined) return refuse('nothing-decided', { order: attempt.order })
  const end = attemptEnd(outcome, decisive, wantedBy(attempt))
  const superseded = attempt.fate !== undefined || state.phase !== 'working'
  const ended: Event = { type: 'attempt-ended', attempt: attempt.id, end, superseded }
  if (superseded) return accept(ended)
  const early = isEarly(state, attempt, outcome, now)
  if (early !== undefined && state.cancelled === undefined) return refuse('too-early', { order: attempt.order, ...early })
  const after = consequence(state, { ...attempt, end: { ...end, at: now } }, end, { outcome, decisive, early: early !== undefined }, now)
  const dropped: Event[] = state.question === undefined ? [] : [{ type: 'question-dropped', order: state.question.order }]
  return accept(ended, ...dropped, ...after)
}

/** A claimed attempt is spoken for by the process that holds its nonce; an unclaimed one can only be turned down. */
function notTheOne(state: RunState, command: Result, attempt: Attempt): Decision | undefined {
  const { site } = plannedAt(state, attempt.id)
  if (command.site !== site)
    return refuse('wrong-site', { of: 'result', step: attempt.id.step, site, worker: command.worker, theirs: command.site })
  if (attempt.claim === undefined) {
    if (command.outcome.type === 'refused' || command.outcome.type === 'looked') return undefined
    return refuse('no-claim', { order: attempt.order })
  }
  if (attempt.claim.nonce === command.nonce && attempt.claim.worker === command.worker) return undefined
  return refuse('not-the-claimer', { order: attempt.order })
}

/** *Not done* is believed when the effect had its time to show, or when an error has ended it; of an undo, *done*. */
function isEarly(state: RunState, attempt: Attempt, outcome: AttemptOutcome, now: string): ReturnType<typeof tooEarly> {
  const { id, claim } = attempt
  const planned = plannedAt(state, id)
  if (outcome.type !== 'ran' || outcome.check === undefined || claim === undefined || !hasCheck(state, id)) return undefined
  return judgeCheck(planned, outcome.check).verdict === wantedBy(attempt) ? undefined : tooEarly(planned.settleMs, claim.at, now)
}

interface Told {
  outcome: AttemptOutcome
  decisive: Looked | undefined
  early: boolean
}

/** `attempt`: as it has ended. */
function consequence(state: RunState, attempt: Attempt, end: AttemptEnd, told: Told, now: string): Event[] {
  const { step, item } = attempt.id
  switch (end.type) {
    case 'ran':
      if (hasCheck(state, attempt.id)) return checked(state, attempt, told)
      return [judged(attempt, 'done', 'no-error'), ...finish(step, item, 'run', [{ is: 'no-check' }])]
    case 'failed':
      if (hasCheck(state, attempt.id)) return checked(state, attempt, told)
      return [judged(attempt, 'not-done', 'error'), ...attention(step, item, 'failed', failed(end))]
    case 'already-done':
    case 'not-ready':
      if (attempt.claim !== undefined) return recoverAgain(state, attempt)
      return told.decisive === undefined ? [] : notBegun(attempt, told.decisive)
    case 'unknown':
      return recoverAgain(state, attempt)
    case 'refused':
      if (attempt.claim !== undefined) return recoverAgain(state, attempt)
      return [judged(attempt, 'not-done', 'no-claim'), ...turnedDown(state, attempt, end, now)]
  }
}

/** A result without its check leaves the asking to another worker. */
function checked(state: RunState, attempt: Attempt, { outcome, early }: Told): Event[] {
  const { step, item } = attempt.id
  const answers = 'check' in outcome ? outcome.check : undefined
  if (answers === undefined) return [ask(state, { step, item, looks: ['check'], purpose: 'settle', attempt: attempt.id })]
  return judgeAttempt(state, attempt, { ...judgeCheck(plannedAt(state, attempt.id), answers), early })
}

/** It was looked at under the attempt's lock, and there is nothing to do, or nothing may be done. */
function notBegun(attempt: Attempt, decisive: Looked): Event[] {
  const { step, item } = attempt.id
  const { detail } = decisive
  if (attempt.undo === true && saysOf(decisive, 'not-done')) return undoneBy(attempt, detail, 'already')
  if (isDone(decisive)) return [judged(attempt, 'done', 'check'), ...finish(step, item, 'already', detail)]
  const reason = decisive.look === 'check' ? 'cannot-tell' : 'precondition'
  return [judged(attempt, 'not-done', 'no-claim'), ...attention(step, item, reason, { code: reason, detail })]
}

/** Nothing was claimed, so nothing happened: what is only put off is ordered again, but not for ever; another reason is for people to judge. */
function turnedDown(state: RunState, attempt: Attempt, end: AttemptEnd, now: string): Event[] {
  const { step, item } = attempt.id
  const code = end.code ?? ''
  if (isPutOff(code))
    return orderedInVain(state, attempt, { lost: false, reason: 'refused', why: [{ is: 'put-off', code, why: end.why }] }, now)
  return attention(step, item, 'refused', { code: 'turned-down', ...(end.code === undefined ? {} : { of: end.code }), why: end.why })
}

function judged({ id }: Attempt, fate: 'done' | 'not-done', by: 'check' | 'error' | 'no-error' | 'no-claim'): Event {
  return { type: 'attempt-judged', attempt: id, fate, by }
}

function hasCheck(state: RunState, id: Attempt['id']): boolean {
  return blocksOf(plannedAt(state, id), 'check').length > 0
}

/** What a result comes to. The rows stay in the command: the state keeps what it needs to go on and to say. `decisive`: the look that kept it from being claimed; `wanted`: what its check says where nothing is left to do. */
function attemptEnd(outcome: AttemptOutcome, decisive: Looked | undefined, wanted: Verdict): AttemptEnd {
  switch (outcome.type) {
    case 'ran': {
      const ranIn = outcome.result.ranIn === undefined ? {} : { ranIn: outcome.result.ranIn }
      return { type: 'ran', tookMs: outcome.tookMs, why: [], target: outcome.result.target, ...ranIn }
    }
    case 'looked':
      return {
        type: decisive !== undefined && saysOf(decisive, wanted) ? 'already-done' : 'not-ready',
        tookMs: 0,
        why: decisive?.detail ?? [],
      }
    case 'failed': {
      const [error] = outcome.result.errors
      const end: AttemptEnd = { type: 'failed', tookMs: outcome.tookMs, why: [errorOf(outcome.result)], target: outcome.result.target }
      return error === undefined ? end : { ...end, error }
    }
    case 'unknown':
      return { type: 'unknown', tookMs: outcome.tookMs, why: said(outcome.why) }
    case 'refused':
      return { type: 'refused', tookMs: 0, why: said(outcome.why), code: outcome.code }
  }
}
