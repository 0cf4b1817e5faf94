/** What a run has changed, or people say was changed, and nobody has undone. */
import type { How } from '../event.ts'
import type { Attempt, RunState, StepState } from '../state.ts'
import { omit } from '../omit.ts'
import { attemptsOf, blocksOf, itemName, itemNames, plannedStep } from '../where.ts'

/** What has acted is the step itself, which has no list, or one that nobody knows or need know. */
export const WHOLE = ''

/** How a step is done whose effect this run or a person has made. */
const MADE: ReadonlySet<How> = new Set(['run', 'confirmed', 'marked'])

/** This attempt may have acted. What can be undone is asked about all the same; of what cannot be, only an effect that is there counts. */
export function claimedActs(state: RunState, { step, item }: Attempt['id']): RunState {
  return canBeUndone(state, step) ? acts(state, step, item) : state
}

/** Its check, or people, say that this attempt had its effect. */
export function judgedActs(state: RunState, attempt: Attempt | undefined): RunState {
  if (attempt?.claim === undefined || attempt.undo === true || attempt.fate !== 'done') return state
  return acts(state, attempt.id.step, attempt.id.item)
}

/**
 * An item, or a step without a list, is done. What is found done already is this run's doing where it has tried before. Of what can be undone that is known
 * since its claim: found done after it was undone, it is somebody else's.
 */
export function doneActs(before: RunState, after: RunState, step: number, item: number, how: How): RunState {
  const made = before.steps[step - 1]
  const tried = made !== undefined && attemptsOf(made).some(({ id, claim }) => id.item === item && claim !== undefined)
  if (how === 'marked' && item === 0 && canBeUndone(after, step)) return wholeActs(after, step)
  return MADE.has(how) || (how === 'already' && tried && !canBeUndone(after, step)) ? acts(after, step, item) : after
}

/** Nothing of this item is there any more. */
export function undoneActs(state: RunState, step: number, item: number): RunState {
  const name = nameOf(state, step, item)
  return ofStep(state, step, (made) => {
    const left = (made.acted ?? []).filter((each) => each !== name)
    return left.length === 0 ? { ...omit(made, 'acted'), undone: true } : { ...made, acted: left }
  })
}

export function canBeUndone(state: RunState, step: number): boolean {
  const planned = plannedStep(state, step)
  return !planned.oneWay && blocksOf(planned, 'undo').length > 0
}

/** People say that a step is done as a whole: each of its list, as far as the run knows the list. */
function wholeActs(state: RunState, step: number): RunState {
  const names = itemNames(state, step)
  return (names.length === 0 ? [WHOLE] : names).reduce((after, name) => named(after, step, name), state)
}

function acts(state: RunState, step: number, item: number): RunState {
  return named(state, step, nameOf(state, step, item))
}

function named(state: RunState, step: number, name: string): RunState {
  return ofStep(state, step, (made) => (made.acted?.includes(name) === true ? made : { ...made, acted: [...(made.acted ?? []), name] }))
}

/** A list that is found anew may hold others in the places of those that were done: they are known by their names. */
function nameOf(state: RunState, step: number, item: number): string {
  return item > 0 && canBeUndone(state, step) ? itemName(state, step, item) : WHOLE
}

function ofStep(state: RunState, number: number, change: (step: StepState) => StepState): RunState {
  return { ...state, steps: state.steps.map((step, index) => (index === number - 1 ? change(step) : step)) }
}
