/** Puts secrets in the place of their names, at the last moment before a block is sent. */
import type { Bound } from '../../procedure/bind-values.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import type { WorkerOptions } from '../options.ts'
import type { ShellValue } from '../powershell/outcome.ts'

type Knowing = Pick<WorkerOptions, 'name' | 'secrets'>
type Sql = Extract<Bound, { language: 'sql' }>['values']
type Shell = Extract<Bound, { language: 'powershell' }>['values']
type Followed<T> = { values: T } | { fault: WorkerFault }

export function followForSql(worker: Knowing, bound: Sql): Followed<Sql> {
  const values: Sql = []
  for (const { secret, ...plain } of bound) {
    const found = secret === undefined ? undefined : followSecret(worker, String(plain.value))
    if (found !== undefined && 'fault' in found) return found
    values.push(found === undefined ? plain : { ...plain, value: found.secret })
  }
  return { values }
}

export function followForShell(worker: Knowing, bound: Shell): Followed<Record<string, ShellValue>> {
  const values: Record<string, ShellValue> = {}
  for (const [name, value] of Object.entries(bound)) {
    if (!isSecret(value)) {
      values[name] = value
      continue
    }
    const found = followSecret(worker, value.secret)
    if ('fault' in found) return found
    values[name] = value.as === 'text' ? found.secret : { secure: found.secret }
  }
  return { values }
}

/** The secret of this name, or why this worker does not have it. */
export function followSecret({ name: worker, secrets = {} }: Knowing, name: string): { secret: string } | { fault: WorkerFault } {
  const known = Object.hasOwn(secrets, name) ? secrets[name] : undefined
  return known ?? { fault: { is: 'unknown-secret', worker, name } }
}

function isSecret(value: Value | null | { secret: string }): value is Extract<Shell[string], { secret: string }> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
