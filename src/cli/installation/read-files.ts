/** The files of a folder as text; what cannot be read is a fault of that file alone. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Fault } from '../../text/fault.ts'
import { NO_PLAIN_TEXT, readPlainUtf8, readUtf8 } from '../../text/utf8.ts'

export interface TextFile {
  /** As people know it: relative to where they are. */
  file: string
  /** Without its folder. */
  name: string
  text: string
}

/** Those of these names that can be read, and those that cannot. */
export function readFiles(directory: string, names: readonly string[], faults: Fault[]): { files: TextFile[]; unread: TextFile[] } {
  const files: TextFile[] = []
  const unread: TextFile[] = []
  for (const name of names) {
    const file = shownPath(join(directory, name))
    const read = readText(join(directory, name))
    if ('text' in read) files.push({ file, name, ...read })
    else {
      faults.push({ file, line: 1, ...read })
      unread.push({ file, name, text: '' })
    }
  }
  return { files, unread }
}

/** Names of what stands in the folder; undefined, and a fault, where it cannot be read. */
export function namesIn(directory: string, faults: Fault[]): string[] | undefined {
  try {
    return readdirSync(directory).toSorted()
  } catch (cause) {
    const what = `this folder cannot be read (${codeOf(cause)}).`
    faults.push({ file: shownPath(directory), line: 1, what, next: 'Correct `commands` or `approvals` in the configuration.' })
    return undefined
  }
}

export function shownPath(path: string): string {
  return relative(process.cwd(), path) || path
}

/** What is no plain text in a document is said of it where it is judged. */
function readText(path: string): { text: string } | { what: string; next: string } {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    return { what: `this file cannot be read (${codeOf(cause)}).`, next: 'Give it to the user that starts Countersign, or remove it.' }
  }
  const text = path.endsWith('.md') ? readUtf8(bytes) : readPlainUtf8(bytes)
  return text === undefined ? NO_PLAIN_TEXT : { text }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? 'unknown'
}
