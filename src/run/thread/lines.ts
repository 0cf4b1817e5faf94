import type { SignedCommand } from '../command.ts'
import type { Event } from '../event.ts'
import type { Line } from './line.ts'
import { evolve } from '../evolve.ts'
import { gateLine } from './gate-line.ts'
import { planLine } from './plan-line.ts'
import { rowLines } from './row-lines.ts'
import { workLine } from './work-line.ts'
import type { RunState } from '../state.ts'
import type { ThreadLine } from '../view/view.ts'

/** Lines of one entry are numbered within its thousand: an entry holds fewer. */
export const LINES_PER_ENTRY = 1000

/** What an entry is worth saying in the thread: one line per thing. `before` is the state that the entry was decided on. */
export function linesOf(
  entry: { seq: number; at: string; events: readonly Event[]; command?: SignedCommand },
  before: RunState | undefined,
): ThreadLine[] {
  const lines: ThreadLine[] = []
  let state = before
  for (const event of entry.events) {
    const after = evolve(state, event, entry.at)
    for (const [says, out] of linesOfEvent(entry, event, after, state ?? after)) {
      const line = {
        n: entry.seq * LINES_PER_ENTRY + lines.length,
        at: entry.at,
        says,
        ...(after.rehearsal && { rehearsal: true as const }),
        ...(out && { stands: 'out' as const }),
      }
      lines.push(event.type === 'refused' ? { ...line, only: event.person } : line)
    }
    state = after
  }
  return lines
}

/** Each line with whether it stands out. */
function linesOfEvent(
  { seq, command }: { seq: number; command?: SignedCommand },
  event: Event,
  after: RunState,
  before: RunState,
): [Line, boolean][] {
  const line = lineOf(event, after, before)
  if (event.type !== 'observed') return line === undefined ? [] : [[line, standsOut(event)]]
  // The rows stand in the command: an event holds what was decided on them.
  const rows = command === undefined ? [] : rowLines({ seq, command: command.command }, before)
  return [...secretLines(event).map((each): [Line, boolean] => [each, true]), ...rows.map((each): [Line, boolean] => [each, false])]
}

function secretLines({ secrets }: Extract<Event, { type: 'observed' }>): Line[] {
  if (secrets === undefined) return []
  const { worker, site, missing } = secrets
  if (missing.length === 0) return [{ line: 'secrets-there', worker, site }]
  return missing.map(({ why }) => ({ line: 'secret-missing', worker, why }))
}

/** Whoever skims forty lines must not miss that people are needed, or that the document is left. */
function standsOut(event: Event): boolean {
  if (event.type === 'gate-opened') return event.kind.type === 'deviation'
  return event.type === 'attention' || event.type === 'deviated' || event.type === 'contact-lost'
}

/** Undefined: nothing that people need to read. Most questions and answers are of that kind. */
function lineOf(event: Event, after: RunState, before: RunState): Line | undefined {
  switch (event.type) {
    case 'started':
    case 'answered':
    case 'planned':
    case 'lock-asked':
    case 'lock-taken':
    case 'lock-waited':
    case 'configuration-changed':
    case 'attention':
    case 'mirrored':
    case 'cancelled':
    case 'ended':
      return planLine(event, after)
    case 'gate-opened':
    case 'approved':
    case 'gate-passed':
    case 'gate-closed':
    case 'escalated':
    case 'deviated':
    case 'reopened':
    case 'refused':
      return gateLine(event, after)
    case 'step-begun':
    case 'step-passed-over':
    case 'items-found':
    case 'captured':
    case 'confirm-asked':
    case 'confirmed':
    case 'notified':
    case 'observing':
    case 'ordered':
    case 'order-voided':
    case 'claimed':
    case 'attempt-ended':
    case 'item-done':
    case 'step-done':
    case 'stands-in-the-way':
    case 'worker-missing':
    case 'contact-lost':
    case 'undo-begun':
    case 'undone':
    case 'stepped-back':
      return workLine(event, after, before)
    case 'heard':
    case 'item-begun':
    case 'observed':
    case 'question-dropped':
    case 'attempt-judged':
    case 'refusals-counted':
      return undefined
  }
}
