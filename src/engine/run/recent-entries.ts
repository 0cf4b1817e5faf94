import type { Entry } from '../../audit/entry.ts'

/** The newest entries of runs, as this process has stored or read them: a worker asks for them after each, and the store gives a log only as a whole. */
export interface RecentEntries {
  /** They follow each other, and the store has them. */
  note(run: string, entries: readonly Entry[]): void
  /** From `from` to the one with this number and hash; undefined: not all of them are known. */
  between(run: string, from: number, newest: Pick<Entry, 'seq' | 'hash'>): Entry[] | undefined
}

const RUNS = 50
const OF_EACH = 32

export function recentEntries(): RecentEntries {
  const known = new Map<string, Entry[]>()
  return {
    note(run, entries) {
      const before = known.get(run) ?? []
      const follows = before.at(-1)?.hash === entries[0]?.prev
      known.delete(run)
      known.set(run, [...(follows ? before : []), ...entries].slice(-OF_EACH))
      for (const oldest of known.keys()) {
        if (known.size <= RUNS) return
        known.delete(oldest)
      }
    },
    between(run, from, { seq, hash }) {
      const entries = known.get(run) ?? []
      const found = entries.filter((entry) => entry.seq >= from && entry.seq <= seq)
      return found[0]?.seq === from && found.at(-1)?.hash === hash ? found : undefined
    },
  }
}
