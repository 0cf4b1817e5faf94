import type { Event } from './event.ts'
import { msBetween, sayInstant, spoken } from './instant.ts'
import { lockRetryAt } from './lock.ts'
import { place } from './position.ts'
import { rehearsalLists } from './rehearsal/lists.ts'
import { sayLists } from './rehearsal/say-lists.ts'
import type { RunState } from './state.ts'
import { statusOf } from './status-of.ts'
import { shortFacts } from './view-facts.ts'

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
      return `${event.run}${event.rehearsal ? ', nothing will be sent' : ''}: ${event.requester.name} asks for "${event.procedure.title}" (${event.procedure.command}).`
    case 'answered':
      return `${event.name} answered: ${shortFacts(event.values).join('; ')}.`
    case 'planned':
      return plannedLine(event, after)
    case 'lock-asked':
      return undefined
    case 'lock-taken':
      return `The lock ${event.lock} is taken: nobody else can run this there.`
    case 'lock-waited': {
      const again =
        after.lock?.waited === undefined ? '' : ` It asks again at ${sayInstant(lockRetryAt(after.lock.ask, after.lock.waited.at))}.`
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
      return endedLine(event, after)
  }
}

function endedLine({ end, sentence }: Extract<Event, { type: 'ended' }>, after: RunState): string {
  const took = spoken(msBetween(after.startedAt, after.endedAt ?? after.startedAt))
  if (!after.rehearsal) return `${after.run} has ended (${end}) after ${took}. ${sentence ?? ''}`.trimEnd()
  const lists = rehearsalLists(after)
  const said = sayLists(lists).flatMap(({ heading, lines }) => [heading, ...firstOnes(lines)])
  const how = end === 'done' ? '' : ` (${end})`
  return [`The rehearsal ${after.run} has ended${how} after ${took}. ${statusOf(after)}`, ...(after.plan === undefined ? [] : said)].join(
    '\n',
  )
}

const MOST_FOUND = 20

function firstOnes(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_FOUND).map((line) => `– ${line}`)
  return lines.length > MOST_FOUND ? [...shown, `… and ${lines.length - MOST_FOUND} more`] : shown
}

/** The plan's own fingerprint is in the log; what people compare is a gate's, which covers it. */
function plannedLine(event: Extract<Event, { type: 'planned' }>, after: RunState): string {
  const { steps, lock } = event.plan
  const gates = steps.filter((step) => step.gate !== undefined).map((step) => step.number)
  const before = gates.length === 0 ? 'no gates' : `gates before ${gates.length === 1 ? 'step' : 'steps'} ${gates.join(', ')}`
  const next = after.lock?.taken === true || event.plan.rehearsal ? '' : ` Next: the lock ${lock}.`
  return `The plan is made: ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}, ${before}.${next}`
}
