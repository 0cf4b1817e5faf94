import type { OutOfService } from '../words/note-words.ts'
import type { Loaded } from './backend.ts'

/** What would answer to what was typed, were it not out of service: to its command, or to `show`. */
export function outOfService(text: string, leftOut: Loaded['leftOut']): OutOfService | undefined {
  const typed = plain(text).replace(/^countersign (show )?/, '')
  return leftOut.find(({ id, command }) => typed === id || (command !== undefined && `${typed} `.startsWith(`${plain(command)} `)))
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\//, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^countersign show \//, 'countersign show ')
}
