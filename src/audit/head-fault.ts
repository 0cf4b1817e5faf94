import type { Entry, LogLine, PublicKeys, SignedHead } from './entry.ts'
import { checkHead } from './signature.ts'

/** The first entry that a head contradicts. `ended`: the run as it was decided again; absent where it was not. */
export function firstBadHead(
  lines: readonly LogLine[],
  keys: PublicKeys,
  ended: { endedAt: string | undefined } | undefined,
): { at: number; why: string } | undefined {
  const entries = lines.flatMap((line) => ('entry' in line ? [line.entry] : []))
  const seen = new Set<string>()
  let before = 0
  const faults: { at: number; why: string }[] = []
  for (const line of lines) {
    if ('entry' in line) {
      before++
      continue
    }
    const { head } = line
    const name = `${head.seq} ${head.final}`
    const why =
      headFault(head, entries, keys, ended) ??
      (seen.has(name) ? `The head after entry ${head.seq} stands there twice.` : placed(head, before))
    seen.add(name)
    if (why !== undefined) faults.push({ at: Math.max(1, Math.min(head.seq, entries.length + 1)), why })
  }
  return faults.toSorted((a, b) => a.at - b.at)[0]
}

function headFault(
  head: SignedHead,
  entries: readonly Entry[],
  keys: PublicKeys,
  ended: { endedAt: string | undefined } | undefined,
): string | undefined {
  const unsigned = checkHead(head, keys)
  if (unsigned !== undefined) return unsigned
  const entry = entries[head.seq - 1]
  if (entry === undefined) return `A signed head stands for entry ${head.seq}, and the log ends with entry ${entries.length}.`
  if (head.run !== entry.run) return `The head after entry ${head.seq} is of ${head.run}.`
  if (head.hash !== entry.hash) return `The signed head after entry ${head.seq} has another hash than the entry.`
  if (!head.final) return undefined
  if (ended !== undefined && ended.endedAt === undefined)
    return `A signed end head stands after entry ${head.seq}, and the run has not ended.`
  return head.seq === entries.length ? undefined : `Entries follow the signed end head after entry ${head.seq}.`
}

/** `before`: how many entries stand before it. */
function placed(head: SignedHead, before: number): string | undefined {
  return head.seq === before ? undefined : `The head of entry ${head.seq} stands behind entry ${before}.`
}
