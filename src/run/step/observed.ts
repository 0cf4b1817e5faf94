import type { Command } from '../command.ts'
import { attention, unanswered } from './attention.ts'
import { takeCaptures } from './captures.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { judgeBefore, judgeCheck, unclearIn } from './judge-results.ts'
import { said, type Remark } from '../facts/remark.ts'
import type { Told } from '../facts/worker-fault.ts'
import { plannedStep } from '../where.ts'
import { askedInVain, isPutOff } from '../attempt/put-off.ts'
import { judgeRecovery } from '../attempt/recover.ts'
import { judgeSettling } from './settle.ts'
import type { Question, RunState } from '../state.ts'

type Observed = Extract<Command, { type: 'observed' }>

/** The estate's answer to the question that is out. Another answer came too late and changes nothing. */
export function decideObserved(state: RunState, command: Observed, now: string): Decision {
  const { question } = state
  if (question === undefined || question.order !== command.order) {
    return refuse('stale-answer', { order: command.order })
  }
  const planned = plannedStep(state, question.step)
  if (command.site !== planned.site) {
    return refuse('wrong-site', { of: 'look', step: question.step, site: planned.site, worker: command.worker, theirs: command.site })
  }
  const [seen, ...rest] = answered(state, question, command, now)
  return accept(...(seen === undefined ? rest : [withSecrets(state, seen, command), ...rest]))
}

/** Whoever approves should know before that what they approve cannot run. */
function withSecrets(state: RunState, seen: Event, { worker, site, missing = [] }: Observed): Event {
  const known = state.secrets?.[site]?.missing ?? []
  if (seen.type !== 'observed' || JSON.stringify(known) === JSON.stringify(missing)) return seen
  return { ...seen, secrets: { worker, site, missing } }
}

function answered(state: RunState, question: Question, command: Observed, now: string): Event[] {
  const { step, item } = question
  if (command.refused !== undefined) return notLooked(state, question, command, command.refused, now)
  switch (question.role) {
    case 'read':
      return readAnswered(state, question, command)
    case 'before': {
      const { ok, detail } = judgeBefore(plannedStep(state, step), command.results)
      const seen: Event = { type: 'observed', order: question.order, ok, detail }
      return ok
        ? [seen]
        : [
            seen,
            ...unanswered(
              state,
              step,
              item,
              { asked: 'before', reason: 'precondition', detail },
              { code: 'precondition', detail },
              unclearIn(plannedStep(state, step), 'before', command.results),
            ),
          ]
    }
    case 'check':
      return checkAnswered(state, question, command, now)
  }
}

function checkAnswered(state: RunState, question: Question, command: Observed, now: string): Event[] {
  const { step, item } = question
  const { verdict, detail } = judgeCheck(plannedStep(state, step), command.results)
  const seen: Event = { type: 'observed', order: question.order, verdict, detail }
  const unclear = unclearIn(plannedStep(state, step), 'check', command.results)
  switch (question.purpose) {
    case 'first':
    case 'again':
      if (verdict !== 'cannot-tell') return [seen]
      return [
        seen,
        ...unanswered(state, step, item, { asked: 'check', reason: 'cannot-tell', detail }, { code: 'cannot-tell', detail }, unclear),
      ]
    case 'settle':
      return [seen, ...judgeSettling(state, question, { verdict, detail, unclear }, now)]
    case 'recover':
      return [seen, ...judgeRecovery(state, question, { verdict, detail, lockHeld: command.lockHeld === true })]
  }
}

function readAnswered(state: RunState, question: Question, command: Observed): Event[] {
  const { step, item } = question
  const taken = takeCaptures(plannedStep(state, step), command.results)
  if (taken.fault !== undefined) {
    const detail = [taken.fault]
    const found = { asked: 'read', reason: 'capture', detail } as const
    const unclear = unclearIn(plannedStep(state, step), 'read', command.results)
    return [
      { type: 'observed', order: question.order, detail },
      ...unanswered(state, step, item, found, { code: 'not-found', detail }, unclear),
    ]
  }
  const names = Object.keys(taken.captures)
  const detail: Remark[] = [names.length === 0 ? { is: 'recorded' } : { is: 'found', names }]
  return [
    { type: 'observed', order: question.order, detail },
    { type: 'captured', step, captures: taken.captures },
  ]
}

/** The worker did not look. One that only puts it off is asked again, but not for ever; another reason is for people to judge. */
function notLooked(state: RunState, question: Question, command: Observed, refused: { code: string; why: Told }, now: string): Event[] {
  const { step, item, attempt } = question
  const { worker, site } = command
  const why = said(refused.why)
  const detail: Remark[] = [{ is: 'not-looked', worker, why }]
  const seen: Event = { type: 'observed', order: question.order, detail }
  const reason = attempt === undefined ? 'refused' : 'unknown'
  if (isPutOff(refused.code))
    return [seen, ...askedInVain(state, question, { lost: false, reason, why: [{ is: 'put-off', worker, code: refused.code, why }] }, now)]
  const because = { code: 'not-looked', worker, site, of: refused.code, why } as const
  if (reason === 'unknown') return [seen, ...attention(step, item, reason, because)]
  return [seen, ...unanswered(state, step, item, { asked: question.role, reason, detail }, because)]
}
