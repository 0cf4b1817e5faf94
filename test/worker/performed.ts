/** What a practice knows of an order to perform: what was sent, how it ended, what was claimed. */
import type { AttemptOutcome } from '../../src/run/command.ts'
import type { Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'
import { inEnglish, type InEnglish } from './said.ts'

export const performed = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE)
export const resultOf = (practice: Practice): InEnglish<AttemptOutcome> | undefined => {
  const said = practice.run.answers.find(({ command }) => command.type === 'result')
  return said?.command.type === 'result' ? inEnglish(said.command.outcome) : undefined
}
export const claims = (practice: Practice) =>
  practice.run.answers
    .filter(({ command }) => command.type === 'claim')
    .map(({ answer }) => ('refusal' in answer ? answer.refusal.code : 'granted'))
