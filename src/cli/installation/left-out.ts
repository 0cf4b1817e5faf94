/** What is said of documents that are out of service. */
import { formatFault } from '../../text/fault.ts'
import type { Installation, LeftOut } from './load-installation.ts'

/** Lines for the terminal: every fault once, then what it keeps out; none where all serves. */
export function leftOutLines({ faults, leftOut }: Pick<Installation, 'faults' | 'leftOut'>): string[] {
  return [
    ...faults.map(formatFault),
    ...leftOut.map(({ file, command }) => `Out of service until that is mended: ${nameOf(file, command)}.`),
  ]
}

/** One sentence for people in chat: the first fault, and how many more there are. */
export function whyLeftOut({ file, command, faults }: LeftOut): string {
  const [first, ...more] = faults
  const rest = more.length === 0 ? '' : ` (and ${more.length} more: "countersign check" lists them)`
  return `${nameOf(file, command)} is out of service: ${first === undefined ? 'it has faults' : formatFault(first)}${rest}`
}

function nameOf(file: string, command: string | undefined): string {
  return command === undefined ? file : `${command} (${file})`
}
