import type { SignedCommand } from './command.ts'
import type { Event } from './event.ts'
import { evolve } from './evolve.ts'
import { REHEARSAL_MARK } from './rehearsal/mark.ts'
import { sayGate } from './say-gate.ts'
import { sayPlan } from './say-plan.ts'
import { sayRows } from './say-rows.ts'
import { sayWork } from './say-work.ts'
import type { RunState } from './state.ts'
import type { ThreadLine } from './view.ts'

/** Lines of one entry are numbered within its thousand: an entry holds fewer. */
const PER_ENTRY = 1000

/** What an entry is worth saying in the thread: plain text, one line per thing. `before` is the state that the entry was decided on. */
export function linesOf(
  entry: { seq: number; at: string; events: readonly Event[]; command?: SignedCommand },
  before: RunState | undefined,
): ThreadLine[] {
  const lines: ThreadLine[] = []
  let state = before
  for (const event of entry.events) {
    const after = evolve(state, event, entry.at)
    for (const [text, out] of textsOf(entry, event, after, state ?? after)) {
      const line = {
        n: entry.seq * PER_ENTRY + lines.length,
        at: entry.at,
        text: after.rehearsal ? `${REHEARSAL_MARK}${text}` : text,
        ...(out && { stands: 'out' as const }),
      }
      lines.push(event.type === 'refused' ? { ...line, only: event.person } : line)
    }
    state = after
  }
  return lines
}

function sayMissing({ secrets }: Extract<Event, { type: 'observed' }>): string[] {
  if (secrets === undefined) return []
  if (secrets.missing.length === 0) return [`Worker ${secrets.worker} of ${secrets.site} has every secret that this plan needs there.`]
  return secrets.missing.map(({ why }) => `Worker ${secrets.worker} lacks a secret: ${why}`)
}

/** Each text with whether it stands out. */
function textsOf(
  { seq, command }: { seq: number; command?: SignedCommand },
  event: Event,
  after: RunState,
  before: RunState,
): [string, boolean][] {
  const text = say(event, after, before)
  if (event.type !== 'observed') return text === undefined ? [] : [[text, standsOut(event)]]
  // The rows stand in the command: an event holds what was decided on them.
  const rows = command === undefined ? [] : sayRows({ seq, command: command.command }, before)
  return [...sayMissing(event).map((each): [string, boolean] => [each, true]), ...rows.map((each): [string, boolean] => [each, false])]
}

/** Whoever skims forty lines must not miss that people are needed, or that the document is left. */
function standsOut(event: Event): boolean {
  if (event.type === 'gate-opened') return event.kind.type === 'deviation'
  return event.type === 'attention' || event.type === 'deviated' || event.type === 'contact-lost'
}

/** Undefined: nothing that people need to read. Most questions and answers are of that kind. */
function say(event: Event, after: RunState, before: RunState): string | undefined {
  switch (event.type) {
    case 'started':
    case 'answered':
    case 'planned':
    case 'lock-asked':
    case 'lock-taken':
    case 'lock-waited':
    case 'configuration-changed':
    case 'attention':
    case 'cancelled':
    case 'ended':
      return sayPlan(event, after)
    case 'gate-opened':
    case 'approved':
    case 'gate-passed':
    case 'gate-closed':
    case 'escalated':
    case 'deviated':
    case 'reopened':
    case 'refused':
      return sayGate(event, after)
    case 'step-begun':
    case 'step-passed-over':
    case 'items-found':
    case 'captured':
    case 'confirm-asked':
    case 'confirmed':
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
      return sayWork(event, after, before)
    case 'heard':
    case 'item-begun':
    case 'observed':
    case 'question-dropped':
    case 'attempt-judged':
    case 'refusals-counted':
      return undefined
  }
}
