import type { NoteWords } from '../../note-words.ts'

export const recorded: NoteWords['recorded'] = {
  start: ({ run }) => `${run} is started. Its card shows how far it is, and asks for whatever is still missing.`,
  answer: ({ run }) => `Recorded for ${run}.`,
  approve: ({ run, gate }) => `Your approval of gate ${gate} of ${run} is recorded.`,
  reject: ({ run, gate }) => `Your rejection of gate ${gate} of ${run} is recorded.`,
  withdraw: ({ run }) => `${run} is withdrawn.`,
  deviate: ({ run, kind, step, from = step }) =>
    `Your request to ${TO[kind]} step ${kind === 'undo' ? from : step} of ${run} is recorded. It needs its own approval.`,
  reopen: ({ run }) => `The gate of ${run} is asked for again.`,
  confirm: ({ run, step, choice }) => `Your answer “${choice}” for step ${step} of ${run} is recorded.`,
  mirror: ({ run }) => `${run} is shown here, too, from its first line on. Its card comes in a moment.`,
  cancel: ({ run }) => `Your cancel of ${run} is recorded.`,
}

const TO = { retry: 'retry', undo: 'undo back to', skip: 'skip', 'mark-done': 'mark as done', abort: 'abort at' }
