import { firstDifferences, type FirstDifferences } from '../../procedure/plan-difference.ts'
import type { Person } from '../../policy/policy.ts'
import type { Actor, Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { followDeviation } from './deviation.ts'
import type { Event } from '../event.ts'
import { later } from '../../text/instant.ts'
import { approvedThrough, groupsOf, inAnyLine, missingLines, whyBarred } from './quorum.ts'
import { closeGate } from './close-gate.ts'
import type { Gate, RunState } from '../state.ts'

type GateCommand = Extract<Command, { type: 'approve' | 'reject' }>

/** What an approval changes at a gate, or why it changes nothing. */
export function decideApproval(state: RunState, command: GateCommand, now: string): Decision {
  const gate = state.gates[command.gate - 1]
  const { by } = command
  const closed = notWaiting(state, gate, command, now)
  if (closed !== undefined || gate === undefined) return closed ?? unknownGate(state, command.gate)
  const because = whyBarred(state, gate, by)
  if (because !== undefined) {
    return refuse('barred', { gate: gate.number, person: by.name, because, needs: gate.lines })
  }
  const twice = approvedAlready(gate, by)
  if (twice !== undefined) return twice
  const person = known(state, by)
  if (person === undefined) return refuse('unknown-person', { person: by.name })
  if (!inAnyLine(gate.lines, person)) {
    return refuse('not-an-approver', { gate: gate.number, person: by.name, groups: groupsOf(gate.lines), needs: gate.lines })
  }
  return accept(...approved(state, gate, person, by, now))
}

/** One human being counts once, and so does one account. */
function approvedAlready(gate: Gate, by: Actor): Decision | undefined {
  const again = gate.approvals.some((approval) => approval.person.id === by.id)
  const through = approvedThrough(gate, by)
  if (!again && through === undefined) return undefined
  const people = gate.approvals.map((approval) => approval.person)
  const as = again || through === undefined ? {} : { account: by.account, as: through }
  return refuse('already-approved', { gate: gate.number, person: by.name, missing: missingLines(gate.lines, people), ...as })
}

/** A rejection by one who could approve ends the gate, and before any work the run. */
export function decideRejection(state: RunState, command: GateCommand, now: string): Decision {
  const gate = state.gates[command.gate - 1]
  const { by, reason } = command
  const closed = notWaiting(state, gate, command, now)
  if (closed !== undefined || gate === undefined) return closed ?? unknownGate(state, command.gate)
  const person = known(state, by)
  if (person === undefined) return refuse('unknown-person', { person: by.name })
  if (!inAnyLine(gate.lines, person)) {
    return refuse('not-an-approver', { gate: gate.number, person: by.name, groups: groupsOf(gate.lines) })
  }
  return accept(...closeGate(state, gate, { because: 'rejected', by: by.name, ...(reason === undefined ? {} : { reason }) }))
}

function approved(state: RunState, gate: Gate, person: Person, by: Actor, now: string): Event[] {
  const approval: Event = { type: 'approved', gate: gate.number, person, account: by.account, via: by.via }
  const people = [...gate.approvals.map((each) => each.person), person]
  if (missingLines(gate.lines, people).length > 0) return [approval]
  const expiresMs = state.plan?.policies[gate.policy]?.expiresMs ?? 0
  const passed: Event = { type: 'gate-passed', gate: gate.number, notAfter: later(now, expiresMs) }
  return [approval, passed, ...followDeviation(state, gate)]
}

/** Why nothing can be decided at this gate, with this fingerprint, at this time. */
function notWaiting(state: RunState, gate: Gate | undefined, command: GateCommand, now: string): Decision | undefined {
  if (gate === undefined) return unknownGate(state, command.gate)
  if (gate.closed !== undefined) {
    const { at, because } = gate.closed
    return refuse('gate-closed', { gate: gate.number, at, because, difference: difference(gate) })
  }
  if (gate.passed !== undefined) return refuse('gate-passed', { gate: gate.number, at: gate.passed.at })
  if (command.fingerprint !== gate.fingerprint) return stalePlan(state, gate, command.fingerprint)
  if (now > gate.expiresAt) return refuse('gate-expired', { gate: gate.number, at: gate.expiresAt })
  return undefined
}

/** The fingerprint is another one: what was it for, and what is different? */
function stalePlan(state: RunState, gate: Gate, asked: string): Decision {
  const old = state.gates.find((each) => each.fingerprint === asked)
  const known = old === undefined ? {} : { old: { gate: old.number, step: old.step, difference: difference(old) } }
  return refuse('stale-plan', { gate: gate.number, step: gate.step, stands: gate.fingerprint, asked, ...known })
}

function difference(gate: Gate): FirstDifferences {
  return firstDifferences(gate.closed?.difference ?? [])
}

/** Who they are now is what both their own account and the people file say: a group counts only where it is in both. */
function known(state: RunState, by: Actor): Person | undefined {
  const person = state.people.find((each) => each.id === by.id)
  return person === undefined ? undefined : { id: by.id, name: by.name, groups: by.groups.filter((group) => person.groups.includes(group)) }
}

function unknownGate(state: RunState, gate: number): Decision {
  return refuse('unknown-gate', { run: state.run, gate, opened: state.gates.length })
}
