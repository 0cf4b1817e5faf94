import { allBlocks, targetsOf } from '../../procedure/planned-item.ts'
import { looksWithoutReader } from '../../procedure/without-reader.ts'
import { matchLines } from '../../policy/match-lines.ts'
import { itemsOf, openGate, passGate, plannedStep, stepState } from '../where.ts'
import { askedAt, inAnyLine, mayApprove, missingLines } from '../gate/quorum.ts'
import type { Gate, RunState } from '../state.ts'
import { factsOf, withUnanswered } from './facts.ts'
import type { RunView } from './view.ts'
import { gateKind, type Status, statusOf } from './status.ts'
import { covers } from '../gate/gate-before.ts'
import type { Step } from '../../procedure/procedure.ts'
import { capturesUntil, governingStep } from '../gate/open-gate.ts'
import { canBeUndone } from '../undo/acted.ts'
import { passedOver } from '../step/advance.ts'
import { mustTell } from '../step/notify.ts'
import { tellsOf } from './tells.ts'

type GateView = NonNullable<RunView['gate']>
type Opens = GateView['opens']

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

/** What an approval made of its gate. `missing`: who must still approve; absent where the gate waits for nobody any more, and `status` says what the run does instead. */
export interface GateAfter {
  missing?: GateView['missing']
  status: Status
}

export function gateAfter(state: RunState, number: number): GateAfter {
  const gate = gateView(state)
  return { status: statusOf(state), ...(gate?.number === number && { missing: gate.missing }) }
}

/** What goes ahead once this gate is approved, up to the next one; nothing for a deviation that sends nothing. */
export function opensOf(state: RunState, gate: Gate): Opens {
  const { kind } = gate
  if (kind.type === 'undo') return { steps: [opened(state, gate, gate.step)] }
  if (kind.type === 'step') return upTo(state, gate, gate.step, governingStep(state, gate.step))
  if (kind.kind === 'undo') return { steps: [], from: kind.from ?? gate.step }
  if (kind.kind !== 'retry') return { steps: [] }
  const from = kind.from ?? gate.step
  const pass = passGate(state)
  // A retry takes along the approvals that stand; where they do not cover a step, its own gate is asked first.
  const stands = pass?.passed !== undefined && pass.closed === undefined && covers(state, pass, from)
  if (!stands) return { steps: [], from }
  return { ...upTo(state, gate, from, governingStep(state, from)), from, until: pass.passed?.notAfter ?? '' }
}

/** The steps from here on that no other gate stands before. */
function upTo(state: RunState, gate: Gate, from: number, governing: number): Opens {
  const count = state.plan?.steps.length ?? from
  const steps: Opens['steps'] = []
  let number = from
  for (; number <= count && governingStep(state, number) <= governing; number++) steps.push(opened(state, gate, number))
  return { steps, ...(number <= count ? { nextGate: number } : {}) }
}

function opened(state: RunState, gate: Gate, number: number): Opens['steps'][number] {
  const step = plannedStep(state, number)
  const sent = gate.kind.type === 'undo' ? 'undo' : 'run'
  const runs = allBlocks(step).filter(({ role }) => role === sent)
  return {
    step: number,
    title: step.title,
    oneWay: step.oneWay,
    prose: proseOf(state, number),
    blocks: runs.length,
    targets: [...new Set(runs.flatMap(targetsOf))],
    byHand: step.confirm !== undefined || (step.substeps ?? []).some(({ confirm }) => confirm !== undefined),
    ...(step.notify && gate.kind.type !== 'undo' && mustTell(state, step) && { tells: tellsOf(state, number) }),
    ...(gate.kind.type === 'undo' ? {} : conditionsOf(state, gate, step.when)),
    ...(canBeUndone(state, number) && { canBeUndone: true as const }),
    ...(step.each === undefined ? {} : { each: { list: step.each.of, ...itemsLeft(state, gate, number, step.each.of) } }),
  }
}

/** Those that hang on what a step is still to find, and those that do not hold. */
function conditionsOf(state: RunState, gate: Gate, when: Step['when'] = []): Pick<Opens['steps'][number], 'when' | 'passedOver'> {
  const known = { captures: capturesUntil(state, gate.step), values: state.values }
  const fails = (conditions: Step['when'] = []) => passedOver(known, conditions) !== undefined
  const open = when.filter((condition) => fails([condition]))
  const over = fails(when.filter(({ name }) => known.captures[name] !== undefined || known.values[name] !== undefined))
  return { ...(open.length > 0 && { when: open }), ...(over && { passedOver: true as const }) }
}

/** Of the step, and of each of its sub-steps behind its heading. */
function proseOf({ procedure }: RunState, number: number): string {
  const { prose = '', substeps = [] } = procedure.steps.find((each) => each.number === number) ?? {}
  return [prose, ...substeps.map((substep) => `### ${substep.title}\n\n${substep.prose}`)].join('\n\n')
}

/** How many items of a list are still to be done; absent while no earlier step has found the list. */
function itemsLeft(state: RunState, gate: Gate, number: number, list: string): { items?: number } {
  const found = capturesUntil(state, gate.step)[list] ?? state.values[list]
  if (!Array.isArray(found)) return {}
  const { listed } = stepState(state, number)
  if (gate.kind.type === 'undo') return { items: stepState(state, number).acted?.length ?? 0 }
  const done = gate.kind.type === 'step' && listed === true ? itemsOf(state, number).done : 0
  return { items: found.length - done }
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
