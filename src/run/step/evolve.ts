import { questionsOf } from '../../procedure/procedure.ts'
import { itemKey, plannedAt, stepState } from '../where.ts'
import type { Event } from '../event.ts'
import type { Evolves } from '../evolves.ts'
import { doneActs } from '../undo/acted.ts'
import { hasActed, itemDone } from './past.ts'
import type { Answers, ItemState, RunState, StepState } from '../state.ts'
import { omit } from '../omit.ts'

type StepEvent = Extract<
  Event,
  {
    type:
      | 'step-begun'
      | 'step-passed-over'
      | 'items-found'
      | 'item-begun'
      | 'observing'
      | 'observed'
      | 'question-dropped'
      | 'captured'
      | 'confirm-asked'
      | 'confirmed'
      | 'notified'
      | 'item-done'
      | 'step-done'
      | 'stands-in-the-way'
  }
>

/** What the way through steps and items makes of a state. */
export const evolveStep = {
  'step-begun': (state, { step }, at) => begun(state, step, at),
  'step-passed-over': (state, { step: number, because }, at) =>
    ofStep(begun(state, number, at), number, (step) => ({ ...step, ended: at, done: { how: 'passed-over', detail: because } })),
  'items-found': (state, { step: number, count }) => {
    const places = count * (state.plan?.steps[number - 1]?.substeps?.length ?? 1)
    return ofStep(state, number, (step) => ({
      ...step,
      listed: true,
      items: Array.from({ length: places }, (_, index) => ({ attempts: step.items[index]?.attempts ?? [] })),
      dropped: [...(step.dropped ?? []), ...step.items.slice(places).flatMap((item) => item.attempts)],
    }))
  },
  'item-begun': (state, { item }) => ({ ...state, item }),
  observing,
  observed,
  'question-dropped': (state) => omit(state, 'question'),
  captured: (state, { step: number, item, captures }) => {
    if (item === undefined)
      return { ...ofStep(state, number, (step) => ({ ...step, read: true })), captures: { ...state.captures, ...captures } }
    const name = itemKey(state, number, item)
    const read = ofItem(state, number, item, (found) => ({ ...found, read: true }))
    return ofStep(read, number, (step) => ({ ...step, found: { ...step.found, [name]: { ...step.found?.[name], ...captures } } }))
  },
  'confirm-asked': (state) => ({ ...state, phase: 'waiting' }),
  confirmed: (state, { step: number, item, name, choice, by }) => {
    const asked = questionsOf(plannedAt(state, { step: number, item: item ?? 0 })).length
    const answer = { choice, by }
    const after = <A extends Answers>({ answered = [], ...rest }: A) =>
      answered.length + 1 < asked
        ? { ...rest, answered: [...answered, answer] }
        : { ...rest, ...(answered.length > 0 && { answered }), confirmed: answer }
    const made = item === undefined ? ofStep(state, number, after) : ofItem(state, number, item, after)
    const captures = name === undefined ? state.captures : { ...state.captures, [name]: choice }
    return { ...made, captures, phase: 'working' }
  },
  notified: (state, { step: number, values }) => ofStep(state, number, (step) => ({ ...step, told: values })),
  'item-done': (state, { step, item, how }) => {
    const after = ofStep(state, step, (found) => itemDone(found, item, how))
    return doneActs(state, after, step, item, how)
  },
  'step-done': (state, { step: number, how, detail }, at) => {
    const after = ofStep(state, number, (step) => ({ ...step, done: { how, detail }, ended: at }))
    // What became of a list was said item by item.
    const byItems = state.plan?.steps[number - 1]?.each !== undefined && stepState(state, number).listed === true
    return { ...(byItems ? after : doneActs(state, after, number, 0, how)), item: 0 }
  },
  'stands-in-the-way': (state, { type: _type, ...found }) => ({ ...state, findings: [...state.findings, found] }),
} satisfies Evolves<StepEvent>

/** Attempts are kept whatever happens: they are what was done to the world. Everything else is found out anew, here and in later steps. */
function begun(state: RunState, number: number, at: string): RunState {
  const steps = state.steps.map((step, index): StepState => {
    const items = step.items.map(({ attempts }): ItemState => ({ attempts }))
    if (index < number - 1) return step
    const { dropped, past, acted, found, told } = step
    const kept = {
      items,
      ...(dropped && { dropped }),
      ...(past && { past }),
      ...(acted && { acted }),
      ...(found && { found }),
      ...(told && { told }),
    }
    if (index > number - 1) return kept
    const isList = state.plan?.steps[index]?.each !== undefined
    const again = hasActed(step) ? { again: true as const } : {}
    return { ...kept, ...again, begun: at, items: isList || items.length > 0 ? items : [{ attempts: [] }] }
  })
  return { ...omit(state, 'rewind'), phase: 'working', step: number, item: 0, steps }
}

function observing(state: RunState, event: Extract<Event, { type: 'observing' }>, at: string): RunState {
  const { type: _type, ...question } = event
  return { ...state, question: { ...question, askedAt: at }, orders: state.orders + 1 }
}

function observed(state: RunState, event: Extract<Event, { type: 'observed' }>, at: string): RunState {
  const question = state.question
  const answered: RunState = { ...omit(state, 'question', 'workerMissing'), ...secretsAfter(state, event) }
  if (question === undefined) return answered
  const { step, item, purpose } = question
  return event.seen.reduce((seen, looked): RunState => {
    switch (looked.look) {
      case 'check': {
        const { verdict, detail } = looked
        const after = { ...seen, lastCheck: { step, verdict, detail, at } }
        return purpose === 'first' || purpose === 'undo' ? ofItem(after, step, item, (found) => ({ ...found, checked: verdict })) : after
      }
      case 'wait-until':
        return looked.ok ? ofItem(seen, step, item, (found) => ({ ...found, waitOkAt: at })) : seen
      case 'before':
        return looked.ok ? ofItem(seen, step, item, (found) => ({ ...found, beforeOkAt: at })) : seen
      case 'read':
        return seen
    }
  }, answered)
}

function secretsAfter({ secrets = {} }: RunState, { secrets: found }: Extract<Event, { type: 'observed' }>): Pick<RunState, 'secrets'> {
  if (found === undefined) return {}
  const { [found.site]: _before, ...others } = secrets
  return { secrets: found.missing.length === 0 ? others : { ...others, [found.site]: found } }
}

function ofStep(state: RunState, number: number, change: (step: StepState) => StepState): RunState {
  return { ...state, steps: state.steps.map((step, index) => (index === number - 1 ? change(step) : step)) }
}

function ofItem(state: RunState, step: number, item: number, change: (item: ItemState) => ItemState): RunState {
  const position = Math.max(item, 1) - 1
  return ofStep(state, step, (found) => ({ ...found, items: found.items.map((each, index) => (index === position ? change(each) : each)) }))
}
