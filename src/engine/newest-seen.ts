import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The number of entries that are known of a run, where the store holds fewer; undefined: it holds the newest that is known. */
export type NewestSeen = (run: string, entries: number) => Promise<number | undefined>

/** Written to the file before the store had it, by a call that was cut off and comes again. */
const UNDER_WAY = 1

/**
 * Whoever reaches the engine's admin interface can put back a state that this bot has sealed earlier. It is noticed by what this process has read since it
 * began, and by the audit file for what came before. MUST be asked by calls that have the run for themselves, with the first state that they read: in the
 * store that number never falls.
 */
export function newestSeen(auditDirectory: string): NewestSeen {
  const seen = new Map<string, number>()
  return async (run, entries) => {
    const known = seen.get(run) ?? (await entriesIn(join(auditDirectory, `${run}.jsonl`))) - UNDER_WAY
    if (entries < known) return known
    seen.set(run, entries)
    return undefined
  }
}

async function entriesIn(file: string): Promise<number> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line.startsWith('{"entry"')).length
  } catch {
    // No file, no memory: the store is believed, as it must be for the first entry of every run.
    return 0
  }
}
