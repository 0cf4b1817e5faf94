import { toText } from './convert.ts'
import { NOTHING, PsHash, PsObject, PsScript, PsType } from './values.ts'
import type { PsValue } from './values.ts'

/** What of a value leaves the stand-in: as the host's projection has it, two levels deep, cut. */
export function project(value: PsValue, depth = 0): unknown {
  if (value === NOTHING) return null
  if (typeof value === 'string') return limit(value, 8000)
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof PsScript || value instanceof PsType) return limit(toText(value), 8000)
  if (Array.isArray(value)) {
    if (depth >= 2) return 'Object[]'
    const shown = value.slice(0, 200).map((item) => project(item, depth + 1))
    return value.length > 200 ? [...shown, '(more)'] : shown
  }
  if (depth >= 2) return value instanceof PsHash ? `Hashtable of ${value.entries.size}` : limit(toText(value), 200)
  const shown = [...(value instanceof PsObject || value instanceof PsHash ? value.entries.values() : [])].slice(0, 50)
  return Object.fromEntries(
    shown.filter((entry) => entry.name !== 'PSIsContainer').map((entry) => [entry.name, project(entry.value, depth + 1)]),
  )
}

export function limit(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} (${text.length - most} more characters)`
}
