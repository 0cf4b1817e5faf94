import type { Node } from 'web-tree-sitter'
import { toInteger, toText, toTruth } from './convert.ts'
import { PsError, placeOf, unknown } from './stand-in-error.ts'
import { PsHash, PsObject } from './values.ts'
import type { PsValue } from './values.ts'

/** `[string]`, `[int]`, `[long]`, `[bool]`, `[datetime]` (a text in UTC here), `[pscustomobject]` of a value. */
export function cast(type: Node | undefined, value: PsValue, node: Node): PsValue {
  const name = type?.text.toLowerCase()
  if (name === '[string]') return toText(value)
  if (name === '[bool]') return toTruth(value)
  if (name === '[int]' || name === '[long]') {
    const number = toInteger(value)
    if (number !== undefined) return number
    const sentence = `Cannot convert value "${toText(value)}" to type "System.${name === '[int]' ? 'Int32' : 'Int64'}".`
    throw new PsError(sentence, 'InvalidCastFromStringToInteger', 'InvalidArgument', placeOf(node))
  }
  if (name === '[datetime]' && typeof value === 'string') {
    const at = Date.parse(value)
    if (!Number.isNaN(at)) return new Date(at).toISOString()
    const sentence = `Cannot convert value "${value}" to type "System.DateTime".`
    throw new PsError(sentence, 'InvalidCastParseTargetInvocation', 'InvalidArgument', placeOf(node))
  }
  if (name === '[pscustomobject]' && value instanceof PsHash) {
    const made = new PsObject()
    for (const entry of value.entries.values()) made.set(entry.name, entry.value)
    return made
  }
  throw unknown(`the cast ${type?.text ?? ''} of this value`, node)
}
