import type { EstateState } from '../state/estate-state.ts'

/** An error record as PowerShell would carry it. */
export interface CmdletError {
  message: string
  /** FullyQualifiedErrorId without the cmdlet's name. */
  id: string
  category: string
}

/** What a cmdlet answers; objects are plain, dates are Date. */
export interface CmdletAnswer {
  output: unknown[]
  error?: CmdletError
  warnings: string[]
  verbose: string[]
}

export interface CmdletParameter {
  name: string
  mandatory?: true
  /** The only values that it takes, without regard to case. */
  choices?: readonly string[]
  /** Given without a value, or as true or false. */
  flag?: true
}

/** One cmdlet of the table. */
export interface Cmdlet {
  name: string
  parameters: readonly CmdletParameter[]
  /** It changes the estate. */
  effect?: true
  run(call: CmdletCall): Promise<unknown[]> | unknown[]
}

export interface CmdletCall {
  state: EstateState
  /** Where it runs: `management`. */
  endpoint: string
  /** By the parameter's own spelling; what was not given is absent, $null is null. */
  given: Map<string, unknown>
  verbose(text: string): void
  warn(text: string): void
}

/** Thrown by a cmdlet to end with an error record. */
export class CmdletFailure extends Error {
  readonly id: string
  readonly category: string

  constructor(message: string, id: string, category: string) {
    super(message)
    this.id = id
    this.category = category
  }
}

/** The text of a parameter, undefined when it was not given or is $null. */
export function textOf(call: CmdletCall, name: string): string | undefined {
  const value = call.given.get(name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** What a SecureString holds. The estate writes it down nowhere. */
export function secureTextOf(call: CmdletCall, name: string): string | undefined {
  const value = call.given.get(name)
  return isSecure(value) ? value.secure : undefined
}

export function isSecure(value: unknown): value is { secure: string } {
  return typeof value === 'object' && value !== null && 'secure' in value && typeof value.secure === 'string'
}

/** For `JSON.stringify`, in whatever is kept. */
export function covered(_key: string, value: unknown): unknown {
  return isSecure(value) ? 'System.Security.SecureString' : value
}

export function isSet(call: CmdletCall, name: string): boolean {
  return call.given.get(name) === true
}
