import { inSentence } from '../../text/in-sentence.ts'
import { sayInstant, spoken } from '../../text/instant.ts'
import type { GateViewKind, Status } from '../../run/view/status.ts'
import type { Words } from '../words.ts'
import { attention } from './attentions.ts'
import { ended } from './closings.ts'
import { passedOver } from './passed-over.ts'
import { remarks } from './remarks.ts'
import { CHANGED, either, places } from './parts.ts'
import { place, placeInside } from './places.ts'
import { rehearsed } from './rehearsal.ts'

const GATE_ASKS: Record<GateViewKind, (where: string) => string> = {
  step: (where) => `before ${where}`,
  undo: (where) => `before undoing ${where}`,
  'undo-to': (where) => `to undo what was done before ${where}`,
  retry: (where) => `to retry ${where}`,
  skip: (where) => `to skip ${where}`,
  'mark-done': (where) => `to mark done ${where}`,
  abort: (where) => `to abort ${where}`,
}

export const statuses: Words['statuses'] = {
  ended: ({ ending, rehearsed: lists }) =>
    [ending === undefined ? undefined : ended(ending), lists === undefined ? undefined : rehearsed(lists)]
      .filter((said) => said !== undefined)
      .join(' '),
  gate: ({ gate, kind, at, missing, expiresAt }) => {
    const where = placeInside(at)
    const what = GATE_ASKS[kind](where)
    return `Gate ${gate} waits for ${places(missing) || 'nobody'} ${what}, until ${sayInstant(expiresAt)}.`
  },
  attention: ({ because, at }) => attention(because, at),
  asking: ({ asks }) => `Still asked for: ${asks.join(' ')}`,
  'lock-waited': ({ lock, holder }) => `Waits for the lock ${lock}, which ${holder} holds.`,
  'lock-asked': ({ lock }) => `Asks for the lock ${lock}.`,
  'worker-missing': ({ site, known, passedOver: those }) =>
    those === undefined
      ? `No worker of ${site} is alive: the order waits. Start one; known are ${known.join(', ') || 'none'}.`
      : `No worker of ${site} can take the order, so it waits: ${passedOver(those)}.`,
  looking,
  ordered: ({ at }) => `Ordered: ${placeInside(at)}; a worker takes it next.`,
  performing: ({ worker, at, undo }) => `${worker} ${undo ? 'undoes' : 'performs'} ${placeInside(at)}.`,
  stopping: ({ by, worker, at }) => `${by} cancelled. ${worker} was told to stop ${placeInside(at)}.`,
  begins: () => 'Begins.',
  'by-hand': ({ at, ask }) => `${place(at)} is done by hand: ${ask}`,
  'goes-on': ({ at }) => `${place(at)} goes on.`,
  undoing: ({ at, to }) => `Undoes what was done, back to step ${to}: ${placeInside(at)} is next.`,
  text: ({ text }) => text,
}

function looking({ look, purpose, at, waitMs }: Extract<Status, { is: 'looking' }>): string {
  const where = placeInside(at)
  switch (look) {
    case 'read':
      return `Reads what ${where} must record.`
    case 'wait-until':
      return waitMs === undefined
        ? `Asks whether ${where} would have to wait.`
        : `Waits until ${where} may begin, ${spoken(waitMs)} at most.`
    case 'before':
      return `Asks whether ${where} may begin.`
    case 'check':
      switch (purpose) {
        case 'first':
        case 'again':
          return `Asks whether ${where} is done already.`
        case 'undo':
          return `Asks whether there is anything of ${where} to undo.`
        case 'settle':
          return `Waits for the effect of ${where} to show.`
        case 'recover':
          return `Contact was lost: asks the system whether ${where} took effect.`
      }
  }
}

export const stepDetails: Words['stepDetails'] = {
  nothing: () => '',
  detail: ({ detail }) => remarks(detail),
  attention: ({ reason }) => reason,
  'would-stop': () => 'would stop here today',
  'would-wait': () => 'would wait here today',
  unknown: ({ before, own }) => (own ? 'cannot be known before its earlier items are done' : `cannot be known before step ${before}`),
  already: ({ detail, again }) => {
    const [today, then] = again === undefined ? ['', ''] : [' today', `; asked again after step ${again}`]
    return `done already${today}${detail.length === 0 ? '' : `: ${remarks(detail)}`}${then}`
  },
  looked: () => 'looked',
  unchanged: () => 'nothing was changed',
}

export const decided: Words['decided'] = (gate) => {
  if ('approved' in gate) return `Gate ${gate.gate} was approved by ${gate.approved.join(' and ')}.`
  const who = gate.by === undefined ? '' : ` by ${gate.by}`
  const why = gate.reason === undefined ? '' : `: ${inSentence(gate.reason)}`
  switch (gate.closed) {
    case 'rejected':
      return `Gate ${gate.gate} was rejected${who}${why}.`
    case 'withdrawn':
      return `Gate ${gate.gate} was withdrawn${who}${why}.`
    case 'expired':
      return `Gate ${gate.gate} expired: not everybody needed approved in time.`
    case 'void':
      return `The approvals of gate ${gate.gate} are void${gate.changed === undefined ? '' : `: ${CHANGED[gate.changed]}`}.`
    case 'superseded':
      return `Gate ${gate.gate} was superseded by another one.`
  }
}

const MOST_NAMES = 5

export const missing: Words['missing'] = (lines) => {
  if (lines.length === 0) return 'Nobody is missing.'
  const each = lines.map(({ count, from, could }) => `${count} of ${either(from)} (${names(could)})`)
  return `Still needed: ${each.join(' and ')}.`
}

function names(could: readonly string[]): string {
  const more = could.length - MOST_NAMES
  if (more > 0) return [...could.slice(0, MOST_NAMES), `${more} more`].join(', ')
  return could.length === 0 ? 'nobody is left' : could.join(' or ')
}
