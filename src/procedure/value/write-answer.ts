import { spokenDuration } from '../../text/duration.ts'
import type { Value, ValueType } from '../procedure.ts'

/** A value as it can be typed again. */
export function writeAnswer({ of }: ValueType, value: Value): string {
  const one = (each: string | number | boolean): string => (of === 'duration' ? spokenDuration(Number(each)) : String(each))
  if (!Array.isArray(value)) return one(value)
  const parts = value.map(one)
  return parts.some((part) => /[,\r\n]|^\[/.test(part)) ? JSON.stringify(parts) : parts.join(', ')
}
