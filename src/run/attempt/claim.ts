import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { covers, hasLapsed, lapsed } from '../gate/gate-before.ts'
import { gateFingerprint } from '../gate/open-gate.ts'
import { attemptTurn, findAttempt, plannedAt } from '../where.ts'
import { attention } from '../step/attention.ts'
import { isPast } from '../step/past.ts'
import { whyNotBegun } from '../step/when-to-look.ts'
import type { AttentionCause } from '../facts/causes.ts'
import { waitingPlace } from '../view/place.ts'
import { approversNow, missingLines } from '../gate/quorum.ts'
import type { Attempt, Gate, RunState } from '../state.ts'

type Claim = Extract<Command, { type: 'claim' }>

/** The right to perform one attempt, granted to one process, once. Everything is judged here a last time. */
export function decideClaim(state: RunState, command: Claim, now: string): Decision {
  const attempt = findAttempt(state, command.attempt)
  if (isPast(state, command.attempt)) return refuse('order-void', { run: state.run, order: command.order })
  if (attempt === undefined || attempt.order !== command.order) {
    return refuse('unknown-order', { run: state.run, order: command.order, attempt: attemptTurn(state, command.attempt) })
  }
  if (attempt.claim !== undefined) {
    const { worker, at } = attempt.claim
    return refuse('claimed-already', { run: state.run, attempt: attemptTurn(state, attempt.id), worker, at })
  }
  if (attempt.fate !== undefined || attempt.end !== undefined || state.phase !== 'working') {
    return refuse('order-void', { run: state.run, order: command.order })
  }
  const { step } = attempt.id
  const { site } = plannedAt(state, attempt.id)
  if (command.site !== site) {
    return refuse('wrong-site', { of: 'claim', step, site, worker: command.worker, theirs: command.site })
  }
  if (command.head !== state.head) {
    return refuse('head-moved', { run: state.run, worker: command.worker })
  }
  return judgeApprovals(state, command, attempt, now)
}

function judgeApprovals(state: RunState, command: Claim, attempt: Attempt, now: string): Decision {
  const { step } = attempt.id
  const gate = state.gates[attempt.gate - 1]
  if (gate === undefined || state.pass !== gate.number || gate.closed !== undefined || !covers(state, gate, step)) {
    return stop(state, attempt, 'approvals-void', { code: 'gate-passes-nothing', gate: attempt.gate })
  }
  if (hasLapsed(gate, now)) return stop(state, attempt, 'approvals-expired', lapsed(gate))
  if (gate.fingerprint !== attempt.fingerprint || gateFingerprint(state, gate) !== gate.fingerprint) {
    return stop(state, attempt, 'approvals-void', { code: 'other-than-approved', gate: gate.number })
  }
  const gone = approversGone(state, gate)
  if (gone !== undefined) return stop(state, attempt, 'approvals-void', gone)
  const unseen = notAsSeen(state, command, attempt, now)
  if (unseen !== undefined) return unseen
  const { nonce, worker, boot } = command
  return accept({ type: 'claimed', attempt: attempt.id, nonce, worker, boot })
}

/** What the worker has just looked at must let the step begin, with every look that is due now; more than that may have been asked. */
function notAsSeen(state: RunState, { looked }: Claim, { id, order }: Attempt, now: string): Decision | undefined {
  const decisive = whyNotBegun(state, id, looked, now)
  return decisive && refuse('not-as-seen', { order, look: decisive.look, detail: decisive.detail })
}

/** The approvals no longer carry the order: it is void, people are called, and the worker is told no. */
function stop(state: RunState, attempt: Attempt, reason: 'approvals-void' | 'approvals-expired', because: AttentionCause): Decision {
  const { step, item } = attempt.id
  const events = [
    { type: 'order-voided' as const, order: attempt.order, because: { code: reason } },
    ...attention(step, item, reason, because),
  ]
  return { ...refuse(reason, { at: waitingPlace(state, step, item), because }), events }
}

/** The people who approved do not fill the gate's lines any more, judged by who they are today. Undefined: they do. */
function approversGone(state: RunState, gate: Gate): AttentionCause | undefined {
  const people = approversNow(state, gate)
  const lacks = missingLines(gate.lines, people)
  if (lacks.length === 0) return undefined
  const gone = gate.approvals.filter((approval) => !people.some((person) => person.id === approval.person.id))
  return { code: 'approvers-gone', gate: gate.number, lacks, gone: gone.map((approval) => approval.person.name) }
}
