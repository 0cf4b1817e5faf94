import type { Event } from '../event.ts'
import type { Evolves } from '../evolves.ts'
import { omit } from '../omit.ts'
import type { ItemState, StepState } from '../state.ts'
import { itemUndone } from '../step/past.ts'
import { undoneActs } from './acted.ts'

type UndoEvent = Extract<Event, { type: 'undo-begun' | 'undone' | 'stepped-back' }>

/** What the way back makes of a state. */
export const evolveUndo = {
  'undo-begun': (state, { step: number, item }, at) => ({
    ...state,
    ...(state.undoing && { undoing: { ...state.undoing, at: { step: number, item } } }),
    phase: 'working',
    step: number,
    item,
    steps: state.steps.map((step, index) =>
      index === number - 1 ? { ...omit(step, 'done', 'ended'), begun: step.begun ?? at, items: askedAnew(step.items, item) } : step,
    ),
  }),
  undone: (state, { step: number, item }) => {
    const steps = state.steps.map((step, index) => (index === number - 1 ? itemUndone(step, item) : step))
    const { undoing } = state
    return { ...undoneActs({ ...state, steps }, number, item), ...(undoing && { undoing: omit(undoing, 'at') }) }
  },
  'stepped-back': (state, { step: number }) => ({
    ...omit(state, 'undoing', 'pass'),
    step: number,
    item: 0,
    steps: state.steps.map((step, index) => (index < number - 1 ? step : found(step))),
  }),
} satisfies Evolves<UndoEvent>

/** What an earlier pass saw of it may not be so any more. */
function askedAnew(items: readonly ItemState[], item: number): ItemState[] {
  const place = Math.max(item, 1) - 1
  const length = Math.max(items.length, place + 1)
  return Array.from({ length }, (_, index) => {
    const each = items[index] ?? { attempts: [] }
    return index === place ? { attempts: each.attempts } : each
  })
}

/** A step before it is begun; its attempts are kept, whatever happens, and that people were told of it. Nothing of it is there any more. */
function found({ items, dropped, past, undone, told }: StepState): StepState {
  return {
    items: items.map(({ attempts }) => ({ attempts })),
    ...(dropped && { dropped }),
    ...(past && { past }),
    ...(undone && { undone }),
    ...(told && { told }),
  }
}
