import { askedAt } from './asked.ts'
import { bare } from './bare.ts'
import { shortFingerprint } from '../procedure/fingerprint.ts'
import type { Event } from './event.ts'
import { placeInside } from './position.ts'
import { stillMissing } from './quorum.ts'
import type { Gate, RunState } from './state.ts'
import { sayInstant } from './instant.ts'

type GateEvent = Extract<
  Event,
  { type: 'gate-opened' | 'approved' | 'gate-passed' | 'gate-closed' | 'escalated' | 'deviated' | 'reopened' | 'refused' }
>

/** Gates: who must agree to what, who did, and what came of it. */
export function sayGate(event: GateEvent, after: RunState): string | undefined {
  switch (event.type) {
    case 'gate-opened':
      return openedLine(event, after)
    case 'approved': {
      const gate = after.gates[event.gate - 1]
      return `${event.person.name} approved gate ${event.gate} (${event.via}, ${event.account}). ${missingLine(gate)}`
    }
    case 'gate-passed':
      return `Gate ${event.gate} is passed; its approvals are good until ${sayInstant(event.notAfter)}.`
    case 'gate-closed':
      return closedLine(event)
    case 'escalated': {
      const gate = after.gates[event.gate - 1]
      const called = gate === undefined ? [] : askedAt(after, gate).called.map(({ name }) => name)
      const who = called.length === 0 ? 'nobody is in' : `${called.join(', ')} ${called.length === 1 ? 'is' : 'are'} called, of`
      return `Gate ${event.gate} has waited since ${sayInstant(gate?.openedAt ?? '')}: ${who} ${event.to.join(', ')}.`
    }
    case 'deviated':
      return deviatedLine(event, after)
    case 'reopened':
      return `${event.by} opens the gate again: ${bare(event.reason)}.`
    case 'refused':
      return `Not done (${event.code}): ${event.sentence}`
  }
}

function openedLine(event: Extract<Event, { type: 'gate-opened' }>, after: RunState): string {
  const { kind, gate, step } = event
  const where = placeInside(after, step, 0)
  const needs = event.lines.map((line) => `${line.count} of ${line.from.join(' or ')}`).join(' and ')
  const print = `Fingerprint ${shortFingerprint(event.fingerprint)} (${event.fingerprint}).`
  const until = `It needs ${needs}, all different people, by ${sayInstant(event.expiresAt)}. ${print} ${Object.values(event.barred).join('; ')}: they cannot approve.`
  if (kind.type === 'step') return `Gate ${gate} waits before ${where}. ${until}`
  const what = { retry: 'to retry', skip: 'to skip', 'mark-done': 'to mark as done', abort: 'to abort the run at' }[kind.kind]
  const from = kind.from === undefined || kind.from === step ? '' : `, beginning again from step ${kind.from}`
  return `DEVIATION: gate ${gate} asks ${what} ${where}${from}. Reason: ${bare(kind.reason)}. ${until}`
}

function missingLine(gate: Gate | undefined): string {
  if (gate === undefined) return ''
  const people = gate.approvals.map((approval) => approval.person)
  const missing = stillMissing(gate.lines, people)
  return missing === undefined ? 'Everybody needed has approved.' : `Still needed: ${missing}.`
}

function closedLine(event: Extract<Event, { type: 'gate-closed' }>): string {
  const by = event.by === undefined ? '' : ` by ${event.by}`
  const reason = event.reason === undefined ? '' : `: ${bare(event.reason)}`
  const difference = event.difference === undefined ? '' : `\n${event.difference.join('\n')}`
  switch (event.because) {
    case 'rejected':
      return `Gate ${event.gate} is rejected${by}${reason}.`
    case 'expired':
      return `Gate ${event.gate} has expired: not everybody needed approved in time.`
    case 'void':
      return `Gate ${event.gate} is void${reason}: its approvals are worth nothing any more.${difference}`
    case 'withdrawn':
      return `Gate ${event.gate} is withdrawn${by}${reason}.`
    case 'superseded':
      return `Gate ${event.gate} is superseded: another one opens in its place.`
  }
}

function deviatedLine(event: Extract<Event, { type: 'deviated' }>, after: RunState): string {
  const where = placeInside(after, event.step, 0)
  switch (event.kind) {
    case 'retry':
      return `DEVIATION approved: ${where} is tried again${event.from === undefined ? '' : ` from step ${event.from}`}; checks come first.`
    case 'skip':
      return `DEVIATION approved: ${where} is skipped.`
    case 'mark-done':
      return `DEVIATION approved: ${where} is marked as done.`
    case 'abort':
      return `DEVIATION approved: the run is aborted at ${where}.`
  }
}
