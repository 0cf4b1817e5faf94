/** `/countersign cancel`: a run that is named is cancelled; one that is only meant is asked about first, because it may be another. */
import { leadingRun, type LeadingRun } from '../../run/run-name.ts'
import { readableLine } from '../readable.ts'
import { paragraph, said, type Note } from '../note.ts'
import type { ButtonData } from '../press.ts'
import { sayRun } from '../say-run.ts'
import type { RunSummary } from '../../run/view/view.ts'

/** `asked`: the run must be confirmed, because it was not written out. */
export interface Cancel {
  type: 'cancel'
  run: string | undefined
  asked: boolean
  reason: string
}

export function readCancel(rest: string): Cancel | { fault: string } {
  const read = leadingRun(rest)
  if (read === undefined) return withReason({ type: 'cancel', run: undefined, asked: true, reason: rest.trim() })
  if ('unread' in read) {
    return {
      fault: `${read.unread} could be meant as a run, and is none: nothing is cancelled. Runs are named like R-7; begin a reason with a word.`,
    }
  }
  const { run, written } = read
  if (written === 'bare') {
    return {
      fault: `Is ${run} meant, or does the reason begin with a number? Nothing is cancelled. Write the run out, /countersign cancel ${run} and the reason, or begin the reason with a word.`,
    }
  }
  if (namesAnother(leadingRun(read.rest)))
    return { fault: `A cancel takes one run, and nothing is cancelled: ${rest.trim()}. Cancel one after the other.` }
  return withReason({ type: 'cancel', run, asked: written !== 'exact', reason: read.rest })
}

function withReason(cancel: Cancel): Cancel | { fault: string } {
  return cancel.reason === '' ? { fault: `A cancel needs its reason: /countersign cancel ${cancel.run ?? 'RUN'} and why.` } : cancel
}

function namesAnother(read: LeadingRun | undefined): boolean {
  return read !== undefined && 'run' in read && read.written !== 'bare'
}

/** Says which run is meant, and what it is; the button does it. */
export function askCancel(asked: Omit<RunSummary, 'startedAt' | 'conversation'>, reason: string): Note {
  const { run, title, requester } = asked
  const data: ButtonData & Record<string, unknown> = { v: 1, act: 'cancel', run, 'cancel.reason': reason }
  return said('info', `Is ${run} to be cancelled? Nothing is cancelled yet.`, [
    {
      type: 'rows',
      rows: [
        { name: run, value: `${sayRun(asked).word} · ${readableLine(title, 100)} · asked for by ${readableLine(requester.name, 80)}` },
        { name: 'Reason', value: readableLine(reason, 1000) },
      ],
    },
    { type: 'press', run, label: `Cancel ${run}`, data },
    paragraph(`Without the button: type /countersign cancel ${run} and the reason.`),
  ])
}
