/** `fqdn`, `list of path`: how a type is written. */
import type { ScalarType, ValueType } from '../procedure.ts'

export const SCALAR_TYPES = [
  'text',
  'fqdn',
  'ip',
  'url',
  'email',
  'path',
  'database',
  'login',
  'choice',
  'integer',
  'boolean',
  'duration',
  'instant',
  'secret',
  'sql-server',
  'powershell',
] as const satisfies readonly ScalarType[]

/** The type that is written, if it is one of these, alone or as `list of` them. */
export function readTypeName(written: string, allowed: readonly ScalarType[]): ValueType | undefined {
  const [, list, name] = /^(list of )?([a-z-]+)$/.exec(written.trim().replaceAll(/\s+/g, ' ')) ?? []
  const of = allowed.find((type) => type === name)
  return of === undefined ? undefined : { list: list !== undefined, of }
}
