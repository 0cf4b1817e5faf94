import { inSentence } from '../../text/in-sentence.ts'
import { sayInstant, spoken } from '../../text/instant.ts'
import type { Line } from '../../run/thread/line.ts'
import type { Words } from '../words.ts'
import { attention } from './attentions.ts'
import { ended } from './closings.ts'
import { differences } from './plans.ts'
import { place } from './places.ts'
import { platformName } from './parts.ts'
import { reached, rehearsalLists, rehearsed } from './rehearsal.ts'
import { refusal } from './refusals.ts'
import { shortFacts } from './values.ts'

type Kinds =
  | 'started'
  | 'answered'
  | 'planned'
  | 'lock-taken'
  | 'lock-waited'
  | 'configuration-changed'
  | 'attention'
  | 'mirrored'
  | 'cancelled'
  | 'ended'
  | 'rehearsed'
  | 'refused'
  | 'head'
  | 'text'

/** The run as a whole: how it came to be, what stops it, how it ends. */
export const linesOfRuns: Pick<Words['lines'], Kinds> = {
  started: ({ run, rehearsal, requester, title, command }) =>
    `${run}${rehearsal ? ', nothing will be changed' : ''}: ${requester} asks for "${title}" (${command}).`,
  answered: ({ name, values }) => `${name} answered: ${shortFacts(values)}.`,
  /** The plan's own fingerprint is in the log; what people compare is a gate's, which covers it. */
  planned: ({ steps, gates, lock }) => {
    const before =
      gates.length === 0 ? 'no gates' : gates.length === 1 ? `a gate before step ${gates.join()}` : `gates before steps ${gates.join(', ')}`
    const next = lock === undefined ? '' : ` Next: the lock ${lock}.`
    return `The plan is made: ${steps} ${steps === 1 ? 'step' : 'steps'}, ${before}.${next}`
  },
  'lock-taken': ({ lock }) => `The lock ${lock} is taken: nobody else can run this there.`,
  'lock-waited': ({ lock, holder, again }) =>
    `${holder} holds the lock ${lock}: this run waits.${again === undefined ? '' : ` It asks again at ${sayInstant(again)}.`} Withdraw it if it is not needed any more.`,
  'configuration-changed': ({ difference }) =>
    `The configuration changed, and with it what is approved:\n${differences(difference).join('\n')}`,
  attention: ({ reason, because, at }) => `ATTENTION (${reason}): ${attention(because, at)}`,
  mirrored: ({ by, conversation }) =>
    `${by} mirrors this run into ${platformName(conversation.platform)} (${conversation.channel}): it is shown there, too, and a decision in one place counts in all.`,
  cancelled: ({ by, reason, running }) =>
    running === undefined
      ? `${by} cancelled: ${inSentence(reason)}.`
      : `${by} cancelled: ${inSentence(reason)}. ${place(running)} is running; its worker is told to stop, and its check will say what happened.`,
  ended: ({ run, end, tookMs, ending }) =>
    `${run} has ended (${end}) after ${spoken(tookMs)}.${ending === undefined ? '' : ` ${ended(ending)}`}`,
  rehearsed: rehearsalEnded,
  refused: ({ refusal: refused }) => `Not done (${refused.code}): ${refusal(refused)}`,
  head: ({ head: signed }) => head(signed),
  text: ({ text }) => text,
}

export const head: Words['head'] = ({ seq, hash, final, signature }) =>
  `${final ? `The log ends with entry ${seq}` : `The log stands at entry ${seq}`}: ${hash} (signed: ${signature})`

const MOST_FOUND = 20

function rehearsalEnded({ run, end, tookMs, ending, planned, lists }: Extract<Line, { line: 'rehearsed' }>): string {
  const how = end === 'done' ? '' : ` (${end})`
  const cameTo = planned ? reached(lists) : rehearsed(lists)
  const status = [...(ending === undefined ? [] : [ended(ending)]), cameTo].join(' ')
  const found = planned ? rehearsalLists(lists).flatMap(({ heading, lines }) => [heading, ...firstOnes(lines)]) : []
  return [`The rehearsal ${run} has ended${how} after ${spoken(tookMs)}. ${status}`, ...found].join('\n')
}

function firstOnes(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_FOUND).map((line) => `– ${line}`)
  return lines.length > MOST_FOUND ? [...shown, `… and ${lines.length - MOST_FOUND} more`] : shown
}
