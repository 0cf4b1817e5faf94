import { canonical } from './canonical.ts'
import type { LogLine } from './entry.ts'

/** One line of `R-n.jsonl`, with its line feed. */
export function logText(line: LogLine): string {
  return `${canonical(line)}\n`
}
