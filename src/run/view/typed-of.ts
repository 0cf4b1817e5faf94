import { spokenDuration } from '../../text/duration.ts'
import type { Parameter, Value } from '../../procedure/procedure.ts'
import type { RunState } from '../state.ts'

/** `/failover persistent-chat pool=lyncpc.contoso.com`: everything that was read, so that it can be typed again as it stands. */
export function typedOf({ procedure, values, rehearsal }: Pick<RunState, 'procedure' | 'values' | 'rehearsal'>): string {
  const read = procedure.parameters.flatMap((parameter) => {
    const value = values[parameter.name]
    return value === undefined ? [] : [`${parameter.name}=${quoted(written(parameter, value))}`]
  })
  return [procedure.command, ...read, ...(rehearsal ? ['--rehearse'] : [])].join(' ')
}

function written({ type }: Parameter, value: Value): string {
  const one = (each: string | number | boolean): string => (type.of === 'duration' ? spokenDuration(Number(each)) : String(each))
  if (!Array.isArray(value)) return one(value)
  const parts = value.map(one)
  return parts.some((part) => /[,\r\n]|^\[/.test(part)) ? JSON.stringify(parts) : parts.join(', ')
}

/** In quotes of a kind that does not stand in it; where both do, a doubled one stands for itself. */
function quoted(text: string): string {
  if (!/^$|[\s"“”„'‘’]/.test(text)) return text
  return /["“”„]/.test(text) && !/['‘’]/.test(text) ? `'${text}'` : `"${text.replaceAll(/["“”„]/g, '""')}"`
}
