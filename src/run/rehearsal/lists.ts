/** What a rehearsal found, as facts in three lists: nothing stands in two of them. */
import type { Finding } from '../event.ts'
import type { Remark } from '../facts/remark.ts'
import { placeOf } from '../view/place.ts'
import type { Place } from '../facts/place.ts'
import { hasEnded, itemsOf, plannedStep, stepState } from '../where.ts'
import type { RunState } from '../state.ts'
import { mayChange } from './left-undone.ts'

export type FoundPlace = Place

/** What stands in the way in one place: several looks there may say something. */
export type Found = FoundPlace & { says: Says[] }

export type Says = Pick<Finding, 'asked' | 'reason' | 'detail' | 'needs' | 'elsewhere'>

export interface RehearsalLists {
  /** Would stop the real run today. */
  stops: Found[]
  /** The real run would wait for it, at most `waitMs`. */
  waits: (Found & { waitMs: number })[]
  /** Cannot be known before the step that is named. */
  unknown: (Found & { before: FoundPlace })[]
  /** Done already today. `items`: so many of the step's list. `before`: this step may change that, and the real run asks again after it. */
  already: (FoundPlace & { detail: Remark[]; items?: { done: number; of: number }; before?: { step: number; on: string[] } })[]
  steps: number
  /** Steps of which nothing is known, because the rehearsal ended before them. */
  notReached: number[]
  ended: boolean
}

export function rehearsalLists(state: RunState): RehearsalLists {
  const found = together(state.findings.filter(isFirstOfItsKind)).map((each) => findingOf(state, each))
  const steps = state.plan?.steps ?? []
  const notReached = steps.map(({ number }) => number).filter((number) => state.steps[number - 1]?.begun === undefined)
  return {
    stops: found.filter((each) => each.before === undefined && !isWait(each)),
    waits: found.flatMap((each) =>
      each.before === undefined && isWait(each) ? [{ ...each, waitMs: plannedStep(state, each.step).waitMs ?? 0 }] : [],
    ),
    unknown: found.flatMap((each) => (each.before === undefined ? [] : [{ ...each, before: each.before }])),
    already: steps.flatMap(({ number }) => alreadyIn(state, number)),
    steps: steps.length,
    notReached: hasEnded(state) ? notReached : [],
    ended: hasEnded(state),
  }
}

/** One finding with what its numbers stand for. */
export function findingOf(state: RunState, found: Finding | [Finding, ...Finding[]]): Found & { before?: FoundPlace } {
  const all = Array.isArray(found) ? found : ([found] as const)
  const [{ step, item, before }] = all
  const says = all.map(({ asked, reason, detail, needs, elsewhere }): Says => ({
    asked,
    reason,
    detail,
    ...(needs && { needs }),
    ...(elsewhere && { elsewhere }),
  }))
  return {
    ...placeOf(state, step, item, LONGEST_NAME),
    says,
    ...(before === undefined ? {} : { before: placeOf(state, before.step, before.item, LONGEST_NAME) }),
  }
}

/** Nothing that stops a run: it waits. */
function isWait({ says }: Found): boolean {
  return says.every(({ asked, reason }) => asked === 'wait-until' && reason === 'precondition')
}

/** The same words about the same place are one finding, however often it was asked. */
function isFirstOfItsKind(found: Finding, index: number, all: readonly Finding[]): boolean {
  const same = (other: Finding): boolean => isSamePlace(other, found) && JSON.stringify(other.detail) === JSON.stringify(found.detail)
  return found.detail.length === 0 || all.findIndex(same) === index
}

function isSamePlace(one: Finding, other: Finding): boolean {
  const alike = (one.asked === 'wait-until') === (other.asked === 'wait-until')
  return alike && one.step === other.step && one.item === other.item && JSON.stringify(one.before) === JSON.stringify(other.before)
}

/** Findings of one place that wait for the same, in the order in which they were found. */
function together(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const places: [Finding, ...Finding[]][] = []
  for (const found of findings) {
    const place = places.find(([first]) => isSamePlace(first, found))
    if (place === undefined) places.push([found])
    else place.push(found)
  }
  return places
}

const LONGEST_NAME = 300

function alreadyIn(state: RunState, step: number): RehearsalLists['already'] {
  const { items, done } = stepState(state, step)
  const before = mayChange(state, step)
  const again = before === undefined ? {} : { before }
  if (plannedStep(state, step).each === undefined)
    return done?.how === 'already' ? [{ ...placeOf(state, step, 0), detail: done.detail, ...again }] : []
  const each = plannedStep(state, step).substeps?.length ?? 1
  const already = (from: number): boolean => items.slice(from, from + each).every((turn) => turn.done === 'already' || turn.done === 'read')
  const count = items.filter((turn, index) => index % each === 0 && (each === 1 ? turn.done === 'already' : already(index))).length
  if (count === 0 && done?.how !== 'already') return []
  return [{ ...placeOf(state, step, 0), detail: [], items: { done: count, of: itemsOf(state, step).of }, ...again }]
}
