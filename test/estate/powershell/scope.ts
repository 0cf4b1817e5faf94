import { PsError } from './stand-in-error.ts'
import { PsScript } from './values.ts'
import type { PsValue } from './values.ts'

/** The variables of one block; script blocks share them and have their own `$_`. */
export class Scope {
  readonly #variables: Map<string, PsValue>
  readonly #constants: ReadonlySet<string>
  readonly #item: { value: PsValue } | undefined
  /** `values` are constants. */
  constructor(
    values: Record<string, PsValue>,
    variables?: Map<string, PsValue>,
    item?: { value: PsValue },
    constants: ReadonlySet<string> = new Set(Object.keys(values).map((name) => name.toLowerCase())),
  ) {
    this.#constants = constants
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
  /** @throws PsError for a value of the block. */
  set(name: string, value: PsValue): void {
    if (this.#constants.has(name.toLowerCase())) {
      const sentence = `Cannot overwrite variable ${name} because it is read-only or constant.`
      throw new PsError(sentence, 'VariableNotWritable', 'WriteError')
    }
    this.#variables.set(name.toLowerCase(), value)
  }
  forItem(value: PsValue): Scope {
    return new Scope({}, this.#variables, { value }, this.#constants)
  }
}

/** Names that a block may not assign. */
export const FIXED_NAMES: ReadonlySet<string> = new Set(['true', 'false', 'null', '_', 'psitem'])

export function isScript(value: PsValue | undefined): value is PsScript {
  return value instanceof PsScript
}
