import type { Event } from './event.ts'
import type { RunState } from './state.ts'

/** A run that has just been asked for: nothing is answered, planned or done. */
export function firstState(event: Extract<Event, { type: 'started' }>, seenEvents: string[], at: string): RunState {
  return {
    run: event.run,
    installation: event.installation,
    phase: 'gathering',
    rehearsal: event.rehearsal,
    requester: event.requester,
    barred: { [event.requester.id]: { why: 'asked', name: event.requester.name } },
    conversation: event.conversation,
    mirrors: [],
    procedure: event.procedure,
    targets: event.targets,
    ...(event.secretNames === undefined ? {} : { secretNames: event.secretNames }),
    policies: event.policies,
    people: event.people,
    values: {},
    captures: {},
    step: 0,
    item: 0,
    steps: [],
    gates: [],
    findings: [],
    performed: false,
    seenEvents,
    refusals: 0,
    orders: 0,
    startedAt: at,
    seq: 0,
    head: '',
    bytes: 0,
  }
}
