import type { Target } from '../../procedure/plan-types.ts'

/** Where a target is: `sqlb1.contoso.com\RTC`, or the host alone. */
export function hostOf(target: Target): string {
  return target.kind === 'sql-server' && target.instance !== '' ? `${target.host}\\${target.instance}` : target.host
}
