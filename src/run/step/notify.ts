/** What a step tells people: once in a run, whatever becomes of the step afterwards. */
import { namesSaid } from '../../procedure/procedure.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import { beginning } from '../../text/excerpt.ts'
import type { Event } from '../event.ts'
import type { ShownValues } from '../facts/notice.ts'
import { stepState } from '../where.ts'
import type { RunState } from '../state.ts'

/** Characters of all values together: an entry has 16 KB. */
const LONGEST = 3000

/** Undefined: there is nothing to tell, or it is told. */
export function tellFirst(state: RunState, planned: PlannedStep): Event[] | undefined {
  const { notify, number: step } = planned
  return mustTell(state, planned) && notify ? [{ type: 'notified', step, to: notify.to, values: valuesSaid(state, notify.say) }] : undefined
}

export function mustTell(state: RunState, { notify, number }: PlannedStep): boolean {
  return notify !== undefined && stepState(state, number).told === undefined
}

/** The values that stand in a sentence, as they are known now. A rehearsal may not have found some. */
export function valuesSaid({ values, captures, procedure }: RunState, say: string): ShownValues {
  const known = { ...values, ...captures }
  const names = namesSaid(say).filter((name) => Object.hasOwn(known, name))
  const types = [
    ...procedure.parameters.map(({ name, type }) => [name, type] as const),
    ...procedure.steps.flatMap((step) => Object.entries(step.captures)),
  ]
  const times = new Set(types.flatMap(([name, { of, list }]) => (of === 'duration' && !list ? [name] : [])))
  return Object.fromEntries(
    names.map((name) => {
      const value = known[name] ?? ''
      if (typeof value === 'number' && times.has(name)) return [name, { ms: value }]
      const { text, of } = beginning([value].flat().join(', '), Math.floor(LONGEST / names.length))
      return [name, of === undefined ? text : `${text}…`]
    }),
  )
}
