import type { Event } from '../event.ts'
import { msBetween } from '../../text/instant.ts'
import type { Line } from './line.ts'
import { lockRetryAt } from '../plan/lock.ts'
import { endingOf } from '../view/ending.ts'
import { placeOf, waitingPlace } from '../view/place.ts'
import { rehearsalLists } from '../rehearsal/lists.ts'
import type { RunState } from '../state.ts'

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
      | 'mirrored'
      | 'cancelled'
      | 'ended'
  }
>

/** The run as a whole: how it came to be, what stops it, how it ends. */
export function planLine(event: PlanEvent, after: RunState): Line | undefined {
  switch (event.type) {
    case 'started': {
      const { run, rehearsal, requester, procedure } = event
      return { line: 'started', run, rehearsal, requester: requester.name, title: procedure.title, command: procedure.command }
    }
    case 'answered':
      return { line: 'answered', name: event.name, values: event.values }
    case 'planned': {
      const { steps, lock } = event.plan
      const next = after.lock?.taken === true || event.plan.rehearsal ? {} : { lock }
      return {
        line: 'planned',
        steps: steps.length,
        gates: steps.flatMap(({ gate, number }) => (gate === undefined ? [] : number)),
        ...next,
      }
    }
    case 'lock-asked':
      return undefined
    case 'lock-taken':
      return { line: 'lock-taken', lock: event.lock }
    case 'lock-waited': {
      const again = after.lock?.waited === undefined ? {} : { again: lockRetryAt(after.lock.ask, after.lock.waited.at) }
      return { line: 'lock-waited', lock: event.lock, holder: event.holder, ...again }
    }
    case 'configuration-changed':
      return event.difference.length === 0 ? undefined : { line: 'configuration-changed', difference: event.difference }
    case 'attention':
      return { line: 'attention', reason: event.reason, because: event.because, at: waitingPlace(after, event.step, event.item) }
    case 'mirrored':
      return { line: 'mirrored', by: event.by, conversation: event.conversation }
    case 'cancelled': {
      const { by, reason, running } = event
      return { line: 'cancelled', by, reason, ...(running === undefined ? {} : { running: placeOf(after, running.step, running.item) }) }
    }
    case 'ended':
      return endedLine(event, after)
  }
}

function endedLine({ end }: Extract<Event, { type: 'ended' }>, after: RunState): Line {
  const { run } = after
  const ending = endingOf(after)
  const ended = { end, ...(ending === undefined ? {} : { ending }) }
  const tookMs = msBetween(after.startedAt, after.endedAt ?? after.startedAt)
  if (!after.rehearsal) return { line: 'ended', run, tookMs, ...ended }
  return { line: 'rehearsed', run, tookMs, ...ended, planned: after.plan !== undefined, lists: rehearsalLists(after) }
}
