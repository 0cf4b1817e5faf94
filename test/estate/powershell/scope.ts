import { PsScript } from './values.ts'
import type { PsValue } from './values.ts'

/** The variables of one block; script blocks share them and have their own `$_`. */
export class Scope {
  readonly #variables: Map<string, PsValue>
  readonly #item: { value: PsValue } | undefined
  constructor(values: Record<string, PsValue>, variables?: Map<string, PsValue>, item?: { value: PsValue }) {
    this.#variables = variables ?? new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
    this.#item = item
  }
  /** An unset variable is $null, as PowerShell has it without strict mode. */
  get(name: string): PsValue {
    const wanted = name.toLowerCase()
    if (wanted === 'true') return true
    if (wanted === 'false') return false
    if (wanted === 'null') return null
    if (wanted === '_' || wanted === 'psitem') return this.#item?.value ?? null
    return this.#variables.get(wanted) ?? null
  }
  set(name: string, value: PsValue): void {
    this.#variables.set(name.toLowerCase(), value)
  }
  forItem(value: PsValue): Scope {
    return new Scope({}, this.#variables, { value })
  }
}

/** Names that a block may not assign. */
export const FIXED_NAMES: ReadonlySet<string> = new Set(['true', 'false', 'null', '_', 'psitem'])

export function isScript(value: PsValue | undefined): value is PsScript {
  return value instanceof PsScript
}
