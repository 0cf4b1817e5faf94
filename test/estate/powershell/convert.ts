/** PowerShell's conversions, as far as the stand-in has them. */
import { NOTHING, PsHash, PsObject, PsScript, PsType } from './values.ts'
import type { PsValue } from './values.ts'

export function toText(value: PsValue): string {
  if (value === null || value === NOTHING) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(toText).join(' ')
  if (value instanceof PsHash) return 'System.Collections.Hashtable'
  if (value instanceof PsScript) return value.body.text
  if (value instanceof PsType) return value.name
  const name = value.get('FullName')
  if (typeof name === 'string') return name
  return `@{${[...value.entries.values()].map((entry) => `${entry.name}=${toText(entry.value)}`).join('; ')}}`
}

export function toTruth(value: PsValue): boolean {
  if (value === null || value === NOTHING || value === '' || value === 0 || value === false) return false
  if (!Array.isArray(value)) return true
  return value.length > 1 || (value.length === 1 && toTruth(value[0] ?? null))
}

/** Undefined where PowerShell would say that it cannot convert. */
export function toNumber(value: PsValue): number | undefined {
  if (value === null || value === NOTHING) return 0
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (text === '') return 0
  const number = Number(text)
  return Number.isFinite(number) && !/^0[box]/i.test(text) ? number : undefined
}

/** `[int]1.5` is 2 and `[int]2.5` is 2: to the even neighbour. */
export function toInteger(value: PsValue): number | undefined {
  const number = toNumber(value)
  if (number === undefined) return undefined
  const floor = Math.floor(number)
  if (number - floor !== 0.5) return Math.round(number)
  return floor % 2 === 0 ? floor : floor + 1
}

/** `.Count` of anything. */
export function countOf(value: PsValue): number {
  if (value === null || value === NOTHING) return 0
  if (Array.isArray(value)) return value.length
  return value instanceof PsHash ? value.entries.size : 1
}

/** A member read: of the object, of each item of a list, or $null. */
export function memberOf(value: PsValue, name: string): PsValue {
  const wanted = name.toLowerCase()
  if (value instanceof PsHash || value instanceof PsObject) {
    const found = value.get(name)
    if (found !== undefined) return found
    if (value instanceof PsHash && wanted === 'keys') return [...value.entries.values()].map((entry) => entry.name)
    if (value instanceof PsHash && wanted === 'values') return [...value.entries.values()].map((entry) => entry.value)
  }
  if (wanted === 'count') return countOf(value)
  if (wanted === 'length') return typeof value === 'string' ? value.length : countOf(value)
  if (!Array.isArray(value)) return null
  const found = value.filter((item) => item !== null).flatMap((item) => (hasMember(item, name) ? flat(memberOf(item, name)) : []))
  if (found.length === 0) return null
  return found.length === 1 ? (found[0] ?? null) : found
}

function hasMember(item: PsValue, name: string): boolean {
  // A custom object without the property still counts, with $null.
  if (item instanceof PsObject) return true
  if (item instanceof PsHash) return item.get(name) !== undefined
  return typeof item === 'string' && name.toLowerCase() === 'length'
}

function flat(value: PsValue): PsValue[] {
  return Array.isArray(value) ? value : [value]
}
