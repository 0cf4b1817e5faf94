import { targetsOf } from '../../procedure/planned-item.ts'
import { looksWithoutReader } from '../../procedure/without-reader.ts'
import { matchLines } from '../../policy/match-lines.ts'
import { askedAt } from '../gate/asked.ts'
import { openGate, plannedStep } from '../where.ts'
import { inAnyLine, mayApprove, missingLines } from '../gate/quorum.ts'
import type { Gate, RunState } from '../state.ts'
import { capturesUntil } from '../gate/fingerprint.ts'
import { factsOf, withUnanswered } from './facts.ts'
import { opensOf } from './opens.ts'
import { gateKind } from './gate-kind.ts'
import type { RunView } from './view.ts'
import { statusOf, type Status } from './status.ts'

type GateView = NonNullable<RunView['gate']>

/** The gate that waits, with all that it would let pass. */
export function gateView(state: RunState): GateView | undefined {
  const gate = openGate(state)
  if (gate === undefined) return undefined
  const { kind } = gate
  const opens = opensOf(state, gate)
  const { asked, called } = askedAt(state, gate)
  const readerless = state.plan === undefined ? [] : looksWithoutReader(state.plan)
  const lacking = Object.values(state.secrets ?? {}).flatMap(({ worker, missing }) => missing.map(({ why }) => ({ worker, why })))
  const approved = new Set(gate.approvals.map(({ person }) => person.id))
  return {
    number: gate.number,
    fingerprint: gate.fingerprint,
    kind: gateKind(gate),
    title: gate.step === 0 ? state.procedure.title : plannedStep(state, gate.step).title,
    ...(kind.type === 'deviation' ? { reason: kind.reason } : {}),
    opens,
    statements: statementsOf(state, gate, opens),
    values: [...factsOf(state, withUnanswered(state, state.plan?.values ?? {})), ...factsOf(state, capturesUntil(state, gate.step))],
    lines: linesOfGate(gate),
    missing: missingOf(state, gate),
    openedAt: gate.openedAt,
    expiresAt: gate.expiresAt,
    asked: asked.map(({ id }) => id).filter((id) => !approved.has(id)),
    ...(gate.escalated === undefined ? {} : { called: { since: gate.openedAt, people: called.map(({ id }) => id) } }),
    barred: Object.entries(gate.barred).map(([id, because]) => ({ id, person: nameOf(state, id), because })),
    approved: [...approved],
    mayReject: state.people.filter((person) => inAnyLine(gate.lines, person)).map(({ id }) => id),
    ...(readerless.length === 0 ? {} : { withoutReader: readerless }),
    ...(lacking.length === 0 ? {} : { missingSecrets: lacking }),
  }
}

/** What is sent, step by step; then, of a step that can be undone, what would undo it. */
function statementsOf(state: RunState, { kind }: Gate, { steps }: GateView['opens']): GateView['statements'] {
  if (kind.type !== 'step') return steps.flatMap(({ step }) => statements(state, step, kind.type === 'undo' ? 'undo' : 'run'))
  return [...steps.flatMap(({ step }) => statements(state, step, 'run')), ...steps.flatMap(({ step }) => statements(state, step, 'undo'))]
}

function statements(state: RunState, number: number, role: 'run' | 'undo'): GateView['statements'] {
  const step = plannedStep(state, number)
  const all = step.substeps?.map(({ title, blocks }) => ({ title: `${step.title}: ${title}`, blocks })) ?? [step]
  const sent = all.flatMap(({ title, blocks }) => blocks.filter((block) => block.role === role).map((block) => ({ title, ...block })))
  return sent.map(({ title, database, language, text, ...block }) => ({
    step: number,
    title,
    target: targetsOf(block).join(', '),
    ...(database === undefined ? {} : { database }),
    language,
    text,
    ...(role === 'undo' && { undo: true as const }),
  }))
}

/** Each line with the names of those who fill its places. */
function linesOfGate(gate: Gate): GateView['lines'] {
  const { filled } = matchLines(
    gate.lines,
    gate.approvals.map((approval) => approval.person),
  )
  const name = (id: string): string => gate.approvals.find((approval) => approval.person.id === id)?.person.name ?? id
  return gate.lines.map((line, index) => ({
    from: line.from,
    count: line.count,
    by: filled.filter((place) => place.line === index).map((place) => name(place.person)),
  }))
}

/** Names of those of these groups who can approve here and have not. */
function couldFill(state: RunState, gate: Gate, groups: string[]): string[] {
  return mayApprove(state.people, gate.lines, gate.barred)
    .filter(({ id }) => !gate.approvals.some(({ person }) => person.id === id))
    .filter((person) => person.groups.some((group) => groups.includes(group)))
    .map(({ name }) => name)
}

/** Who is missing, by group and by name. */
function missingOf(state: RunState, gate: Gate): GateView['missing'] {
  const people = gate.approvals.map(({ person }) => person)
  return missingLines(gate.lines, people).map((line) => ({ ...line, could: couldFill(state, gate, line.from) }))
}

function nameOf(state: RunState, id: string): string {
  return state.people.find((person) => person.id === id)?.name ?? (state.requester.id === id ? state.requester.name : id)
}

/** What an approval made of its gate. `missing`: who must still approve; absent where the gate waits for nobody any more, and `status` says what the run does instead. */
export interface GateAfter {
  missing?: NonNullable<RunView['gate']>['missing']
  status: Status
}

export function gateAfter(state: RunState, number: number): GateAfter {
  const gate = gateView(state)
  return { status: statusOf(state), ...(gate?.number === number && { missing: gate.missing }) }
}
