import type { ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import { isUnread, type RunSeal, type UnreadRun } from './run-seal.ts'
import { readEntry, type StoredRun } from './stored-run.ts'

/** A part of a run's log, in its order. `more`: it does not end with the newest entry. */
export interface LogPage {
  entries: Entry[]
  heads: SignedHead[]
  more: boolean
}

/**
 * The log from entry `from` on, `bytes` of it at most, and one entry at least. Each entry is pinned by the one after it, and the newest by the state: one that this
 * bot wrote as well, and that never came to count, is no entry.
 */
export async function readLog(
  ctx: ObjectSharedContext,
  seal: RunSeal,
  { state }: StoredRun,
  from = 1,
  bytes = Infinity,
): Promise<LogPage | UnreadRun> {
  const page: LogPage = { entries: [], heads: [], more: false }
  let left = bytes
  for (let n = from; n <= state.seq; n++) {
    const piece = await readEntry(ctx, seal, n)
    if (isUnread(piece)) return piece
    const { entry, heads } = piece
    const before = page.entries.at(-1)
    if (before !== undefined && entry.prev !== before.hash) return 'altered'
    if (bytes !== Infinity) left -= Buffer.byteLength(JSON.stringify(entry))
    if (left < 0 && before !== undefined) return { ...page, more: true }
    page.entries.push(entry)
    page.heads.push(...heads)
  }
  const last = page.entries.at(-1)
  return last === undefined || last.hash === state.head ? page : 'altered'
}
