import type { Words } from '../../words/words.ts'
import type { LogLine } from '../../audit/entry.ts'
import type { SignedCommand } from '../../run/command.ts'
import { readableLine } from '../readable.ts'

/** One row of the audit log for eyes: who asked what, what was decided, and the hash that pins it. */
export interface EntryRow {
  kind: 'entry' | 'head'
  seq: number
  at: string
  who: string
  what: string
  events: string[]
  hash: string
}

export function describeEntry(words: Words, line: LogLine): EntryRow {
  if ('head' in line) {
    const { seq, at, hash, final } = line.head
    return {
      kind: 'head',
      seq,
      at,
      who: words.console.bot,
      what: final ? words.console.signedLastHead : words.console.signedHead,
      events: [],
      hash,
    }
  }
  const { seq, at, command, events, hash } = line.entry
  return {
    kind: 'entry',
    seq,
    at,
    who: whoOf(words, command),
    what: command.command.type,
    events: events.map((event) => sayEvent(words, event)),
    hash,
  }
}

function whoOf(words: Words, { command, key }: SignedCommand): string {
  if ('by' in command) return `${readableLine(words, command.by.name, 100)} (${command.by.via})`
  return 'worker' in command && 'site' in command && 'boot' in command ? words.console.worker(command.worker) : key
}

/** The type, and the sentence that belongs to it where there is one. */
function sayEvent(words: Words, event: { type: string }): string {
  const { sentence, detail, step, reason } = event as {
    type: string
    sentence?: unknown
    detail?: unknown
    step?: unknown
    reason?: unknown
  }
  const text = [sentence, detail, reason].find((each) => typeof each === 'string' && each !== '')
  return [
    event.type,
    typeof step === 'number' ? words.console.step(step) : '',
    typeof text === 'string' ? readableLine(words, text, 300) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}
