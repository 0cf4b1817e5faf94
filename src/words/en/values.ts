import type { Value } from '../../procedure/procedure.ts'

export const emptyValue = '(empty)'

/** `pool = lyncpc.contoso.com`: for one line of the thread. */
export function shortFacts(values: Record<string, Value>, cut: (text: string) => string = (text) => text): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${cut(shown(value))}`)
    .join('; ')
}

function shown(value: Value): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return text === '' ? emptyValue : text
}
