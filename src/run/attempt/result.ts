import type { AttemptOutcome, Command } from '../command.ts'
import { attention, finish } from '../step/attention.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { failed } from './failed.ts'
import type { AttemptEnd, Event } from '../event.ts'
import { said } from '../facts/remark.ts'
import { errorOf } from '../step/judge-results.ts'
import { blocksOf, findAttempt, plannedStep } from '../where.ts'
import { isPutOff, orderedInVain } from './put-off.ts'
import { ask } from '../step/ask.ts'
import { isPast } from '../step/past.ts'
import { recoverAgain } from './recover.ts'
import type { Attempt, RunState } from '../state.ts'

type Result = Extract<Command, { type: 'result' }>

/** What a worker says became of an attempt. It counts only through the check; of a superseded attempt it changes nothing. */
export function decideResult(state: RunState, command: Result, now: string): Decision {
  const attempt = findAttempt(state, command.attempt)
  if (isPast(state, command.attempt)) return refuse('result-known', { run: state.run, attempt: command.attempt })
  if (attempt === undefined) return refuse('unknown-attempt', { run: state.run })
  if (attempt.end !== undefined) return refuse('result-known', { run: state.run, attempt: attempt.id, at: attempt.end.at })
  const stranger = notTheOne(state, command, attempt)
  if (stranger !== undefined) return stranger
  const end = endOf(command.outcome)
  const superseded = attempt.fate !== undefined || state.phase !== 'working'
  const ended: Event = { type: 'attempt-ended', attempt: attempt.id, end, superseded }
  if (superseded) return accept(ended)
  return accept(ended, ...consequence(state, attempt, end, now))
}

/** A claimed attempt is spoken for by the process that holds its nonce; an unclaimed one can only be turned down. */
function notTheOne(state: RunState, command: Result, attempt: Attempt): Decision | undefined {
  const { site } = plannedStep(state, attempt.id.step)
  if (command.site !== site)
    return refuse('wrong-site', { of: 'result', step: attempt.id.step, site, worker: command.worker, theirs: command.site })
  if (attempt.claim === undefined) {
    if (command.outcome.type === 'refused' || command.outcome.type === 'already-done') return undefined
    return refuse('no-claim', { order: attempt.order })
  }
  if (attempt.claim.nonce === command.nonce && attempt.claim.worker === command.worker) return undefined
  return refuse('not-the-claimer', { order: attempt.order })
}

function consequence(state: RunState, attempt: Attempt, end: AttemptEnd, now: string): Event[] {
  const { step, item } = attempt.id
  const hasCheck = blocksOf(plannedStep(state, step), 'check').length > 0
  const dropped: Event[] = state.question === undefined ? [] : [{ type: 'question-dropped', order: state.question.order }]
  const judged = (fate: 'done' | 'not-done', by: 'error' | 'no-error' | 'no-claim'): Event => ({
    type: 'attempt-judged',
    attempt: attempt.id,
    fate,
    by,
  })
  const look = ask(state, { step, item, role: 'check', purpose: 'settle', attempt: attempt.id })
  switch (end.type) {
    case 'ran':
      if (hasCheck) return [...dropped, look]
      return [...dropped, judged('done', 'no-error'), ...finish(step, item, 'run', [{ is: 'no-check' }])]
    case 'already-done':
      if (attempt.claim !== undefined) return [...dropped, ...recoverAgain(state, { ...attempt, end: { ...end, at: now } })]
      if (hasCheck) return [...dropped, look]
      return [
        ...dropped,
        judged('not-done', 'no-claim'),
        ...attention(step, item, 'cannot-tell', { code: 'done-without-check', why: end.why }),
      ]
    case 'failed':
      if (hasCheck) return [...dropped, look]
      return [...dropped, judged('not-done', 'error'), ...attention(step, item, 'failed', failed(end))]
    case 'unknown':
      return [...dropped, ...recoverAgain(state, { ...attempt, end: { ...end, at: now } })]
    case 'refused':
      if (attempt.claim !== undefined) return [...dropped, ...recoverAgain(state, { ...attempt, end: { ...end, at: now } })]
      return [...dropped, judged('not-done', 'no-claim'), ...turnedDown(state, attempt, end, now)]
  }
}

/** Nothing was claimed, so nothing happened: what is only put off is ordered again, but not for ever; another reason is for people to judge. */
function turnedDown(state: RunState, attempt: Attempt, end: AttemptEnd, now: string): Event[] {
  const { step, item } = attempt.id
  const code = end.code ?? ''
  if (isPutOff(code))
    return orderedInVain(state, attempt, { lost: false, reason: 'refused', why: [{ is: 'put-off', code, why: end.why }] }, now)
  return attention(step, item, 'refused', { code: 'turned-down', ...(end.code === undefined ? {} : { of: end.code }), why: end.why })
}

/** The rows stay in the command: the state keeps what it needs to go on and to say. */
function endOf(outcome: AttemptOutcome): AttemptEnd {
  switch (outcome.type) {
    case 'ran': {
      const ranIn = outcome.result.ranIn === undefined ? {} : { ranIn: outcome.result.ranIn }
      return { type: 'ran', tookMs: outcome.tookMs, why: [], target: outcome.result.target, ...ranIn }
    }
    case 'already-done':
      return { type: 'already-done', tookMs: 0, why: said(outcome.detail) }
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
