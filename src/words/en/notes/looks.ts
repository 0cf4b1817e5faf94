/** Answers of who looks at a document, a plan or the runs. */
import type { NoteWords } from '../../note-words.ts'

export const runs: NoteWords['runs'] = {
  none: 'No runs',
  noneNow: 'Nothing runs now. /countersign list shows what can be started.',
  title: (count) => (count === 1 ? '1 run' : `${count} runs`),
  notShown: (count) => `${count} more are not shown: the console lists them all.`,
  showOlder: 'Older runs',
  older: (count) => (count === 1 ? '1 older run' : `${count} older runs`),
  noneOlder: 'There are no older runs.',
  askedForBy: (person) => `asked for by ${person}`,
}

export const status: NoteWords['status'] = {
  step: (number) => `Step ${number}`,
  states: {
    pending: 'pending',
    asking: 'asking',
    waiting: 'waiting',
    'by-hand': 'by-hand',
    working: 'working',
    done: 'done',
    rehearsed: 'rehearsed',
    skipped: 'skipped',
    undone: 'undone',
    attention: 'attention',
  },
}

export const plan: NoteWords['plan'] = {
  title: ({ run, title }) => `Plan of ${run}: ${title}`,
  none: (run) => `${run} has no plan yet: not every parameter is answered.`,
  would: (run) => `This would be the plan of ${run}. Nothing has begun.`,
  notYet: (run) => `${run} has no plan yet`,
  hasEnded: (run) => `${run} has ended: there is nothing left to plan.`,
  fingerprint: 'Fingerprint of the plan',
  document: 'Document',
  documentIs: ({ id, hash }) => `${id}, SHA-256 ${hash}`,
  lock: 'Lock',
  target: (target, readerless) => {
    if (target.kind === 'powershell') return `PowerShell, ${target.host}`
    const place = `SQL Server, ${target.host}${target.instance === '' ? '' : `\\${target.instance}`}`
    if (target.reader !== undefined) return `${place}, looks as ${target.reader}`
    return readerless ? `${place}, NO READER: looks are sent with the log-in that may also write` : place
  },
}
