/** Reads a typed line: the start of a procedure, or a question to Countersign. */
import { LONGEST_TYPED } from '../text/bounds.ts'
import { isCalled } from '../procedure/by-verb.ts'
import type { Procedure } from '../procedure/procedure.ts'
import { readRunName } from '../run/run-name.ts'
import { readCancel, type Cancel } from './ask/cancel.ts'
import { readMirror, type Mirror } from './ask/mirror.ts'
import type { TypedWords } from '../words/note-words.ts'
import type { Words } from '../words/words.ts'
import { meant } from './meant.ts'
import { splitWords } from './split-words.ts'
import { readStart, type TypedStart } from './typed-start.ts'

export type Typed =
  | TypedStart
  | { type: 'list' | 'runs' | 'whoami' | 'help' }
  | { type: 'show'; procedure: Procedure }
  | { type: 'plan' | 'audit'; run: string | undefined }
  | { type: 'status'; run: string | undefined }
  | Mirror
  | Cancel

export const WORDS = ['list', 'show', 'plan', 'runs', 'status', 'mirror', 'cancel', 'audit', 'whoami', 'help'] as const

/** What is shown where it was typed: that place must be one in which runs are shown. */
export const SHOWN_HERE: ReadonlySet<Typed['type']> = new Set(['start', 'mirror'])

/** The leading slash may be missing (Teams: the words follow a mention); case does not matter in the words of commands. */
export function readTyped(text: string, procedures: readonly Procedure[], { notes: { typed: said } }: Words): Typed | { fault: string } {
  if (text.length > LONGEST_TYPED) return { fault: said.tooLong(text.length) }
  const split = splitWords(text, said)
  if ('fault' in split) return split
  const words = split.words
  if (words.length === 0) return { fault: said.nothing }
  const first = withoutSlash(words[0] ?? '')
  const asked = first === 'countersign'
  // Its own words first; behind it a procedure may be called, too, where a platform has the first word of its command for itself.
  const called = asked ? words.slice(1) : words
  const isQuestion = asked && (called.length === 0 || WORDS.some((word) => word === called[0]?.toLowerCase()))
  const procedure = isQuestion ? undefined : procedures.find(({ command }) => startsWith(called, command))
  if (procedure) return readStart(procedure, called.slice(commandWords(procedure.command).length), said)
  if (asked) return readQuestion(called, procedures, said)
  const written = `/${words.slice(0, 2).map(withoutSlash).join(' ')}`
  const commands = [...procedures.map(({ command }) => command), ...WORDS.map((word) => `/countersign ${word}`)]
  const own = WORDS.find((word) => word === first)
  return { fault: said.noCommand({ written, meant: own === undefined ? meant(written, commands) : `/countersign ${own}` }) }
}

function readQuestion([word = 'help', ...rest]: string[], procedures: readonly Procedure[], said: TypedWords): Typed | { fault: string } {
  const name = WORDS.find((known) => known === word.toLowerCase())
  if (!name) {
    const near =
      meant(word, WORDS) ??
      meant(
        [word, ...rest.slice(0, 1)].join(' '),
        procedures.map(({ command }) => withoutSlash(command)),
      )
    return { fault: said.noQuestion({ word, known: WORDS, meant: near }) }
  }
  switch (name) {
    case 'list':
    case 'runs':
    case 'whoami':
    case 'help':
      return { type: name }
    case 'show':
      return readShow(rest, procedures, said)
    case 'plan':
    case 'audit':
    case 'status': {
      const [written] = rest
      const run = written === undefined ? undefined : readRunName(rest.join(' '))
      if (written === undefined || run !== undefined) return { type: name, run }
      if (rest.length > 1) return { fault: said.oneRun({ question: name, words: rest.length }) }
      return { fault: said.noRunName(written) }
    }
    case 'mirror':
      return readMirror(rest.join(' '), said)
    case 'cancel':
      return readCancel(rest.join(' '), said)
  }
}

function readShow(rest: string[], procedures: readonly Procedure[], said: TypedWords): Typed | { fault: string } {
  const named = rest.map(withoutSlash).join(' ')
  if (!named) return { fault: said.showWhich }
  const procedure = procedures.find((one) => isCalled(one, named))
  if (procedure) return { type: 'show', procedure }
  const names = procedures.map(({ command }) => withoutSlash(command))
  return { fault: said.noProcedure({ named, meant: meant(named, names) }) }
}

function startsWith(words: string[], command: string): boolean {
  return commandWords(command).every((part, index) => withoutSlash(words[index] ?? '') === part)
}

function commandWords(command: string): string[] {
  return withoutSlash(command).split(/\s+/)
}

function withoutSlash(word: string): string {
  return word.toLowerCase().replace(/^\//, '')
}
