/** Reads what follows a procedure's command: `name=value` and `--rehearse`. */
import type { Procedure } from '../procedure/procedure.ts'
import { didYouMean } from './did-you-mean.ts'

/** A procedure is to be started, with what stands behind its command. */
export interface TypedStart {
  type: 'start'
  procedure: Procedure
  rehearsal: boolean
  answers: Record<string, string>
}

/** All faults at once: nobody should have to type a line four times. Values themselves are judged by the run. */
export function readStart(procedure: Procedure, words: string[]): TypedStart | { fault: string } {
  const answers: Record<string, string> = {}
  const faults: string[] = []
  const names = procedure.parameters.map(({ name }) => name)
  let rehearsal = false
  for (const word of words) {
    const equals = word.indexOf('=')
    if (word.startsWith('--')) {
      if (word.toLowerCase() === '--rehearse') rehearsal = true
      else faults.push(`There is no option ${word}.${didYouMean(word, ['--rehearse'])}`)
    } else if (equals < 1) {
      faults.push(`${word} is not name=value. A value with blanks stands in quotes: name="two words".`)
    } else {
      const written = word.slice(0, equals)
      const name = names.find((known) => known.toLowerCase() === written.toLowerCase())
      if (name === undefined) {
        faults.push(`${procedure.command} has no parameter ${written}.${didYouMean(written, names)} It has ${names.join(', ')}.`)
      } else if (Object.hasOwn(answers, name)) faults.push(`${name} is given twice. Give it once.`)
      else answers[name] = word.slice(equals + 1)
    }
  }
  return faults.length > 0 ? { fault: faults.join('\n') } : { type: 'start', procedure, rehearsal, answers }
}
