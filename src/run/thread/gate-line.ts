import type { Event } from '../event.ts'
import type { Line } from './line.ts'
import { placeOf } from '../view/place.ts'
import { askedAt, missingLines } from '../gate/quorum.ts'
import type { RunState } from '../state.ts'

type GateEvent = Extract<
  Event,
  { type: 'gate-opened' | 'approved' | 'gate-passed' | 'gate-closed' | 'escalated' | 'deviated' | 'reopened' | 'refused' }
>

/** Gates: who must agree to what, who did, and what came of it. */
export function gateLine(event: GateEvent, after: RunState): Line {
  switch (event.type) {
    case 'gate-opened':
      return openedLine(event, after)
    case 'approved': {
      const { gate, person, via, account } = event
      const { lines = [], approvals = [] } = after.gates[gate - 1] ?? {}
      const missing = missingLines(
        lines,
        approvals.map((approval) => approval.person),
      )
      return { line: 'approved', gate, person: person.name, via, account, missing }
    }
    case 'gate-passed':
      return { line: 'gate-passed', gate: event.gate, notAfter: event.notAfter }
    case 'gate-closed': {
      const { type: line, ...closed } = event
      return { line, ...closed }
    }
    case 'escalated': {
      const gate = after.gates[event.gate - 1]
      const called = gate === undefined ? [] : askedAt(after, gate).called.map(({ name }) => name)
      return { line: 'escalated', gate: event.gate, openedAt: gate?.openedAt ?? '', called, to: event.to }
    }
    case 'deviated': {
      const { kind, step, from } = event
      return { line: 'deviated', kind, at: placeOf(after, step, 0), ...(from === undefined ? {} : { from }) }
    }
    case 'reopened':
      return { line: 'reopened', by: event.by, reason: event.reason }
    case 'refused': {
      const { type: _type, person: _person, asked: _asked, ...refusal } = event
      return { line: 'refused', refusal }
    }
  }
}

function openedLine(event: Extract<Event, { type: 'gate-opened' }>, after: RunState): Line {
  const { kind, gate, step, lines, expiresAt, fingerprint } = event
  const opened = { gate, at: placeOf(after, step, 0), lines, expiresAt, fingerprint, barred: Object.values(event.barred) }
  if (kind.type !== 'deviation') return { line: 'gate-opened', ...opened, ...(kind.type === 'undo' && { undo: true as const }) }
  const from = kind.from === undefined || (kind.from === step && kind.kind !== 'undo') ? {} : { from: kind.from }
  return { line: 'gate-opened', ...opened, deviation: { kind: kind.kind, reason: kind.reason, ...from } }
}
