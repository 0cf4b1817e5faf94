/** What a rehearsal found, as facts in three lists: nothing stands in two of them. */
import type { Finding } from '../event.ts'
import { hasEnded, itemName, plannedStep, stepState } from '../position.ts'
import { short } from '../short.ts'
import type { RunState } from '../state.ts'

/** A step of the plan, or one item of its list. */
export interface FoundPlace {
  step: number
  title: string
  item?: { number: number; of: number; name: string }
}

export type Found = FoundPlace & Pick<Finding, 'asked' | 'reason' | 'detail' | 'needs'>

export interface RehearsalLists {
  /** Would stop the real run today. */
  stops: Found[]
  /** Cannot be known before the step that is named. */
  unknown: (Found & { before: FoundPlace })[]
  /** Done already: a real run would not do it. `items`: so many of the step's list. */
  already: (FoundPlace & { detail: string; items?: { done: number; of: number } })[]
  steps: number
  /** Steps of which nothing is known, because the rehearsal ended before them. */
  notReached: number[]
  ended: boolean
}

export function rehearsalLists(state: RunState): RehearsalLists {
  const found = state.findings.filter(isFirstOfItsKind)
  const steps = state.plan?.steps ?? []
  const notReached = steps.map(({ number }) => number).filter((number) => state.steps[number - 1]?.begun === undefined)
  return {
    stops: found.filter(({ before }) => before === undefined).map((each) => shown(state, each)),
    unknown: found.flatMap((each) =>
      each.before === undefined ? [] : [{ ...shown(state, each), before: placeOf(state, each.before.step, each.before.item) }],
    ),
    already: steps.flatMap(({ number }) => alreadyIn(state, number)),
    steps: steps.length,
    notReached: hasEnded(state) ? notReached : [],
    ended: hasEnded(state),
  }
}

/** The same words about the same thing are one finding, however often it was asked. */
function isFirstOfItsKind(found: Finding, index: number, all: readonly Finding[]): boolean {
  const same = ({ step, item, detail, before }: Finding): boolean =>
    step === found.step && item === found.item && detail === found.detail && (before === undefined) === (found.before === undefined)
  return found.detail === '' || all.findIndex(same) === index
}

/** One finding with what its numbers stand for. */
export function findingOf(state: RunState, found: Finding): Found & { before?: FoundPlace } {
  return { ...shown(state, found), ...(found.before === undefined ? {} : { before: placeOf(state, found.before.step, found.before.item) }) }
}

function shown(state: RunState, { step, item, asked, reason, detail, needs }: Finding): Found {
  return { ...placeOf(state, step, item), asked, reason, detail, ...(needs === undefined ? {} : { needs }) }
}

function placeOf(state: RunState, step: number, item: number): FoundPlace {
  const { title } = plannedStep(state, step)
  if (item === 0) return { step, title }
  return {
    step,
    title,
    item: { number: item, of: stepState(state, step).items.length, name: short(itemName(state, step, item), LONGEST_NAME) },
  }
}

const LONGEST_NAME = 300

function alreadyIn(state: RunState, step: number): RehearsalLists['already'] {
  const { items, done } = stepState(state, step)
  if (plannedStep(state, step).each === undefined)
    return done?.how === 'already' ? [{ ...placeOf(state, step, 0), detail: done.detail }] : []
  const count = items.filter((each) => each.done?.how === 'already').length
  if (count === 0 && done?.how !== 'already') return []
  return [{ ...placeOf(state, step, 0), detail: '', items: { done: count, of: items.length } }]
}
