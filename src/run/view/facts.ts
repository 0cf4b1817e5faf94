import type { Value } from '../../procedure/procedure.ts'
import type { RunState } from '../state.ts'
import type { Target } from '../../procedure/plan-types.ts'

type Known = Pick<RunState, 'procedure' | 'targets' | 'plan'>

/** With what nobody answered and nobody had to, which is empty once the plan is made. */
export function withUnanswered({ procedure: { parameters }, plan }: Known, values: Record<string, Value>): Record<string, Value> {
  const left = plan === undefined ? [] : parameters.filter(({ name, optional }) => optional === true && !Object.hasOwn(values, name))
  return { ...values, ...Object.fromEntries(left.map(({ name }) => [name, ''])) }
}

/** Values as people read them: what was asked with its question, a target with its host. */
export function factsOf(state: Known, values: Record<string, Value>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => {
    const parameter = state.procedure.parameters.find((each) => each.name === name)
    const isTarget = parameter !== undefined && (parameter.type.of === 'sql-server' || parameter.type.of === 'powershell')
    return {
      name: parameter?.ask ?? name,
      value: isTarget ? each(value, (target) => (target === '' ? '' : sayTarget(state, target))) : each(value, String),
    }
  })
}

function each(value: Value, say: (one: string) => string): string {
  return Array.isArray(value) ? value.map((one) => say(String(one))).join(', ') : say(String(value))
}

/** `SEC (sqlb1.contoso.com\RTC)` */
function sayTarget({ plan, targets }: Known, name: string): string {
  const target = plan?.targets[name] ?? targets[name]
  return target === undefined ? name : `${name} (${hostOf(target)})`
}

/** Where a target is: `sqlb1.contoso.com\RTC`, or the host alone. */
export function hostOf(target: Target): string {
  return target.kind === 'sql-server' && target.instance !== '' ? `${target.host}\\${target.instance}` : target.host
}
