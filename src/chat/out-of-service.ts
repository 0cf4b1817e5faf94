import type { Loaded } from './backend.ts'

/** Why nothing answers to what was typed, where a document that is out of service would: to its command, or to `show`. */
export function outOfService(text: string, leftOut: Loaded['leftOut']): string | undefined {
  const typed = plain(text).replace(/^countersign show /, '')
  const found = leftOut.find(({ id, command }) => typed === id || (command !== undefined && `${typed} `.startsWith(`${plain(command)} `)))
  return found?.why
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\//, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^countersign show \//, 'countersign show ')
}
