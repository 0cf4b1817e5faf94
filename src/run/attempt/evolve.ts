import type { AttemptId } from '../order.ts'
import { claimedActs, judgedActs } from '../undo/acted.ts'
import { findAttempt, isAttempt } from '../where.ts'
import type { Event } from '../event.ts'
import type { Evolves } from '../evolves.ts'
import type { Attempt, RunState } from '../state.ts'
import { omit } from '../omit.ts'

type AttemptEvent = Extract<Event, { type: 'ordered' | 'order-voided' | 'claimed' | 'attempt-ended' | 'attempt-judged' | 'contact-lost' }>

/** What orders, claims and results make of a state. */
export const evolveAttempt = {
  ordered: (state, { type: _type, attempt: id, ...ordered }, at) => ({
    ...ofItem(state, id, (attempts) => [...attempts, { id, ...ordered, orderedAt: at }]),
    phase: 'working',
    orders: state.orders + 1,
  }),
  'order-voided': (state, { order }) => ofAttempt(state, of(order), (attempt) => ({ ...attempt, fate: 'not-done' })),
  claimed: (state, { attempt: id, nonce, worker, boot }, at) => {
    const after = ofAttempt(state, isAttempt(id), (attempt) => ({ ...attempt, claim: { nonce, worker, boot, at } }))
    return { ...omit(claimedActs(after, id), 'workerMissing'), performed: true }
  },
  'attempt-ended': (state, { attempt: id, end }, at) => ofAttempt(state, isAttempt(id), (attempt) => ({ ...attempt, end: { ...end, at } })),
  'attempt-judged': (state, { attempt: id, fate }) => {
    const after = ofAttempt(state, isAttempt(id), (attempt) => ({ ...attempt, fate }))
    return judgedActs(after, findAttempt(after, id))
  },
  'contact-lost': (state, { order, why }, at) => ofAttempt(state, of(order), (attempt) => ({ ...attempt, lost: { why, at } })),
} satisfies Evolves<AttemptEvent>

function of(order: string): (attempt: Attempt) => boolean {
  return (attempt) => attempt.order === order
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

function ofItem(state: RunState, id: AttemptId, change: (attempts: Attempt[]) => Attempt[]): RunState {
  const position = Math.max(id.item, 1) - 1
  const steps = state.steps.map((step, index) =>
    index === id.step - 1
      ? {
          ...step,
          items: step.items.map((item, at) => (at === position ? { ...item, attempts: change(item.attempts) } : item)),
        }
      : step,
  )
  return { ...state, steps }
}
