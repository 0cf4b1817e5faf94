import { shortFingerprint } from '../procedure/fingerprint.ts'
import type { Person } from '../procedure/plan-types.ts'
import { approvedThrough, whyBarred } from './barred.ts'
import type { Actor, Command } from './command.ts'
import { accept, refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import { followDeviation } from './deviation.ts'
import type { Event } from './event.ts'
import { later, sayInstant } from './instant.ts'
import { inAnyLine, stillMissing } from './quorum.ts'
import { closeGate } from './ending.ts'
import { firstLines } from './short.ts'
import type { Gate, RunState } from './state.ts'

type GateCommand = Extract<Command, { type: 'approve' | 'reject' }>

/** What an approval changes at a gate, or why it changes nothing. */
export function decideApproval(state: RunState, command: GateCommand, now: string): Decision {
  const gate = state.gates[command.gate - 1]
  const { by } = command
  const closed = notWaiting(state, gate, command, now)
  if (closed !== undefined || gate === undefined) return closed ?? refuse('unknown-gate', noGate(state, command.gate))
  const because = whyBarred(state, gate, by)
  if (because !== undefined) {
    return refuse(
      'barred',
      `${because}, so ${by.name} cannot approve gate ${gate.number}: ${places(gate)} must, and they must be other people.`,
    )
  }
  const twice = approvedAlready(gate, by)
  if (twice !== undefined) return twice
  const person = known(state, by)
  if (person === undefined) return refuse('unknown-person', `${by.name} is not among the people that this run knows: nothing was counted.`)
  if (!inAnyLine(gate.lines, person)) {
    return refuse('not-an-approver', `${by.name} is not in ${groupNames(gate)}: gate ${gate.number} needs ${places(gate)}.`)
  }
  return accept(...approved(state, gate, person, by, now))
}

/** One human being counts once, and so does one account. */
function approvedAlready(gate: Gate, by: Actor): Decision | undefined {
  const again = gate.approvals.some((approval) => approval.person.id === by.id)
  const through = approvedThrough(gate, by)
  if (!again && through === undefined) return undefined
  const people = gate.approvals.map((approval) => approval.person)
  const missing = stillMissing(gate.lines, people) ?? 'nobody'
  const who = again
    ? `${by.name} has approved gate ${gate.number} already, and counts once`
    : `The account ${by.account} has approved gate ${gate.number} already, as ${through}, and counts once`
  return refuse('already-approved', `${who}: still needed: ${missing}.`)
}

/** A rejection by one who could approve ends the gate, and before any work the run. */
export function decideRejection(state: RunState, command: GateCommand, now: string): Decision {
  const gate = state.gates[command.gate - 1]
  const { by, reason } = command
  const closed = notWaiting(state, gate, command, now)
  if (closed !== undefined || gate === undefined) return closed ?? refuse('unknown-gate', noGate(state, command.gate))
  const person = known(state, by)
  if (person === undefined) return refuse('unknown-person', `${by.name} is not among the people that this run knows: nothing was counted.`)
  if (!inAnyLine(gate.lines, person)) {
    return refuse('not-an-approver', `${by.name} is not in ${groupNames(gate)}, so ${by.name} cannot reject gate ${gate.number}.`)
  }
  return accept(...closeGate(state, gate, { because: 'rejected', by: by.name, ...(reason === undefined ? {} : { reason }) }))
}

function approved(state: RunState, gate: Gate, person: Person, by: Actor, now: string): Event[] {
  const approval: Event = { type: 'approved', gate: gate.number, person, account: by.account, via: by.via }
  const people = [...gate.approvals.map((each) => each.person), person]
  if (stillMissing(gate.lines, people) !== undefined) return [approval]
  const expiresMs = state.plan?.policies[gate.policy]?.expiresMs ?? 0
  const passed: Event = { type: 'gate-passed', gate: gate.number, notAfter: later(now, expiresMs) }
  return [approval, passed, ...followDeviation(state, gate)]
}

/** Why nothing can be decided at this gate, with this fingerprint, at this time. */
function notWaiting(state: RunState, gate: Gate | undefined, command: GateCommand, now: string): Decision | undefined {
  if (gate === undefined) return refuse('unknown-gate', noGate(state, command.gate))
  if (gate.closed !== undefined) {
    return refuse(
      'gate-closed',
      `Gate ${gate.number} was closed at ${sayInstant(gate.closed.at)} (${gate.closed.because}): nothing is left to decide there.${difference(gate)}`,
    )
  }
  if (gate.passed !== undefined)
    return refuse('gate-passed', `Gate ${gate.number} passed at ${sayInstant(gate.passed.at)}: nothing is left to decide there.`)
  if (command.fingerprint !== gate.fingerprint) return refuse('stale-plan', staleSentence(state, gate, command.fingerprint))
  if (now > gate.expiresAt)
    return refuse('gate-expired', `Gate ${gate.number} expired at ${sayInstant(gate.expiresAt)}: it takes no more decisions.`)
  return undefined
}

/** The fingerprint is another one: what was it for, and what is different? */
function staleSentence(state: RunState, gate: Gate, fingerprint: string): string {
  const told = `Gate ${gate.number} asks about ${shortFingerprint(gate.fingerprint)}, and the decision was about ${shortFingerprint(fingerprint)}`
  const old = state.gates.find((each) => each.fingerprint === fingerprint)
  if (old === undefined) return `${told}, which is no plan of this run. Read the new card before you decide.`
  const where = old.step === gate.step ? '' : ` before step ${old.step}, and this one stands before step ${gate.step}`
  return `${told}: that was gate ${old.number}${where}. Read the new card before you decide.${difference(old)}`
}

function difference(gate: Gate): string {
  const lines = gate.closed?.difference ?? []
  return lines.length === 0 ? '' : `\n${firstLines(lines)}`
}

/** Who they are now is what both their own account and the people file say: a group counts only where it is in both. */
function known(state: RunState, by: Actor): Person | undefined {
  const person = state.people.find((each) => each.id === by.id)
  return person === undefined ? undefined : { id: by.id, name: by.name, groups: by.groups.filter((group) => person.groups.includes(group)) }
}

function noGate(state: RunState, number: number): string {
  return `${state.run} has no gate ${number}: it has opened ${state.gates.length}.`
}

function places(gate: Gate): string {
  return gate.lines.map((line) => `${line.count} of ${line.from.join(' or ')}`).join(', ')
}

function groupNames(gate: Gate): string {
  return [...new Set(gate.lines.flatMap((line) => line.from))].join(' or ')
}
