import type { Plan, PlannedStep } from '../../../src/procedure/plan-types.ts'
import type { Command } from '../../../src/run/command.ts'
import type { BlockResult } from '../../../src/run/order.ts'
import { stepAt } from './attempts.ts'
import type { Event } from '../../../src/run/event.ts'

const MINUTE_MS = 60_000

/** What was seen before each claim, told from answers alone. */
export class Looks {
  /** When the condition of `step/item/role` held last, in this pass of the step. */
  #ready = new Map<string, string>()
  #asked = new Map<string, string>()
  /** `step/item` whose attempt was granted, in any pass. */
  #granted = new Set<string>()

  watch(command: Command, events: readonly Event[], now: string): void {
    for (const event of events) {
      if (event.type === 'step-begun') for (const key of this.#ready.keys()) if (Number.parseInt(key) >= event.step) this.#ready.delete(key)
    }
    if (command.type === 'observed') this.#answered(command, events, now)
    for (const event of events) if (event.type === 'observing') this.#asked.set(event.order, `${event.step}/${event.item}`)
  }

  #answered(command: Extract<Command, { type: 'observed' }>, events: readonly Event[], now: string): void {
    const key = this.#asked.get(command.order)
    const observed = events.find((event) => event.type === 'observed')
    if (key === undefined || observed?.type !== 'observed') return
    for (const looked of observed.seen) {
      if ((looked.look !== 'before' && looked.look !== 'wait-until') || !looked.ok) continue
      if (!command.results.some(({ rows }) => rows.some((row) => row['ok'] === 1)))
        throw new Error(`${command.order} held, and nothing said so`)
      this.#ready.set(`${key}/${looked.look}`, now)
    }
  }

  /** Throws where the claim was granted over what was seen. */
  judgeClaim(
    { attempt, looked }: Extract<Command, { type: 'claim' }>,
    plan: Plan | undefined,
    now: string,
    passedAt: string | undefined,
    undo: boolean,
  ): void {
    const key = `${attempt.step}/${attempt.item}`
    const step = stepAt(plan, attempt)
    if (step === undefined) throw new Error(`step ${attempt.step} is not planned`)
    const firstTime = !this.#granted.has(key)
    this.#granted.add(key)
    const checks = answersOf(step, 'check', looked)
    if (undo) {
      if (checks.length === 0 || checks.some((row) => row?.['done'] !== 1))
        throw new Error(`${key} was undone, and its check did not say that it is done`)
      return
    }
    if (
      checks.some((row) => row?.['done'] !== 0 && row?.['done'] !== 1) ||
      (checks.length > 0 && !checks.some((row) => row?.['done'] === 0))
    )
      throw new Error(`${key} was granted, and its check did not say that it is not done`)
    const asksFirst = step.blocks.some(({ role, after }) => role === 'check' && (after !== true || !firstTime))
    if (asksFirst && checks.length === 0) throw new Error(`${key} was granted, and its check was not asked`)
    for (const role of ['wait-until', 'before'] as const) this.#judgeCondition(step, role, key, looked, now, passedAt)
  }

  #judgeCondition(
    step: PlannedStep,
    role: 'wait-until' | 'before',
    key: string,
    looked: readonly BlockResult[],
    now: string,
    passedAt: string | undefined,
  ): void {
    const answers = answersOf(step, role, looked)
    if (answers.some((row) => row?.['ok'] !== 1)) throw new Error(`${key} was granted, and may not begin`)
    const ready = this.#ready.get(`${key}/${role}`)
    if (role === 'wait-until' && ready === undefined && step.blocks.some((block) => block.role === role))
      throw new Error(`${key} was granted, and nobody has waited`)
    if (answers.length > 0 || !step.blocks.some((block) => block.role === role)) return
    if (
      ready === undefined ||
      Date.parse(now) - Date.parse(ready) > MINUTE_MS ||
      (step.oneWay && passedAt !== undefined && ready < passedAt)
    )
      throw new Error(`${key} was granted, and nobody has just asked whether it may begin`)
  }
}

/** The one row of each block of a role, in their order; a block that did not answer so has none. */
function answersOf(step: PlannedStep, role: 'check' | 'wait-until' | 'before', results: readonly BlockResult[]) {
  const own = results.filter(({ block }) => step.blocks[block]?.role === role)
  return own.map((result) => (result.ok && result.rows.length === 1 && result.rowCount === 1 ? result.rows[0] : undefined))
}
