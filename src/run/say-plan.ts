import { shortFingerprint } from '../procedure/fingerprint.ts'
import type { Event } from './event.ts'
import { spoken, msBetween } from './instant.ts'
import { lockRetryAt } from './lock.ts'
import { place } from './position.ts'
import type { RunState } from './state.ts'
import { factsOf } from './view-of.ts'

type PlanEvent = Extract<
  Event,
  {
    type:
      | 'started'
      | 'answered'
      | 'planned'
      | 'lock-asked'
      | 'lock-taken'
      | 'lock-waited'
      | 'configuration-changed'
      | 'attention'
      | 'cancelled'
      | 'ended'
  }
>

/** The run as a whole: how it came to be, what stops it, how it ends. */
export function sayPlan(event: PlanEvent, after: RunState): string | undefined {
  switch (event.type) {
    case 'started':
      return `${event.run}${event.rehearsal ? ' (rehearsal: nothing will be changed)' : ''}: ${event.requester.name} asks for "${event.procedure.title}" (${event.procedure.command}).`
    case 'answered': {
      const facts = factsOf(event.values).map(({ name, value }) => `${name} = ${value}`)
      return `${event.name} answered: ${facts.join('; ')}.`
    }
    case 'planned':
      return plannedLine(event, after)
    case 'lock-asked':
      return undefined
    case 'lock-taken':
      return `The lock ${event.lock} is taken: nobody else can run this there.`
    case 'lock-waited': {
      const again = after.lock?.waited === undefined ? '' : ` It asks again at ${lockRetryAt(after.lock.ask, after.lock.waited.at)}.`
      return `${event.holder} holds the lock ${event.lock}: this run waits.${again} Withdraw it if it is not needed any more.`
    }
    case 'configuration-changed':
      return event.difference.length === 0
        ? undefined
        : `The configuration changed, and with it what is approved:\n${event.difference.join('\n')}`
    case 'attention':
      return `ATTENTION (${event.reason}): ${event.sentence}`
    case 'cancelled':
      return event.running === undefined
        ? `${event.by} cancelled: ${event.reason}.`
        : `${event.by} cancelled: ${event.reason}. ${place(after, event.running.step, event.running.item)} is running; its worker is told to stop, and its check will say what happened.`
    case 'ended':
      return `${after.run} has ended (${event.end}) after ${spoken(msBetween(after.startedAt, after.endedAt ?? after.startedAt))}. ${event.sentence}`
  }
}

function plannedLine(event: Extract<Event, { type: 'planned' }>, after: RunState): string {
  const { steps, lock } = event.plan
  const gates = steps.filter((step) => step.gate !== undefined).map((step) => step.number)
  const before = gates.length === 0 ? 'no gates' : `gates before ${gates.length === 1 ? 'step' : 'steps'} ${gates.join(', ')}`
  const next = after.lock?.taken === true || event.plan.rehearsal ? '' : ` Next: the lock ${lock}.`
  return `The plan is made: ${steps.length} steps, ${before}, fingerprint ${shortFingerprint(event.fingerprint)} (${event.fingerprint}).${next}`
}
