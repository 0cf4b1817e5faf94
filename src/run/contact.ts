import { bare } from './bare.ts'
import { proceed } from './advance.ts'
import type { Command } from './command.ts'
import { accept, refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import type { Event } from './event.ts'
import { later } from './instant.ts'
import { orderPerform } from './order-perform.ts'
import { standingAttempt } from './position.ts'
import { ask } from './question.ts'
import { recoverAgain } from './recover.ts'
import type { RunState } from './state.ts'

const ASK_AGAIN_MS = 1000

/** The worker that held this order is believed lost. A question is asked again; of a claimed attempt only the estate knows. */
export function decideLostContact(state: RunState, command: Extract<Command, { type: 'lost-contact' }>, now: string): Decision {
  const { order, worker } = command
  const why = bare(command.why)
  const lost: Event = { type: 'contact-lost', order, worker, why }
  const { question } = state
  if (question?.order === order) {
    const { step, item, role, purpose, attempt } = question
    const which = attempt === undefined ? {} : { attempt }
    return accept(lost, ask(state, { step, item, role, purpose, ...which, notBefore: later(now, ASK_AGAIN_MS) }))
  }
  const attempt = standingAttempt(state)
  if (attempt?.order !== order || attempt.lost !== undefined || state.phase !== 'working') {
    return refuse('stale-contact', `${order} of ${state.run} is not out any more: losing its worker changes nothing.`)
  }
  if (attempt.claim !== undefined)
    return accept(...proceed(state, [lost, ...recoverAgain(state, { ...attempt, lost: { why, at: now } })], now))
  const { step, item } = attempt.id
  return accept(
    ...proceed(state, [lost, { type: 'order-voided', order, why }, ...orderPerform(state, step, item, later(now, ASK_AGAIN_MS))], now),
  )
}

/** No worker of the site is alive. It is said once for an order; the site goes on trying. */
export function decideNoWorker(state: RunState, command: Extract<Command, { type: 'no-worker' }>): Decision {
  const { order, site, known } = command
  const out = state.question?.order === order || standingAttempt(state)?.order === order
  if (!out) return refuse('stale-contact', `${order} of ${state.run} is not out any more.`)
  if (state.workerMissing?.order === order) return refuse('known', `That no worker of ${site} is alive was said already.`)
  return accept({ type: 'worker-missing', order, site, known })
}
