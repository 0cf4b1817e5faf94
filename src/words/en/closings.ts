/** How runs and gates come to their ends. */
import { counted } from '../../text/counted.ts'
import { inSentence } from '../../text/in-sentence.ts'
import { sayInstant } from '../../text/instant.ts'
import type { EndCause, GateClosing } from '../../run/facts/causes.ts'
import type { Ending } from '../../run/view/ending.ts'
import type { Place } from '../../run/facts/place.ts'
import type { Words } from '../words.ts'
import { logFull } from './parts.ts'
import { place, placeInside } from './places.ts'

/** A gate that ended without approvals. */
export function closing(because: GateClosing): string {
  if (because.code === 'gate-expired') {
    const { gate, expiresAt, approvals } = because
    return `Gate ${gate} was not approved by ${sayInstant(expiresAt)} (${counted(approvals, 'approval', 'approvals')}).`
  }
  const { code, gate, by = 'Somebody', reason } = because
  return `${by} ${code === 'gate-rejected' ? 'rejected gate' : 'withdrew at gate'} ${gate}${why(reason)}.`
}

const NOTHING = 'Nothing was changed.'

export const endings: Words['endings'] = {
  'gate-rejected': (because) => `${closing(because)} ${NOTHING}`,
  'gate-withdrawn': (because) => `${closing(because)} ${NOTHING}`,
  'gate-expired': (because) => `${closing(because)} ${NOTHING}`,
  done: ({ steps }) => (steps === 1 ? 'The only step is done.' : `All ${steps} steps are done.`),
  cancelled: ({ by, reason }) => `${by} cancelled it${why(reason)}. ${NOTHING}`,
  withdrawn: ({ by, reason }) => `${by} withdrew it${why(reason)}. ${NOTHING}`,
  aborted: ({ reason }, at) => `Aborted at ${placeInside(at)}${why(reason)}.`,
  'log-full': (full, at) => `${place(at)} was not rehearsed, ${logFull(full)}`,
}

/** Whatever the cause is. */
export function ended({ because, at }: Ending): string {
  return (endings[because.code] as (because: EndCause, at: Place) => string)(because, at)
}

function why(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${inSentence(reason)}`
}
