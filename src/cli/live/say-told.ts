/** How the answers of a live check are said: a line each, and a fault for what a run would stop at. */
import { showHidden } from '../../text/hidden-characters.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { Fault } from '../../text/fault.ts'
import type { Told } from './ask-document.ts'
import type { LiveAnswer } from './live-answer.ts'

/** One line, to stand below its step's heading; what a server said is shown as it is, hidden characters as their codes. */
export function lineOf(told: Told): string {
  return showHidden(wordsOf(told))
}

function wordsOf(told: Told): string {
  if ('passed' in told) return `  passed over: ${told.passed.because}`
  if ('capture' in told)
    return `    ${told.capture.name} ${'value' in told.capture ? `= ${shown(told.capture.value)}` : `was not found: ${told.capture.fault}`}`
  const { role, choices, target, item, said, detail, ranIn } = told.answer
  const where = `${target === undefined ? '' : ` on ${target}`}${item === undefined ? '' : ` for ${item}`}`
  return `  ${choices === undefined ? role : `choices ${choices}`}${where}: ${SAID[said]}${detail === '' ? '' : `: ${detail}`}${ranIn === undefined ? '' : ` (${ranIn})`}`
}

/** What is to be reported at its place; `told: false` where nobody can tell. Undefined where all is well. */
export function findingOf(told: Told, file: string): { fault: Fault; told: boolean } | undefined {
  if ('passed' in told) return undefined
  if ('capture' in told) {
    const { capture } = told
    if ('value' in capture) return undefined
    const what = `Step ${capture.step} did not find ${capture.name}: ${capture.fault}.`
    return { fault: { file, line: capture.line, what, next: 'Blocks that use it were not asked; a run would stop here.' }, told: false }
  }
  return answerFinding(told.answer, file)
}

function answerFinding(answer: LiveAnswer, file: string): { fault: Fault; told: boolean } | undefined {
  const { step, role, choices, target, item, said, detail, line } = answer
  const where = `${choices === undefined ? `The ${role} of step ${step}` : `What \`${choices}\` is to find`} on ${target}${item === undefined ? '' : ` for ${item}`}`
  const fault = (what: string, next: string): Fault => ({ file, line, what, next })
  switch (said) {
    case 'unmet':
      return {
        fault: fault(`${where} is not met: ${detail}.`, 'A run stops before this step unless an earlier step mends it.'),
        told: true,
      }
    case 'cannot-tell':
      return {
        fault: fault(
          `${where} cannot tell: ${detail}.`,
          'Let its log-in see what it asks, or correct it; an earlier step may mend it too.',
        ),
        told: false,
      }
    case 'failed':
      return {
        fault: fault(`${where} failed: ${detail}.`, 'See that the target answers and may be read; then correct the block.'),
        told: false,
      }
    case 'found':
    case 'met':
    case 'done':
    case 'not-done':
    case 'not-yet':
    case 'not-asked':
      return undefined
  }
}

const SAID: Record<LiveAnswer['said'], string> = {
  found: 'found',
  met: 'met',
  unmet: 'NOT MET',
  done: 'done',
  'not-done': 'not done',
  'cannot-tell': 'CANNOT TELL',
  'not-yet': 'nothing to see before the run',
  failed: 'FAILED',
  'not-asked': 'not asked',
}

function shown(value: Value): string {
  if (!Array.isArray(value)) return String(value)
  return value.length === 0 ? '(none)' : value.join(', ')
}
