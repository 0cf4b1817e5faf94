/** Reads what follows a procedure's command: `name=value` and `--rehearse`. */
import type { Procedure } from '../procedure/procedure.ts'
import type { TypedWords } from '../words/note-words.ts'
import { meant } from './meant.ts'

/** A procedure is to be started, with what stands behind its command. */
export interface TypedStart {
  type: 'start'
  procedure: Procedure
  rehearsal: boolean
  answers: Record<string, string>
}

/** All faults at once: nobody should have to type a line four times. Values themselves are judged by the run. */
export function readStart(procedure: Procedure, words: string[], said: TypedWords): TypedStart | { fault: string } {
  const answers: Record<string, string> = {}
  const faults: string[] = []
  const names = procedure.parameters.map(({ name }) => name)
  let rehearsal = false
  for (const word of words) {
    const equals = word.indexOf('=')
    if (word.startsWith('--')) {
      if (word.toLowerCase() === '--rehearse') rehearsal = true
      else faults.push(said.noOption({ word, meant: meant(word, ['--rehearse']) }))
    } else if (equals < 1) {
      faults.push(said.noNameValue(word))
    } else {
      const written = word.slice(0, equals)
      const name = names.find((known) => known.toLowerCase() === written.toLowerCase())
      if (name === undefined) {
        faults.push(said.noParameter({ command: procedure.command, name: written, names, meant: meant(written, names) }))
      } else if (Object.hasOwn(answers, name)) faults.push(said.givenTwice(name))
      else answers[name] = word.slice(equals + 1)
    }
  }
  return faults.length > 0 ? { fault: faults.join('\n') } : { type: 'start', procedure, rehearsal, answers }
}
