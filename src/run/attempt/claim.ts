import { matchLines } from '../../policy/match-lines.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { covers, hasLapsed, lapsedSentence } from '../gate/gate-before.ts'
import { gateFingerprint } from '../gate/fingerprint.ts'
import { findAttempt, place, plannedStep } from '../where.ts'
import { approversNow } from '../gate/quorum.ts'
import type { Attempt, Gate, RunState } from '../state.ts'

type Claim = Extract<Command, { type: 'claim' }>

/** The right to perform one attempt, granted to one process, once. Everything is judged here a last time. */
export function decideClaim(state: RunState, command: Claim, now: string): Decision {
  const attempt = findAttempt(state, command.attempt)
  if (attempt === undefined || attempt.order !== command.order) {
    return refuse('unknown-order', { run: state.run, order: command.order, attempt: command.attempt })
  }
  if (attempt.claim !== undefined) {
    const { worker, at } = attempt.claim
    return refuse('claimed-already', { run: state.run, attempt: attempt.id, worker, at })
  }
  if (attempt.fate !== undefined || attempt.end !== undefined || state.phase !== 'working') {
    return refuse('order-void', { run: state.run, order: command.order })
  }
  const { step } = attempt.id
  const { site } = plannedStep(state, step)
  if (command.site !== site) {
    return refuse('wrong-site', { of: 'claim', step, site, worker: command.worker, theirs: command.site })
  }
  if (command.head !== state.head) {
    return refuse('head-moved', { run: state.run, worker: command.worker })
  }
  return judgeApprovals(state, command, attempt, now)
}

function judgeApprovals(state: RunState, command: Claim, attempt: Attempt, now: string): Decision {
  const { step, item } = attempt.id
  const gate = state.gates[attempt.gate - 1]
  if (gate === undefined || state.pass !== gate.number || gate.closed !== undefined || !covers(state, gate, step)) {
    return stop(
      state,
      attempt,
      'approvals-void',
      `${place(state, step, item)} may not begin: gate ${attempt.gate} lets it pass no more. Nothing was sent. Open the gate again: it needs new approvals.`,
    )
  }
  if (hasLapsed(gate, now)) return stop(state, attempt, 'approvals-expired', lapsedSentence(state, gate, step, item))
  if (gate.fingerprint !== attempt.fingerprint || gateFingerprint(state, gate) !== gate.fingerprint) {
    return stop(
      state,
      attempt,
      'approvals-void',
      `${place(state, step, item)} may not begin: what gate ${gate.number} approved is not what would be performed. Nothing was sent. Open the gate again: it needs new approvals.`,
    )
  }
  const missing = missingNow(state, gate)
  if (missing !== undefined) {
    return stop(
      state,
      attempt,
      'approvals-void',
      `${place(state, step, item)} may not begin: ${missing}. Nothing was sent. Open the gate again: it needs new approvals.`,
    )
  }
  const { nonce, worker, boot } = command
  return accept({ type: 'claimed', attempt: attempt.id, nonce, worker, boot })
}

/** The approvals no longer carry the order: it is void, people are called, and the worker is told no. */
function stop(state: RunState, attempt: Attempt, reason: 'approvals-void' | 'approvals-expired', sentence: string): Decision {
  const { step, item } = attempt.id
  const events: Event[] = [
    { type: 'order-voided', order: attempt.order, why: reason },
    { type: 'attention', step, item, reason, sentence },
  ]
  return { ...refuse(reason, { reason, sentence }), events }
}

/** Why the people who approved do not fill the gate's lines any more, judged by who they are today. */
function missingNow(state: RunState, gate: Gate): string | undefined {
  const people = approversNow(state, gate)
  const gone = gate.approvals.filter((approval) => !people.some((person) => person.id === approval.person.id))
  const { missing } = matchLines(gate.lines, people)
  if (missing.length === 0) return undefined
  const who = gone.map((approval) => approval.person.name)
  const places = missing.map((place) => `${place.count} of ${place.from.join(' or ')}`).join(', ')
  return `gate ${gate.number} lacks ${places}${who.length === 0 ? '' : `, since ${who.join(' and ')} may not approve any more`}`
}
