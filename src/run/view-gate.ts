import { looksWithoutReader } from '../procedure/without-reader.ts'
import { matchLines } from '../procedure/match-lines.ts'
import { askedAt } from './asked.ts'
import { governingStep } from './open-gate.ts'
import { blocksOf, openGate, plannedStep } from './position.ts'
import { stillMissing } from './quorum.ts'
import type { Gate, RunState } from './state.ts'
import { capturesUntil } from './gate-fingerprint.ts'
import { factsOf } from './view-of.ts'
import type { RunView } from './view.ts'

type GateView = NonNullable<RunView['gate']>

/** The gate that waits, with all that it would let pass. */
export function gateView(state: RunState): GateView | undefined {
  const gate = openGate(state)
  if (gate === undefined) return undefined
  const { kind } = gate
  const until = kind.type === 'step' ? lastCovered(state, gate.step) : kind.step
  const from = kind.type === 'deviation' && kind.kind === 'retry' ? (kind.from ?? gate.step) : gate.step
  const steps = Array.from({ length: until - from + 1 }, (_, index) => from + index)
  const sends = kind.type === 'step' || kind.kind === 'retry'
  const { asked, called } = askedAt(state, gate)
  const readerless = state.plan === undefined ? [] : looksWithoutReader(state.plan)
  const approved = new Set(gate.approvals.map(({ person }) => person.id))
  return {
    number: gate.number,
    fingerprint: gate.fingerprint,
    kind: kind.type === 'step' ? 'step' : kind.kind,
    title: gate.step === 0 ? state.procedure.title : plannedStep(state, gate.step).title,
    ...(kind.type === 'step' ? {} : { reason: kind.reason }),
    oneWay: sends && steps.some((number) => plannedStep(state, number).oneWay),
    statements: sends ? steps.flatMap((number) => statements(state, number)) : [],
    values: [...factsOf(state.plan?.values ?? {}), ...factsOf(capturesUntil(state, gate.step))],
    lines: linesOfGate(gate),
    missing: missingSentence(gate),
    expiresAt: gate.expiresAt,
    asked: asked.map(({ id }) => id).filter((id) => !approved.has(id)),
    ...(gate.escalated === undefined ? {} : { called: { since: gate.openedAt, people: called.map(({ id }) => id) } }),
    barred: Object.entries(gate.barred).map(([id, because]) => ({ person: nameOf(state, id), because })),
    ...(readerless.length === 0 ? {} : { withoutReader: readerless }),
  }
}

/** The last step that a gate before this one lets pass: the one before the next gate. */
function lastCovered(state: RunState, step: number): number {
  const count = state.plan?.steps.length ?? step
  let last = step
  while (last < count && governingStep(state, last + 1) <= step) last++
  return last
}

function statements(state: RunState, number: number): GateView['statements'] {
  const step = plannedStep(state, number)
  return blocksOf(step, 'run').map(({ target, database, language, text }) => ({
    step: number,
    title: step.title,
    target,
    ...(database === undefined ? {} : { database }),
    language,
    text,
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

function missingSentence(gate: Gate): string {
  const missing = stillMissing(
    gate.lines,
    gate.approvals.map((approval) => approval.person),
  )
  return missing === undefined ? 'Nobody is missing.' : `Still needed: ${missing}.`
}

function nameOf(state: RunState, id: string): string {
  return state.people.find((person) => person.id === id)?.name ?? (state.requester.id === id ? state.requester.name : id)
}
