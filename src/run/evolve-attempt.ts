import type { AttemptId } from './order.ts'
import type { Event } from './event.ts'
import type { Attempt, RunState } from './state.ts'
import { without } from './without.ts'

type AttemptEvent = Extract<Event, { type: 'ordered' | 'order-voided' | 'claimed' | 'attempt-ended' | 'attempt-judged' | 'contact-lost' }>

/** What orders, claims and results make of a state. */
export function evolveAttempt(state: RunState, event: AttemptEvent, at: string): RunState {
  switch (event.type) {
    case 'ordered': {
      const { type: _type, attempt: id, ...ordered } = event
      const attempt: Attempt = { id, ...ordered, orderedAt: at }
      return { ...ofItem(state, id, (attempts) => [...attempts, attempt]), phase: 'working', orders: state.orders + 1 }
    }
    case 'order-voided':
      return ofAttempt(
        state,
        (attempt) => attempt.order === event.order,
        (attempt) => ({ ...attempt, fate: 'not-done' }),
      )
    case 'claimed': {
      const { nonce, worker, boot } = event
      const after = ofAttempt(state, sameAs(event.attempt), (attempt) => ({ ...attempt, claim: { nonce, worker, boot, at } }))
      return { ...without(after, 'workerMissing'), performed: true }
    }
    case 'attempt-ended':
      return ofAttempt(state, sameAs(event.attempt), (attempt) => ({ ...attempt, end: { ...event.end, at } }))
    case 'attempt-judged':
      return ofAttempt(state, sameAs(event.attempt), (attempt) => ({ ...attempt, fate: event.fate }))
    case 'contact-lost':
      return ofAttempt(
        state,
        (attempt) => attempt.order === event.order,
        (attempt) => ({ ...attempt, lost: { why: event.why, at } }),
      )
  }
}

function sameAs(id: AttemptId): (attempt: Attempt) => boolean {
  return (attempt) => attempt.id.step === id.step && attempt.id.item === id.item && attempt.id.number === id.number
}

function ofAttempt(state: RunState, is: (attempt: Attempt) => boolean, change: (attempt: Attempt) => Attempt): RunState {
  const steps = state.steps.map((step) =>
    step.items.some((item) => item.attempts.some(is))
      ? {
          ...step,
          items: step.items.map((item) => ({
            ...item,
            attempts: item.attempts.map((attempt) => (is(attempt) ? change(attempt) : attempt)),
          })),
        }
      : step,
  )
  return { ...state, steps }
}

/** A new attempt begins to wait for its effect from the start. */
function ofItem(state: RunState, id: AttemptId, change: (attempts: Attempt[]) => Attempt[]): RunState {
  const position = Math.max(id.item, 1) - 1
  const steps = state.steps.map((step, index) =>
    index === id.step - 1
      ? {
          ...step,
          items: step.items.map((item, at) => (at === position ? { ...without(item, 'settling'), attempts: change(item.attempts) } : item)),
        }
      : step,
  )
  return { ...state, steps }
}
