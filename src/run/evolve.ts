import type { Person } from '../policy/policy.ts'
import { evolveAttempt } from './attempt/evolve.ts'
import { evolveGate } from './gate/evolve.ts'
import { evolveUndo } from './undo/evolve.ts'
import { evolveStep } from './step/evolve.ts'
import type { Evolves } from './evolves.ts'
import type { Event } from './event.ts'
import { firstState } from './first-state.ts'
import type { RunState } from './state.ts'
import { omit } from './omit.ts'

type Later = Exclude<Event, { type: 'started' }>

/** The state after one fact. `at` is the entry's time. It decides nothing: every judgement lies in `decide`. */
export function evolve(state: RunState | undefined, event: Event, at: string): RunState {
  if (event.type === 'started') return firstState(event, state?.seenEvents ?? [], at)
  if (state === undefined) throw new Error(`The first event of a run is "started", not "${event.type}".`)
  // The compiler does not see that an event is handed to the entry of its own kind.
  const evolves = EVOLVES[event.type] as (state: RunState, event: Later, at: string) => RunState
  return evolves(state, event, at)
}

/** The state after several facts of one entry. Without a state the first of them is `started`. */
export function evolveAll(state: RunState | undefined, events: readonly Event[], at: string): RunState {
  const after = events.reduce<RunState | undefined>((before, event) => evolve(before, event, at), state)
  if (after === undefined) throw new Error('Nothing has started this run.')
  return after
}

const EVOLVES = {
  ...evolveStep,
  ...evolveGate,
  ...evolveAttempt,
  ...evolveUndo,
  heard: (state, event) => ({ ...state, seenEvents: [...state.seenEvents, event.eventId] }),
  answered: (state, event) => {
    const amended = event.by === state.requester.id ? {} : { [event.by]: { why: 'answered' as const, name: event.name } }
    return { ...state, values: { ...state.values, ...event.values }, barred: { ...amended, ...state.barred } }
  },
  planned: (state, { plan, fingerprint }) => ({
    ...state,
    phase: state.phase === 'gathering' ? 'working' : state.phase,
    plan,
    fingerprint,
    steps: fitted(state, plan.steps.length),
  }),
  'lock-asked': (state, { lock, ask }) => ({
    ...state,
    phase: unlessAttention(state, 'waiting'),
    lock: { name: lock, taken: false, ask },
  }),
  'lock-waited': (state, { lock, holder }, at) => ({
    ...state,
    phase: unlessAttention(state, 'waiting'),
    lock: { name: lock, taken: false, ask: state.lock?.ask ?? 1, waited: { holder, at } },
  }),
  'lock-taken': (state, { lock }) => ({
    ...state,
    phase: unlessAttention(state, 'working'),
    lock: { name: lock, taken: true, ask: state.lock?.ask ?? 1 },
  }),
  attention: (state, { type: _type, ...waits }, at) => ({
    ...omit(state, 'question', 'cancelled', 'rewind', 'workerMissing'),
    phase: 'attention',
    attention: { ...waits, at },
  }),
  mirrored: (state, { conversation }) => ({ ...state, mirrors: [...state.mirrors, conversation] }),
  cancelled: (state, { by, reason }, at) => ({ ...state, cancelled: { by, reason, at } }),
  'configuration-changed': (state, { policies, people, targets, secretNames }) => ({
    ...omit(state, 'secretNames'),
    ...joined(state, people),
    policies,
    people,
    targets,
    ...(secretNames === undefined ? {} : { secretNames }),
  }),
  'worker-missing': (state, { type: _type, ...missing }, at) => ({ ...state, workerMissing: { ...missing, at } }),
  refused: refusedOnceMore,
  'refusals-counted': refusedOnceMore,
  ended: (state, { end, because }, at) => ({
    ...omit(state, 'question', 'attention', 'workerMissing'),
    phase: end,
    endedAt: at,
    ...(because === undefined ? {} : { endedBecause: because }),
  }),
} satisfies Evolves<Later>

function refusedOnceMore(state: RunState): RunState {
  return { ...state, refusals: state.refusals + 1 }
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
