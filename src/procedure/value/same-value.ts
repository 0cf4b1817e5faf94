/** Answers that must differ, and do not. */
import type { Target } from '../plan-types.ts'
import type { Parameter, Value } from '../procedure.ts'
import type { ValueFault } from './value-fault.ts'

/** What is wrong with these values, by the parameter that says `differs-from`; a parameter without a value differs from every other. */
export function sameValues(
  parameters: readonly Parameter[],
  values: Record<string, Value>,
  targets: Record<string, Target>,
): Record<string, Extract<ValueFault, { is: 'same' }>> {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const other = parameters.find(({ name }) => name === parameter.differsFrom)
      const [mine, theirs] = [values[parameter.name], values[other?.name ?? '']]
      if (other === undefined || mine === undefined || theirs === undefined) return []
      const shared = [mine].flat().find((one) => [theirs].flat().some((two) => isSame(parameter, one, two, targets)))
      if (shared === undefined) return []
      const target = isTarget(parameter) ? targets[String(shared)] : undefined
      const reached = target === undefined ? {} : { reached: reachedBy(target) }
      return [[parameter.name, { is: 'same' as const, other: other.ask, ...reached }]]
    }),
  )
}

function isTarget({ type }: Parameter): boolean {
  return type.of === 'sql-server' || type.of === 'powershell'
}

type Scalar = string | number | boolean

function isSame(parameter: Parameter, one: Scalar, two: Scalar, targets: Record<string, Target>): boolean {
  if (one === two) return true
  if (!isTarget(parameter)) return foldedOf(parameter, one) === foldedOf(parameter, two)
  const [first, second] = [targets[String(one)], targets[String(two)]]
  return first !== undefined && second !== undefined && leadToOne(first, second)
}

/** Neither Windows nor SQL Server's usual collations tell `MGC` from `mgc`. */
function foldedOf({ type }: Parameter, value: Scalar): Scalar {
  return typeof value === 'string' && ['path', 'database', 'login', 'email'].includes(type.of) ? value.toLowerCase() : value
}

/** Two names of one server: the same host and instance, or a name that both may call themselves. */
function leadToOne(one: Target, two: Target): boolean {
  if (one.kind === 'sql-server' && two.kind === 'sql-server') {
    const names = namesOf(one.serverName)
    if (namesOf(two.serverName).some((name) => names.includes(name))) return true
    if (one.host.toLowerCase() !== two.host.toLowerCase()) return false
    // A default instance that listens elsewhere is another server; a named one has its name.
    return one.instance.toLowerCase() === two.instance.toLowerCase() && (one.instance !== '' || (one.port ?? 1433) === (two.port ?? 1433))
  }
  if (one.kind !== 'powershell' || two.kind !== 'powershell') return false
  const names = namesOf(one.machineName)
  return one.host.toLowerCase() === two.host.toLowerCase() || namesOf(two.machineName).some((name) => names.includes(name))
}

function namesOf(names: readonly string[] = []): string[] {
  return names.map((name) => name.toLowerCase())
}

function reachedBy(target: Target): string {
  return target.kind === 'sql-server' && target.instance !== '' ? `${target.host}\\${target.instance}` : target.host
}
