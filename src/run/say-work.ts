import type { Event } from './event.ts'
import { spoken } from './instant.ts'
import { place, placeInside, plannedStep } from './position.ts'
import { findingOf } from './rehearsal/lists.ts'
import { sayFinding } from './rehearsal/say-lists.ts'
import { sayPassedOver } from './say-passed-over.ts'
import type { RunState } from './state.ts'
import { shortFacts } from './view-facts.ts'

type WorkEvent = Extract<
  Event,
  {
    type:
      | 'step-begun'
      | 'step-passed-over'
      | 'items-found'
      | 'captured'
      | 'confirm-asked'
      | 'confirmed'
      | 'observing'
      | 'ordered'
      | 'order-voided'
      | 'claimed'
      | 'attempt-ended'
      | 'item-done'
      | 'step-done'
      | 'stands-in-the-way'
      | 'worker-missing'
      | 'contact-lost'
  }
>

const ENDED = {
  already: 'done already',
  run: 'done',
  read: 'recorded',
  confirmed: 'confirmed',
  marked: 'marked as done',
  skipped: 'skipped',
  rehearsed: 'gone through, nothing was changed',
}
const LONGEST_VALUE = 300

/** Steps and attempts: what begins, who does it, what came of it. */
export function sayWork(event: WorkEvent, after: RunState, before: RunState): string | undefined {
  switch (event.type) {
    case 'step-begun':
      return `${place(after, event.step, 0)} begins${before.steps[event.step - 1]?.begun === undefined ? '' : ' again'}.`
    case 'step-passed-over':
      return `${place(after, event.step, 0)} is passed over: ${event.because}.`
    case 'items-found':
      return `${place(after, event.step, 0)} has ${event.count} ${event.count === 1 ? 'item' : 'items'}.`
    case 'captured': {
      const found = shortFacts(event.captures, cut)
      return found.length === 0 ? undefined : `${place(after, event.step, 0)} found: ${found.join('; ')}.`
    }
    case 'confirm-asked':
      return `${place(after, event.step, 0)} is done by hand: ${plannedStep(after, event.step).confirm?.ask ?? ''}`
    case 'confirmed':
      return `${event.by} says of ${placeInside(after, event.step, 0)}: ${event.choice}.`
    case 'observing':
      return event.purpose === 'recover'
        ? `The system itself is asked whether ${placeInside(after, event.step, event.item)} took effect.`
        : undefined
    case 'ordered':
      return undefined
    case 'order-voided':
      return `The order ${event.order} is void before anybody began it: ${event.why}.`
    case 'claimed': {
      const { step, item, number } = event.attempt
      return `${event.worker} performs ${placeInside(after, step, item)}${number === 1 ? '' : `, attempt ${number}`}.`
    }
    case 'attempt-ended':
      return endedLine(event, after)
    case 'item-done':
      return `${place(after, event.step, event.item)}: ${ENDED[event.how]}${detail(event.detail)}.`
    case 'step-done':
      return `${place(after, event.step, 0)}: ${ENDED[event.how]}${detail(event.detail)}.`
    case 'stands-in-the-way':
      return sayFinding(findingOf(after, event))
    case 'worker-missing':
      if (event.passedOver !== undefined)
        return `No worker of ${event.site} can take ${event.order}, so it waits: ${sayPassedOver(event.passedOver)}. It is taken up by itself as soon as one can.`
      return `No worker of ${event.site} is alive, so ${event.order} waits. Known there: ${event.known.join(', ') || 'none'}. Start one: the order is taken up by itself.`
    case 'contact-lost':
      return `Contact with ${event.worker} was lost (${event.why}) while it held ${event.order}.`
  }
}

function endedLine({ attempt, end, superseded }: Extract<Event, { type: 'attempt-ended' }>, after: RunState): string | undefined {
  const where = `${place(after, attempt.step, attempt.item)}, attempt ${attempt.number}`
  const late = superseded ? ' This came too late and changes nothing.' : ''
  switch (end.type) {
    case 'ran':
      return `${where} ended without error after ${spoken(end.tookMs)}${end.ranIn === undefined ? '' : ` in ${end.ranIn}`}.${late || ' Its check decides.'}`
    case 'already-done':
      return superseded ? `${where}: the worker found it done.${late}` : undefined
    case 'failed':
      return `${where} reported an error on ${end.target ?? 'its target'} after ${spoken(end.tookMs)}: ${end.why}.${late || ' Its check decides.'}`
    case 'unknown':
      return `${where}: its end was not seen (${end.why}).${late}`
    case 'refused':
      return `${where} was refused by the worker (${end.code ?? 'no code'}): ${end.why}.${late}`
  }
}

function detail(text: string): string {
  return text === '' ? '' : ` (${text})`
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)`
}
