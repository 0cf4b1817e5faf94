import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, LogLine } from '../../src/audit/entry.ts'
import type { PracticeConfiguration } from './write-configuration.ts'

const read = new Map<string, { bytes: number; entries: Entry[] }>()

/** The entries of a run as its audit file holds them by now; none where there is no file yet. To ask for them again and again costs the bot nothing. */
export function auditEntries({ state }: Pick<PracticeConfiguration, 'state'>, run: string): Entry[] {
  const file = join(state, 'audit', `${run}.jsonl`)
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  const before = read.get(file)
  if (before?.bytes === bytes) return before.entries
  const text = readFileSync(file, 'utf8')
  const entries = entriesIn(text)
  read.set(file, { bytes: Buffer.byteLength(text), entries })
  return entries
}

/** Of an exported log or an audit file, whose last line may still be on its way. */
export function entriesIn(text: string): Entry[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as LogLine).flatMap((line) => ('entry' in line ? [line.entry] : []))
}
