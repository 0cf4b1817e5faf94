import { canonical } from './canonical.ts'
import type { Entry, LogLine, SignedHead } from './entry.ts'

/** One line of `R-n.jsonl`, with its line feed. */
export function logText(line: LogLine): string {
  return `${canonical(line)}\n`
}

/** A run's whole log as it is exported: each head stands behind the entry that it pins. */
export function exportLog(entries: readonly Entry[], heads: readonly SignedHead[]): string {
  return logLines(entries, heads).map(logText).join('')
}

/** The lines of a log, in the order in which they came to be. */
export function logLines(entries: readonly Entry[], heads: readonly SignedHead[]): LogLine[] {
  return entries.flatMap((entry): LogLine[] => [{ entry }, ...heads.filter(({ seq }) => seq === entry.seq).map((head) => ({ head }))])
}
