/** What can be said of any parameter. */
import type { Parameter } from './procedure.ts'

/** Neither the document answers it, nor may it stay without an answer. */
export function needsAnswer({ default: given, optional }: Pick<Parameter, 'default' | 'optional'>): boolean {
  return given === undefined && optional !== true
}
