import { LONGEST_TYPED } from '../../../text/bounds.ts'
import type { NoteWords } from '../../note-words.ts'

export const typed: NoteWords['typed'] = {
  tooLong: (length) => `That is ${length.toLocaleString('en')} characters; a command has at most ${LONGEST_TYPED.toLocaleString('en')}.`,
  nothing: 'Nothing was typed. Try /countersign help.',
  noCommand: ({ written, meant }) => `There is no command ${written}.${didYouMean(meant)} /countersign list shows what can be started.`,
  noQuestion: ({ word, known, meant }) => `/countersign knows no ${word}.${didYouMean(meant)} It knows ${known.join(', ')}.`,
  oneRun: ({ question, words }) => `/countersign ${question} takes one run, such as R-7, not ${words} words.`,
  noRunName: (written) => `${written} is not a run. Runs are named like R-7; /countersign runs lists them.`,
  showWhich: 'Show which procedure? Name it as /countersign list does: /countersign show failover persistent-chat.',
  noProcedure: ({ named, meant }) => `There is no procedure ${named}.${didYouMean(meant)} /countersign list shows them all.`,
  openQuote: ({ at, kind }) => `The quote at character ${at} is never closed. Close it with ${kind}, or double it to mean the character.`,
  noOption: ({ word, meant }) => `There is no option ${word}.${didYouMean(meant)}`,
  noNameValue: (word) => `${word} is not name=value. A value with blanks stands in quotes: name="two words".`,
  noParameter: ({ command, name, names, meant }) => `${command} has no parameter ${name}.${didYouMean(meant)} It has ${names.join(', ')}.`,
  givenTwice: (name) => `${name} is given twice. Give it once.`,
  mirrorWhich: 'Mirror which run? /countersign mirror RUN here shows it where that is typed; /countersign runs lists them.',
  mirrorElsewhere: ({ run, place }) =>
    `A run is mirrored into the place where that is typed, not into “${place}”: type /countersign mirror ${run} here there.`,
  cancelUnread: (word) =>
    `${word} could be meant as a run, and is none: nothing is cancelled. Runs are named like R-7; begin a reason with a word.`,
  cancelNumber: (run) =>
    `Is ${run} meant, or does the reason begin with a number? Nothing is cancelled. Write the run out, /countersign cancel ${run} and the reason, or begin the reason with a word.`,
  cancelOne: (written) => `A cancel takes one run, and nothing is cancelled: ${written}. Cancel one after the other.`,
  cancelNoReason: (run) => `A cancel needs its reason: /countersign cancel ${run ?? 'RUN'} and why.`,
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? '' : ` Did you mean ${name}?`
}
