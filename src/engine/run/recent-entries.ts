import type { Entry } from '../../audit/entry.ts'
import { passedMs, type Moment } from '../../run/clocks.ts'

/** The newest entries of runs, as this process has stored or read them: a worker asks for them after each, and the store gives a log only as a whole. */
export interface RecentEntries {
  /** They follow each other, and the store has them. */
  note(run: string, entries: readonly Entry[]): void
  /** As `note`, of an entry that this process has just stored. */
  kept(run: string, entry: Entry): void
  /**
   * The entry that this process has stored last, where that was a moment ago: whatever is stored later is later than the question. A process that slept, while another
   * bot took its place, does not know it.
   */
  justKept(run: string): Entry | undefined
  /** From `from` to the one with this number and hash; undefined: not all of them are known. */
  between(run: string, from: number, newest: Pick<Entry, 'seq' | 'hash'>): Entry[] | undefined
}

const RUNS = 50
const OF_EACH = 32
/** Less than the time after which a worker asks again whether its claim still stands. */
const MOMENT_MS = 1_000

interface Known {
  entries: Entry[]
  /** The one that this process has stored last, and when. */
  kept?: { entry: Entry; at: Moment }
}

export function recentEntries(moment: () => Moment = () => ({ monotonicMs: performance.now(), wallMs: Date.now() })): RecentEntries {
  const known = new Map<string, Known>()
  const keep = (run: string, entries: readonly Entry[], kept?: Known['kept']) => {
    const before = known.get(run)?.entries ?? []
    const follows = before.at(-1)?.hash === entries[0]?.prev
    known.delete(run)
    known.set(run, { entries: [...(follows ? before : []), ...entries].slice(-OF_EACH), ...(kept && { kept }) })
    for (const oldest of known.keys()) {
      if (known.size <= RUNS) return
      known.delete(oldest)
    }
  }
  return {
    note: (run, entries) => keep(run, entries, known.get(run)?.kept),
    kept: (run, entry) => keep(run, [entry], { entry, at: moment() }),
    justKept(run) {
      const kept = known.get(run)?.kept
      return kept !== undefined && passedMs(kept.at, moment()) < MOMENT_MS ? kept.entry : undefined
    },
    between(run, from, { seq, hash }) {
      const found = (known.get(run)?.entries ?? []).filter((entry) => entry.seq >= from && entry.seq <= seq)
      return found[0]?.seq === from && found.at(-1)?.hash === hash ? found : undefined
    },
  }
}
