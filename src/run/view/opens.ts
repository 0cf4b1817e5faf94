import { allBlocks, targetsOf } from '../../procedure/planned-item.ts'
import { covers } from '../gate/gate-before.ts'
import type { Step } from '../../procedure/procedure.ts'
import { capturesUntil } from '../gate/fingerprint.ts'
import { governingStep } from '../gate/open-gate.ts'
import { itemsOf, passGate, plannedStep, stepState } from '../where.ts'
import type { Gate, RunState } from '../state.ts'
import { canBeUndone } from '../undo/acted.ts'
import { passedOver } from '../step/advance.ts'
import { mustTell } from '../step/notify.ts'
import { tellsOf } from './tells.ts'
import type { RunView } from './view.ts'

type Opens = NonNullable<RunView['gate']>['opens']

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
