/** What is known of a run in one conversation. A new process begins with what the engine kept, and looks for the rest. */
import { z } from 'zod'
import type { Says } from './platform-error.ts'
import type { Ways } from './ways.ts'

const id = z.string().min(1).max(300)

/** What the engine keeps for us as the card's id: where the card is, and what else belongs to it. Opaque to everybody else. */
const shape = z.object({
  /** Id of the card's message, under which the thread hangs; absent as long as no card could be posted. */
  ts: id.optional(),
  /**
   * Messages that ask somebody to approve and were not taken back yet. `duty`: told because nobody did, able to approve or not;
   * `thread`: a mention in the run's thread, where no direct message could be sent; `card`: the card that it links to, empty where there was none.
   */
  asks: z
    .array(
      z.object({
        gate: z.int(),
        person: z.string(),
        channel: z.string(),
        ts: id,
        duty: z.boolean().optional(),
        thread: z.boolean().optional(),
        card: id.or(z.literal('')).optional(),
      }),
    )
    .default([]),
  /** Gates whose plan was attached as a file, because the card could not hold it. */
  plans: z.array(z.int()).default([]),
  /** How often a new card took the place of one that was removed, or could not be kept up to date. */
  renewed: z.int().optional(),
  /** Whom the document has told something, as `tell:step-3 max`. */
  told: z.array(z.string()).optional(),
  /** The one who asked for the run was told that it has no card. */
  noCard: z.boolean().optional(),
})

/** `ts`: an id of a message on whatever platform, by the name that runs of earlier versions were kept with. */
export type CardId = z.output<typeof shape>

/** What this process knows. */
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

export function writeCardId(card: CardId): string {
  return JSON.stringify(card)
}

/** Undefined for what is not ours. `isId`: is this an id of a message on the platform? */
export function readCardId(card: string | undefined, isId: (id: string) => boolean): CardId | undefined {
  if (card === undefined) return undefined
  try {
    const { data } = shape.safeParse(JSON.parse(card))
    const ids = data === undefined ? [] : [data.ts, ...data.asks.flatMap((ask) => [ask.ts, ask.card])]
    return ids.every((each) => each === undefined || each === '' || isId(each)) ? data : undefined
  } catch {
    return undefined
  }
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
