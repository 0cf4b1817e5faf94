/** The values of the PowerShell stand-in: what its blocks compute with. */
import type { Node } from 'web-tree-sitter'

/** No output at all: PowerShell's AutomationNull. In an expression it is $null, in a pipeline it is nothing. */
export const NOTHING = Symbol('nothing')

export type PsValue = typeof NOTHING | null | string | number | boolean | PsValue[] | PsHash | PsObject | PsScript | PsType

/** Names keep the spelling of their first use, and are found in any case. */
abstract class Named {
  readonly entries = new Map<string, { name: string; value: PsValue }>()
  get(name: string): PsValue | undefined {
    return this.entries.get(name.toLowerCase())?.value
  }
  set(name: string, value: PsValue): this {
    this.entries.set(name.toLowerCase(), { name, value })
    return this
  }
}

/** `@{ … }` */
export class PsHash extends Named {
  readonly kind = 'hashtable'
}

/** `[pscustomobject]@{ … }`, a file, what a cmdlet answers. */
export class PsObject extends Named {
  readonly kind = 'object'
}

/** A SecureString: it says its length, and never what it holds, but to a cmdlet that takes it. */
export class PsSecure extends PsObject {
  readonly #text: string
  constructor(text: string) {
    super()
    this.#text = text
    this.set('Length', text.length)
  }
  sent(): { secure: string } {
    return { secure: this.#text }
  }
}

/** `{ … }` */
export class PsScript {
  readonly body: Node
  constructor(body: Node) {
    this.body = body
  }
}

/** `[int]` as a value. */
export class PsType {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** What a pipeline makes of a value. */
export function enumerate(value: PsValue): PsValue[] {
  if (value === NOTHING) return []
  return Array.isArray(value) ? value : [value]
}

/** What a variable or parenthesis makes of a pipeline's output. */
export function collect(items: PsValue[]): PsValue {
  if (items.length === 0) return NOTHING
  return items.length === 1 ? (items[0] ?? null) : items
}

/** JSON of the estate as values: objects become PsObject. */
export function fromJson(json: unknown): PsValue {
  if (Array.isArray(json)) return json.map(fromJson)
  if (json === null || json === undefined) return null
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json
  const made = new PsObject()
  for (const [name, value] of Object.entries(json)) made.set(name, fromJson(value))
  return made
}

/** Values as JSON for the estate. */
export function toJson(value: PsValue): unknown {
  if (value === NOTHING || value instanceof PsScript || value instanceof PsType) return null
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof PsSecure) return value.sent()
  if (value instanceof PsHash || value instanceof PsObject) {
    return Object.fromEntries([...value.entries.values()].map((entry) => [entry.name, toJson(entry.value)]))
  }
  return value
}
