import { shortFingerprint } from '../../procedure/fingerprint.ts'
import { inSentence } from '../../text/in-sentence.ts'
import { sayInstant } from '../../text/instant.ts'
import type { Line } from '../../run/thread/line.ts'
import type { Words } from '../words.ts'
import { differences } from './plans.ts'
import { barring, CHANGED, places } from './parts.ts'
import { placeInside } from './places.ts'

type Of<K extends Line['line']> = Extract<Line, { line: K }>

type Kinds = 'gate-opened' | 'approved' | 'gate-passed' | 'gate-closed' | 'escalated' | 'deviated' | 'reopened'

/** Who must agree to what, who did, and what came of it. */
export const linesOfGates: Pick<Words['lines'], Kinds> = {
  'gate-opened': opened,
  approved: ({ gate, person, via, account, missing }) =>
    `${person} approved gate ${gate} (${via}, ${account}). ${missing.length === 0 ? 'Everybody needed has approved.' : `Still needed: ${places(missing)}.`}`,
  'gate-passed': ({ gate, notAfter }) => `Gate ${gate} is passed; its approvals are good until ${sayInstant(notAfter)}.`,
  'gate-closed': closed,
  escalated: ({ gate, openedAt, called, to }) => {
    const who = called.length === 0 ? 'nobody is in' : `${called.join(', ')} ${called.length === 1 ? 'is' : 'are'} called, of`
    return `Gate ${gate} has waited since ${sayInstant(openedAt)}: ${who} ${to.join(', ')}.`
  },
  deviated,
  reopened: ({ by, reason }) => `${by} opens the gate again: ${inSentence(reason)}.`,
}

function opened({ gate, at, lines, expiresAt, fingerprint, barred, deviation, undo }: Of<'gate-opened'>): string {
  const where = placeInside(at)
  const print = `Fingerprint ${shortFingerprint(fingerprint)} (${fingerprint}).`
  const until = `It needs ${places(lines, ' and ')}, all different people, by ${sayInstant(expiresAt)}. ${print} ${barred.map(barring).join('; ')}: they cannot approve.`
  if (deviation === undefined) return `Gate ${gate} waits before ${undo ? `undoing ${where}` : where}. ${until}`
  if (deviation.kind === 'undo')
    return `DEVIATION: gate ${gate} asks to undo what was done, back to step ${deviation.from ?? at.step}; the run waits at ${where}. Reason: ${inSentence(deviation.reason)}. ${until}`
  const what = { retry: 'to retry', skip: 'to skip', 'mark-done': 'to mark as done', abort: 'to abort the run at' }[deviation.kind]
  const from = deviation.from === undefined ? '' : `, beginning again from step ${deviation.from}`
  return `DEVIATION: gate ${gate} asks ${what} ${where}${from}. Reason: ${inSentence(deviation.reason)}. ${until}`
}

function closed({ gate, because, by: who, reason: why, changed, difference: lines }: Of<'gate-closed'>): string {
  const by = who === undefined ? '' : ` by ${who}`
  const reason = why === undefined ? '' : `: ${inSentence(why)}`
  switch (because) {
    case 'rejected':
      return `Gate ${gate} is rejected${by}${reason}.`
    case 'expired':
      return `Gate ${gate} has expired: not everybody needed approved in time.`
    case 'void':
      return `Gate ${gate} is void${changed === undefined ? '' : `: ${CHANGED[changed]}`}: its approvals are worth nothing any more.${lines === undefined ? '' : `\n${differences(lines).join('\n')}`}`
    case 'withdrawn':
      return `Gate ${gate} is withdrawn${by}${reason}.`
    case 'superseded':
      return `Gate ${gate} is superseded: another one opens in its place.`
  }
}

function deviated({ kind, at, from }: Of<'deviated'>): string {
  const where = placeInside(at)
  switch (kind) {
    case 'retry':
      return `DEVIATION approved: ${where} is tried again${from === undefined ? '' : ` from step ${from}`}; checks come first.`
    case 'undo':
      return `DEVIATION approved: what was done is undone, back to step ${from ?? at.step}, the last first; each step has a gate of its own.`
    case 'skip':
      return `DEVIATION approved: ${where} is skipped.`
    case 'mark-done':
      return `DEVIATION approved: ${where} is marked as done.`
    case 'abort':
      return `DEVIATION approved: the run is aborted at ${where}.`
  }
}
