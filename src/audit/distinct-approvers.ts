import { matchLines } from '../policy/match-lines.ts'
import type { Person } from '../policy/policy.ts'
import type { Event } from '../run/event.ts'
import type { Entry } from './entry.ts'

interface SeenGate {
  opened: Extract<Event, { type: 'gate-opened' }>
  approvers: Map<string, Pick<Person, 'id' | 'groups'>>
}

/**
 * The first claim whose gate was not filled by signed approvals of different people, none of them the requester or otherwise barred. Counted a second time, from the
 * signed commands that name this run, so that a bug of the rules alone cannot pass one person for two.
 */
export function unfilledGate(entries: readonly Entry[]): { at: number; why: string } | undefined {
  const gates = new Map<number, SeenGate>()
  const orders = new Map<string, number>()
  let requester = ''
  for (const entry of entries) {
    const { command } = entry.command
    if (command.run !== entry.run) continue
    if (command.type === 'start') requester = command.by.id
    for (const event of entry.events) {
      if (event.type === 'gate-opened') gates.set(event.gate, { opened: event, approvers: new Map() })
      if (event.type === 'ordered') orders.set(event.order, event.gate)
    }
    if (command.type === 'approve' && entry.events.some((event) => event.type === 'approved')) count(gates.get(command.gate), command)
    const claim = command.type === 'claim' && entry.events.some((event) => event.type === 'claimed') ? command : undefined
    if (claim === undefined) continue
    const gate = gates.get(orders.get(claim.order) ?? 0)
    const why = gate === undefined ? `${claim.order} was claimed, and no gate let it pass.` : unfilled(gate, requester)
    if (why !== undefined) return { at: entry.seq, why }
  }
  return undefined
}

function count(gate: SeenGate | undefined, approval: { by: Person; fingerprint: string }): void {
  if (gate === undefined || approval.fingerprint !== gate.opened.fingerprint || Object.hasOwn(gate.opened.barred, approval.by.id)) return
  gate.approvers.set(approval.by.id, approval.by)
}

function unfilled({ opened, approvers }: SeenGate, requester: string): string | undefined {
  const people = [...approvers.values()].filter((person) => person.id !== requester)
  const { missing } = matchLines(opened.lines, people)
  if (opened.lines.length > 0 && missing.length === 0) return undefined
  const places = missing.map((place) => `${place.count} of ${place.from.join(' or ')}`).join(', ')
  return `It was claimed under gate ${opened.gate}, which lacks signed approvals of different people: ${places || 'it has no lines'}.`
}
