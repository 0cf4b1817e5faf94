/** What is said of documents that are out of service. */
import { formatFault } from '../../text/fault.ts'
import type { OutOfService } from '../../words/note-words.ts'
import type { Installation, LeftOut } from './load-installation.ts'

/** Lines for the terminal: every fault once, then what it keeps out; none where all serves. */
export function leftOutLines({ faults, leftOut }: Pick<Installation, 'faults' | 'leftOut'>): string[] {
  return [
    ...faults.map(formatFault),
    ...leftOut.map(({ file, command }) => `Out of service until that is mended: ${nameOf(file, command)}.`),
  ]
}

/** For people in chat: the first fault, and how many more there are. */
export function whyLeftOut({ file, command, faults: [first, ...more] }: LeftOut): OutOfService {
  return { file, ...(command !== undefined && { command }), ...(first && { fault: formatFault(first) }), more: more.length }
}

function nameOf(file: string, command: string | undefined): string {
  return command === undefined ? file : `${command} (${file})`
}
