/** How faults of a file are said and ordered. */
import { showHidden } from './hidden-characters.ts'

/** One fault of a file; shown as `file:line: what; next`. */
export interface Fault {
  file: string
  line: number
  what: string
  next: string
}

/** `file:line: what is wrong; what to do`; two sentences where the first one is a whole one. */
export function formatFault(fault: Fault): string {
  return showHidden(`${fault.file}:${fault.line}: ${fault.what}${/[.?!]$/.test(fault.what) ? '' : ';'} ${fault.next}`)
}

/** By line; faults of one line stay in the order in which they were found, and none is said twice. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  const said = new Set<string>()
  return faults
    .filter((fault) => {
      const sentence = formatFault(fault)
      return !said.has(sentence) && said.add(sentence)
    })
    .toSorted((a, b) => a.line - b.line)
}

/** What is wrong and what to do about it, before its place is known. */
export interface Complaint {
  what: string
  next: string
}

/** Takes one fault of the file that is being read. */
export type Report = (line: number, what: string, next: string) => void
