import { said } from '../facts/remark.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { standingAttempt } from '../where.ts'
import { askedInVain, orderedInVain } from './put-off.ts'
import { recoverAgain } from './recover.ts'
import type { RunState } from '../state.ts'

/** The worker that held this order is believed lost. A question is asked again, but not for ever; of a claimed attempt only the estate knows. */
export function decideLostContact(state: RunState, command: Extract<Command, { type: 'lost-contact' }>, now: string): Decision {
  const { order, worker } = command
  const why = said(command.why)
  const lost: Event = { type: 'contact-lost', order, worker, why }
  const { question } = state
  if (question?.order === order) {
    const reason = question.attempt === undefined ? 'lost-contact' : 'unknown'
    return accept(lost, ...askedInVain(state, question, { lost: true, reason, why }, now))
  }
  const attempt = standingAttempt(state)
  if (attempt?.order !== order || attempt.lost !== undefined || state.phase !== 'working') {
    return refuse('stale-contact', { run: state.run, order, lost: true })
  }
  if (attempt.claim !== undefined) return accept(lost, ...recoverAgain(state, { ...attempt, lost: { why, at: now } }))
  const voided: Event = { type: 'order-voided', order, because: { code: 'lost-contact', why } }
  return accept(lost, voided, ...orderedInVain(state, attempt, { lost: true, reason: 'lost-contact', why }, now))
}

/** No worker of the site can take it. It is said once for an order; the site goes on trying. */
export function decideNoWorker(state: RunState, command: Extract<Command, { type: 'no-worker' }>): Decision {
  const { order, site, known, passedOver } = command
  const out = state.question?.order === order || standingAttempt(state)?.order === order
  if (!out) return refuse('stale-contact', { run: state.run, order, lost: false })
  if (state.workerMissing?.order === order) return refuse('known', { site })
  return accept({ type: 'worker-missing', order, site, known, ...(passedOver === undefined ? {} : { passedOver }) })
}
