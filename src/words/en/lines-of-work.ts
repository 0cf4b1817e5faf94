import { spoken } from '../../text/instant.ts'
import type { Line } from '../../run/thread/line.ts'
import type { VoidCause } from '../../run/facts/causes.ts'
import { CHANGED } from './parts.ts'
import type { Words } from '../words.ts'
import { sentence, tellsWhom, wouldTell } from './notice.ts'
import { passedOver } from './passed-over.ts'
import { place, placeInside } from './places.ts'
import { finding } from './rehearsal.ts'
import { remarks } from './remarks.ts'
import { told } from './worker/worker.ts'
import { rows } from './rows.ts'
import { shortFacts } from './values.ts'

type Of<K extends Line['line']> = Extract<Line, { line: K }>

type Kinds =
  | 'step-begun'
  | 'step-passed-over'
  | 'items-found'
  | 'captured'
  | 'rows'
  | 'confirm-asked'
  | 'confirmed'
  | 'notified'
  | 'waiting'
  | 'recovering'
  | 'order-voided'
  | 'claimed'
  | 'attempt-ended'
  | 'done'
  | 'stands-in-the-way'
  | 'worker-missing'
  | 'secrets-there'
  | 'secret-missing'
  | 'contact-lost'
  | 'undo-begun'
  | 'undone'
  | 'stepped-back'

const ENDED = {
  already: 'done already',
  run: 'done',
  read: 'recorded',
  told: 'said',
  confirmed: 'confirmed',
  marked: 'marked as done',
  skipped: 'skipped',
  rehearsed: 'gone through, nothing was changed',
}
const LONGEST_VALUE = 300

/** Steps and attempts: what begins, who does it, what came of it. */
export const linesOfWork: Pick<Words['lines'], Kinds> = {
  'step-begun': ({ at, again }) => `${place(at)} begins${again ? ' again' : ''}.`,
  'step-passed-over': ({ at, because }) => `${place(at)} is passed over: ${remarks(because)}.`,
  'items-found': ({ at, count }) => `${place(at)} has ${count} ${count === 1 ? 'item' : 'items'}.`,
  captured: ({ at, captures }) => `${place(at)} found: ${shortFacts(captures, cut)}.`,
  rows,
  'confirm-asked': ({ at, ask }) => `${place(at)} is done by hand: ${ask}`,
  confirmed: ({ at, by, choice }) => `${by} says of ${placeInside(at)}: ${choice}.`,
  notified: ({ names, rehearsal, ...tells }) =>
    `${place(tells.at)} ${rehearsal ? wouldTell(tells, names) : tellsWhom(tells, names)}: ${sentence(tells)}`,
  waiting: ({ at, waitMs }) => `${place(at)} waits until it may begin, ${spoken(waitMs)} at most.`,
  recovering: ({ at }) => `The system itself is asked whether ${placeInside(at)} took effect.`,
  'order-voided': ({ order, because }) => `The order ${order} is void before anybody began it: ${voided(because)}.`,
  claimed: ({ at, worker, attempt, undo }) =>
    `${worker} ${undo ? 'undoes' : 'performs'} ${placeInside(at)}${attempt === 1 ? '' : `, attempt ${attempt}`}.`,
  'attempt-ended': attemptEnded,
  done: ({ at, how, detail }) => `${place(at)}: ${ENDED[how]}${detail.length === 0 ? '' : ` (${remarks(detail)})`}.`,
  'undo-begun': ({ at }) => `${place(at)} is to be undone: its check is asked whether there is anything to undo.`,
  undone: ({ at, how, detail }) =>
    `${place(at)} ${how === 'run' ? 'is undone' : 'has nothing to undo'}${detail.length === 0 ? '' : ` (${remarks(detail)})`}.`,
  'stepped-back': ({ at }) => `Everything from ${placeInside(at)} on is undone: the run stands before it.`,
  'stands-in-the-way': ({ found }) => finding(found),
  'worker-missing': ({ order, site, known, passedOver: those }) =>
    those === undefined
      ? `No worker of ${site} is alive, so ${order} waits. Known there: ${known.join(', ') || 'none'}. Start one: the order is taken up by itself.`
      : `No worker of ${site} can take ${order}, so it waits: ${passedOver(those)}. It is taken up by itself as soon as one can.`,
  'secrets-there': ({ worker, site }) => `Worker ${worker} of ${site} has every secret that this plan needs there.`,
  'secret-missing': ({ worker, why }) => `Worker ${worker} lacks a secret: ${told(why)}`,
  'contact-lost': ({ order, worker, why }) => `Contact with ${worker} was lost (${remarks(why)}) while it held ${order}.`,
}

function attemptEnded({ at, attempt, end, superseded }: Of<'attempt-ended'>): string {
  const where = `${place(at)}, attempt ${attempt}`
  const late = superseded ? ' This came too late and changes nothing.' : ''
  switch (end.type) {
    case 'ran':
      return `${where} ended without error after ${spoken(end.tookMs)}${end.ranIn === undefined ? '' : ` in ${end.ranIn}`}.${late || ' Its check decides.'}`
    case 'already-done':
      return `${where}: the worker found it done.${late}`
    case 'not-ready':
      return `${where} was not begun (${remarks(end.why)}).${late}`
    case 'failed':
      return `${where} reported an error on ${end.target ?? 'its target'} after ${spoken(end.tookMs)}: ${remarks(end.why)}.${late || ' Its check decides.'}`
    case 'unknown':
      return `${where}: its end was not seen (${remarks(end.why)}).${late}`
    case 'refused':
      return `${where} was refused by the worker (${end.code ?? 'no code'}): ${remarks(end.why)}.${late}`
  }
}

function voided(because: VoidCause): string {
  switch (because.code) {
    case 'lost-contact':
      return remarks(because.why)
    case 'configuration-changed':
      return CHANGED.configuration
    case 'approvals-void':
    case 'approvals-expired':
    case 'cancelled':
      return because.code
  }
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)`
}
