import { evolveAttempt } from './evolve-attempt.ts'
import { evolveGate } from './evolve-gate.ts'
import { evolveStep } from './evolve-step.ts'
import type { Event } from './event.ts'
import { firstState } from './first-state.ts'
import type { Person } from '../procedure/plan-types.ts'
import type { RunState } from './state.ts'
import { without } from './without.ts'

/** The state after one fact. `at` is the entry's time. It decides nothing: every judgement lies in `decide`. */
export function evolve(state: RunState | undefined, event: Event, at: string): RunState {
  if (event.type === 'started') return firstState(event, state?.seenEvents ?? [], at)
  if (state === undefined) throw new Error(`The first event of a run is "started", not "${event.type}".`)
  switch (event.type) {
    case 'heard':
      return { ...state, seenEvents: [...state.seenEvents, event.eventId] }
    case 'answered': {
      const amended = event.by === state.requester.id ? {} : { [event.by]: `${event.name} answered questions of this plan` }
      return { ...state, values: { ...state.values, ...event.values }, barred: { ...amended, ...state.barred } }
    }
    case 'planned':
      return {
        ...state,
        phase: state.phase === 'gathering' ? 'working' : state.phase,
        plan: event.plan,
        fingerprint: event.fingerprint,
        steps: fitted(state, event.plan.steps.length),
      }
    case 'lock-asked':
      return { ...state, phase: unlessAttention(state, 'waiting'), lock: { name: event.lock, taken: false, ask: event.ask } }
    case 'lock-waited': {
      const ask = state.lock?.ask ?? 1
      const waited = { holder: event.holder, at }
      return { ...state, phase: unlessAttention(state, 'waiting'), lock: { name: event.lock, taken: false, ask, waited } }
    }
    case 'lock-taken':
      return { ...state, phase: unlessAttention(state, 'working'), lock: { name: event.lock, taken: true, ask: state.lock?.ask ?? 1 } }
    case 'step-begun':
    case 'step-passed-over':
    case 'items-found':
    case 'item-begun':
    case 'observing':
    case 'observed':
    case 'question-dropped':
    case 'captured':
    case 'confirm-asked':
    case 'confirmed':
    case 'item-done':
    case 'step-done':
    case 'stands-in-the-way':
      return evolveStep(state, event, at)
    case 'gate-opened':
    case 'approved':
    case 'gate-passed':
    case 'gate-closed':
    case 'escalated':
    case 'deviated':
    case 'reopened':
      return evolveGate(state, event, at)
    case 'ordered':
    case 'order-voided':
    case 'claimed':
    case 'attempt-ended':
    case 'attempt-judged':
    case 'contact-lost':
      return evolveAttempt(state, event, at)
    case 'attention': {
      const { step, item, reason, sentence } = event
      return {
        ...without(state, 'question', 'cancelled', 'rewind', 'workerMissing'),
        phase: 'attention',
        attention: { reason, sentence, step, item, at },
      }
    }
    case 'cancelled':
      return { ...state, cancelled: { by: event.by, reason: event.reason, at } }
    case 'configuration-changed':
      return { ...state, ...joined(state, event.people), policies: event.policies, people: event.people, targets: event.targets }
    case 'worker-missing': {
      const { type: _type, ...missing } = event
      return { ...state, workerMissing: { ...missing, at } }
    }
    case 'refused':
    case 'refusals-counted':
      return { ...state, refusals: state.refusals + 1 }
    case 'ended': {
      const sentence = event.sentence === undefined ? {} : { endSentence: event.sentence }
      return { ...without(state, 'question', 'attention', 'workerMissing'), phase: event.end, endedAt: at, ...sentence }
    }
  }
}

/** The state after several facts of one entry. */
export function evolveAll(state: RunState, events: readonly Event[], at: string): RunState {
  return events.reduce<RunState>((before, event) => evolve(before, event, at), state)
}

/** A lock that comes or fails to come leads nobody out of attention. */
function unlessAttention(state: RunState, phase: 'waiting' | 'working'): RunState['phase'] {
  return state.attention === undefined ? phase : state.phase
}

/** Who is in the people file now and was not before. */
function joined(state: RunState, people: readonly Person[]): Pick<RunState, 'joined'> {
  const known = new Set([...state.people.map(({ id }) => id), ...(state.joined ?? [])])
  const more = people.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  return more.length === 0 ? {} : { joined: [...(state.joined ?? []), ...more] }
}

/** A plan that is made again keeps what its steps have been through. */
function fitted(state: RunState, count: number): RunState['steps'] {
  return Array.from({ length: count }, (_, index) => state.steps[index] ?? { items: [] })
}
