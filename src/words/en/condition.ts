/** When a step is done, as a document says it. */
import type { Condition, Value } from '../../procedure/procedure.ts'

export function onlyWhen(when: readonly Condition[]): string {
  return `Only when ${when.map(condition).join(' and ')}; otherwise passed over.`
}

/** `mode is disaster`, `size is at least 2 and at most 5` */
function condition({ name, equals, not, in: among, atLeast, atMost }: Condition): string {
  const tests = [
    ...(equals === undefined ? [] : [shown(equals)]),
    ...(not === undefined ? [] : [`not ${shown(not)}`]),
    ...(among === undefined ? [] : [`one of ${among.map(shown).join(', ')}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ]
  return `${name} is ${tests.join(' and ')}`
}

function shown(value: Value): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}
