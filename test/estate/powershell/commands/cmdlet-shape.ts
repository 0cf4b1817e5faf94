import type { Parameter } from '../command.ts'

export interface CmdletShape {
  parameters: readonly Parameter[]
  /** The parameter that names what it changes; it takes -Confirm. */
  changes?: string
  /** It asks before it acts, unless told `-Confirm:$false`. */
  asks?: true
}

export const needed = (name: string): Parameter => ({ name, kind: 'value', mandatory: true })
export const value = (name: string, position?: number): Parameter => ({
  name,
  kind: 'value',
  ...(position === undefined ? {} : { position }),
})
export const flag = (name: string): Parameter => ({ name, kind: 'switch' })
