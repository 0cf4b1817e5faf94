/** What this process knows of a run in one conversation. A new process begins with what the engine kept, and looks for the rest. */
import type { CardId } from './card-id.ts'
import type { Says } from './platform-error.ts'
import type { Ways } from './ways.ts'

export interface KnownRun {
  /** Where its card is and who was asked, even if the engine was not answered in time. */
  id: CardId
  ways: Ways
  /** Hash of the card as it stands there, and the gate that is on it. */
  drawn?: string
  /** Hash of the card that was taken in short only. */
  short?: string
  drawnGate?: number
  /** A card or a line may have arrived although its answer did not. */
  doubt: boolean
  /** Lines that stand in the thread. */
  lines: Set<number>
  /** The thread was looked up, or is this process's own from the first line. */
  whole: boolean
  /** The run is older than this process, which therefore does not know what stands there without a record. */
  inherited: boolean
  /** What is known for sure again, and what is not any more: `plan`, and each ask by its name. */
  sure: Set<string>
  unsure: Set<string>
  /** When the card was last seen to stand, and why it needs a new one. */
  seenMs: number
  needs?: 'removed' | 'frozen'
  renewedMs: number
  /** The thread goes on from an earlier one, and has not said so yet. */
  moved: boolean
  /** How much of a gate's plan is said in the thread of which card, where no file can be attached. */
  planSaid?: { card: string; gate: number; pieces: number }
  /** Whom nothing reached at the last try. */
  notTold: readonly Says[]
  /** Older cards of this run that do not say yet that they are. */
  retire: string[]
  /** Somebody is at it. */
  busy: boolean
}

export function firstKnown(id: CardId | undefined, ways: Ways, inherited: boolean): KnownRun {
  return {
    id: id ?? { asks: [], plans: [] },
    ways,
    doubt: false,
    lines: new Set(),
    whole: false,
    inherited,
    sure: new Set(),
    unsure: new Set(),
    seenMs: 0,
    renewedMs: 0,
    moved: false,
    notTold: [],
    retire: [],
    busy: false,
  }
}

/** May it stand there without a record? */
export function isUnsure({ inherited, sure, unsure }: KnownRun, what: string): boolean {
  return unsure.has(what) || (inherited && !sure.has(what))
}

export function nowSure({ sure, unsure }: KnownRun, what: string): void {
  sure.add(what)
  unsure.delete(what)
}
