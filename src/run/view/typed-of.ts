import { writeAnswer } from '../../procedure/value/write-answer.ts'
import type { RunState } from '../state.ts'

/** `/failover persistent-chat pool=lyncpc.contoso.com`: everything that was read, so that it can be typed again as it stands. */
export function typedOf({ procedure, values, rehearsal }: Pick<RunState, 'procedure' | 'values' | 'rehearsal'>): string {
  const read = procedure.parameters.flatMap((parameter) => {
    const value = values[parameter.name]
    return value === undefined ? [] : [`${parameter.name}=${quoted(writeAnswer(parameter.type, value))}`]
  })
  return [procedure.command, ...read, ...(rehearsal ? ['--rehearse'] : [])].join(' ')
}

/** In quotes of a kind that does not stand in it; where both do, a doubled one stands for itself. */
function quoted(text: string): string {
  if (!/^$|[\s"“”„'‘’]/.test(text)) return text
  return /["“”„]/.test(text) && !/['‘’]/.test(text) ? `'${text}'` : `"${text.replaceAll(/["“”„]/g, '""')}"`
}
