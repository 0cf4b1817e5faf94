/** `/countersign cancel`: a run that is named is cancelled; one that is only meant is asked about first, because it may be another. */
import { leadingRun, type LeadingRun } from '../../run/run-name.ts'
import { readableLine } from '../readable.ts'
import type { TypedWords } from '../../words/note-words.ts'
import type { Words } from '../../words/words.ts'
import { paragraph, said, type Note } from '../note.ts'
import type { ButtonData } from '../press.ts'
import { sayRun } from '../tone.ts'
import type { RunSummary } from '../../run/view/view.ts'

/** `asked`: the run must be confirmed, because it was not written out. */
export interface Cancel {
  type: 'cancel'
  run: string | undefined
  asked: boolean
  reason: string
}

export function readCancel(rest: string, said: TypedWords): Cancel | { fault: string } {
  const read = leadingRun(rest)
  if (read === undefined) return withReason({ type: 'cancel', run: undefined, asked: true, reason: rest.trim() }, said)
  if ('unread' in read) return { fault: said.cancelUnread(read.unread) }
  const { run, written } = read
  if (written === 'bare') return { fault: said.cancelNumber(run) }
  if (namesAnother(leadingRun(read.rest))) return { fault: said.cancelOne(rest.trim()) }
  return withReason({ type: 'cancel', run, asked: written !== 'exact', reason: read.rest }, said)
}

function withReason(cancel: Cancel, said: TypedWords): Cancel | { fault: string } {
  return cancel.reason === '' ? { fault: said.cancelNoReason(cancel.run) } : cancel
}

function namesAnother(read: LeadingRun | undefined): boolean {
  return read !== undefined && 'run' in read && read.written !== 'bare'
}

/** Says which run is meant, and what it is; the button does it. */
export function askCancel(words: Words, asked: Omit<RunSummary, 'startedAt' | 'conversation'>, reason: string): Note {
  const { run, title, requester } = asked
  const { notes, card } = words
  const data: ButtonData & Record<string, unknown> = { v: 1, act: 'cancel', run, 'cancel.reason': reason }
  return said('info', notes.cancel.title(run), [
    {
      type: 'rows',
      rows: [
        {
          name: run,
          value: [
            sayRun(words, asked).word,
            readableLine(words, title, 100),
            notes.runs.askedForBy(readableLine(words, requester.name, 80)),
          ].join(' · '),
        },
        { name: notes.cancel.reason, value: readableLine(words, reason, 1000) },
      ],
    },
    { type: 'press', run, label: card.cancel.go(run), data },
    paragraph(notes.cancel.without(run)),
  ])
}
