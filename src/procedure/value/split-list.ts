/** Several values written in one answer. */
import type { Read } from './value-fault.ts'

/** Parts of a JSON list, or of text parted by commas or new lines; empty parts are left out. A value with a comma needs the JSON form. */
export function splitList(written: string): Read<string[]> {
  const text = written.trim()
  if (text === '') return { fault: { is: 'empty' } }
  if (!text.startsWith('[')) {
    const parts = text.split(/[,\r\n]/).map((part) => part.trim())
    return { value: parts.filter((part) => part !== '') }
  }
  const list = parsed(text)
  if (!Array.isArray(list) || !list.every((part) => typeof part === 'string' || typeof part === 'number'))
    return { fault: { is: 'no-list' } }
  return { value: list.map(String) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
