import type { Event } from './event.ts'
import type { ItemState, RunState, StepState } from './state.ts'
import { without } from './without.ts'

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
      | 'item-done'
      | 'step-done'
      | 'stands-in-the-way'
  }
>

/** What the way through steps and items makes of a state. */
export function evolveStep(state: RunState, event: StepEvent, at: string): RunState {
  switch (event.type) {
    case 'step-begun':
      return begun(state, event.step, at)
    case 'step-passed-over': {
      const done = { how: 'passed-over' as const, detail: event.because }
      return ofStep(begun(state, event.step, at), event.step, (step) => ({ ...step, ended: at, done }))
    }
    case 'items-found':
      return ofStep(state, event.step, (step) => ({
        ...step,
        listed: true,
        items: Array.from({ length: event.count }, (_, index) => ({ attempts: step.items[index]?.attempts ?? [] })),
        dropped: [...(step.dropped ?? []), ...step.items.slice(event.count).flatMap((item) => item.attempts)],
      }))
    case 'item-begun':
      return { ...state, item: event.item }
    case 'observing':
      return observing(state, event, at)
    case 'observed':
      return observed(state, event, at)
    case 'question-dropped':
      return without(state, 'question')
    case 'captured':
      return { ...ofStep(state, event.step, (step) => ({ ...step, read: true })), captures: { ...state.captures, ...event.captures } }
    case 'confirm-asked':
      return { ...state, phase: 'waiting' }
    case 'confirmed': {
      const { choice, by } = event
      return { ...ofStep(state, event.step, (step) => ({ ...step, confirmed: { choice, by } })), phase: 'working' }
    }
    case 'item-done': {
      const done = { how: event.how, detail: event.detail }
      return ofItem(state, event.step, event.item, (item) => ({ ...item, done }))
    }
    case 'step-done': {
      const done = { how: event.how, detail: event.detail }
      return { ...ofStep(state, event.step, (step) => ({ ...step, done, ended: at })), item: 0 }
    }
    case 'stands-in-the-way': {
      const { type: _type, ...found } = event
      return { ...state, findings: [...state.findings, found] }
    }
  }
}

/** Attempts are kept whatever happens: they are what was done to the world. Everything else is found out anew, here and in later steps. */
function begun(state: RunState, number: number, at: string): RunState {
  const steps = state.steps.map((step, index): StepState => {
    const items = step.items.map(({ attempts }): ItemState => ({ attempts }))
    if (index < number - 1) return step
    const kept = step.dropped === undefined ? { items } : { items, dropped: step.dropped }
    if (index > number - 1) return kept
    const isList = state.plan?.steps[index]?.each !== undefined
    return { ...kept, begun: at, items: isList || items.length > 0 ? items : [{ attempts: [] }] }
  })
  return { ...without(state, 'rewind'), phase: 'working', step: number, item: 0, steps }
}

function observing(state: RunState, event: Extract<Event, { type: 'observing' }>, at: string): RunState {
  const { type: _type, ...question } = event
  const asked = { ...state, question: { ...question, askedAt: at }, orders: state.orders + 1 }
  if (event.purpose !== 'settle') return asked
  return ofItem(asked, event.step, event.item, (item) => ({
    ...item,
    settling: { from: item.settling?.from ?? at, polls: (item.settling?.polls ?? 0) + 1 },
  }))
}

function observed(state: RunState, event: Extract<Event, { type: 'observed' }>, at: string): RunState {
  const question = state.question
  const answered: RunState = without(state, 'question', 'workerMissing')
  if (question === undefined) return answered
  const { verdict, detail } = event
  const seen = verdict === undefined ? answered : { ...answered, lastCheck: { step: question.step, verdict, detail, at } }
  return ofItem(seen, question.step, question.item, (item) => {
    if (question.role === 'before') return event.ok === true ? { ...item, beforeOkAt: at } : item
    return verdict !== undefined && question.purpose === 'first' ? { ...item, checked: verdict } : item
  })
}

function ofStep(state: RunState, number: number, change: (step: StepState) => StepState): RunState {
  return { ...state, steps: state.steps.map((step, index) => (index === number - 1 ? change(step) : step)) }
}

function ofItem(state: RunState, step: number, item: number, change: (item: ItemState) => ItemState): RunState {
  const position = Math.max(item, 1) - 1
  return ofStep(state, step, (found) => ({ ...found, items: found.items.map((each, index) => (index === position ? change(each) : each)) }))
}
