/** Reads a typed line: the start of a procedure, or a question to Countersign. */
import type { Procedure } from '../procedure/procedure.ts'
import { didYouMean } from './did-you-mean.ts'
import { splitWords } from './split-words.ts'
import { readStart } from './typed-start.ts'

export type Typed =
  | { type: 'start'; procedure: Procedure; rehearsal: boolean; answers: Record<string, string> }
  | { type: 'list' | 'runs' | 'whoami' | 'help' }
  | { type: 'show'; procedure: Procedure }
  | { type: 'plan' | 'audit'; run: string | undefined }
  | { type: 'status'; run: string | undefined }
  | { type: 'cancel'; run: string | undefined; reason: string }

export const WORDS = ['list', 'show', 'plan', 'runs', 'status', 'cancel', 'audit', 'whoami', 'help'] as const

/** The leading slash may be missing (Teams: the words follow a mention); case does not matter in the words of commands. */
export function readTyped(text: string, procedures: readonly Procedure[]): Typed | { fault: string } {
  if (text.length > 4000) return { fault: `That is ${text.length.toLocaleString('en')} characters; a command has at most 4,000.` }
  const split = splitWords(text)
  if ('fault' in split) return split
  const words = split.words
  if (words.length === 0) return { fault: 'Nothing was typed. Try /countersign help.' }
  const first = bare(words[0] ?? '')
  if (first === 'countersign') return readQuestion(words.slice(1), procedures)
  const procedure = procedures.find(({ command }) => startsWith(words, command))
  if (procedure) return readStart(procedure, words.slice(commandWords(procedure.command).length))
  const typed = words.slice(0, 2).map(bare).join(' ')
  const commands = [...procedures.map(({ command }) => command), ...WORDS.map((word) => `/countersign ${word}`)]
  return { fault: `There is no command /${typed}.${didYouMean(`/${typed}`, commands)} /countersign list shows what can be started.` }
}

function readQuestion([word = 'help', ...rest]: string[], procedures: readonly Procedure[]): Typed | { fault: string } {
  const name = WORDS.find((known) => known === word.toLowerCase())
  if (!name) return { fault: `/countersign knows no ${word}.${didYouMean(word, WORDS)} It knows ${WORDS.join(', ')}.` }
  switch (name) {
    case 'list':
    case 'runs':
    case 'whoami':
    case 'help':
      return { type: name }
    case 'show':
      return readShow(rest, procedures)
    case 'plan':
    case 'audit':
    case 'status': {
      if (rest.length > 1) return { fault: `/countersign ${name} takes one run, such as R-7, not ${rest.length} words.` }
      const run = readRun(rest[0])
      return typeof run === 'object' ? run : { type: name, run }
    }
    case 'cancel': {
      const run = /^(r-)?\d+$/i.test(rest[0] ?? '') ? readRun(rest[0]) : undefined
      if (typeof run === 'object') return run
      const reason = (run === undefined ? rest : rest.slice(1)).join(' ').trim()
      if (!reason) return { fault: 'A cancel needs its reason: /countersign cancel R-7 the site is back.' }
      return { type: 'cancel', run, reason }
    }
  }
}

function readShow(rest: string[], procedures: readonly Procedure[]): Typed | { fault: string } {
  const named = rest.map(bare).join(' ')
  if (!named) return { fault: 'Show which procedure? Name it as /countersign list does: /countersign show failover persistent-chat.' }
  const procedure = procedures.find(({ id, command }) => id === named || bare(command) === named)
  if (procedure) return { type: 'show', procedure }
  const names = procedures.map(({ command }) => bare(command))
  return { fault: `There is no procedure ${named}.${didYouMean(named, names)} /countersign list shows them all.` }
}

/** `R-7`, `r-7` or `7`; undefined where none was named. */
function readRun(word: string | undefined): string | undefined | { fault: string } {
  if (word === undefined) return undefined
  const number = /^(?:r-)?(\d{1,9})$/i.exec(word)?.[1]
  return number === undefined
    ? { fault: `${word} is not a run. Runs are named like R-7; /countersign runs lists them.` }
    : `R-${Number(number)}`
}

function startsWith(words: string[], command: string): boolean {
  return commandWords(command).every((part, index) => bare(words[index] ?? '') === part)
}

function commandWords(command: string): string[] {
  return bare(command).split(/\s+/)
}

function bare(word: string): string {
  return word.toLowerCase().replace(/^\//, '')
}
