import type { Plan } from '../../../src/procedure/plan-types.ts'
import type { Command } from '../../../src/run/command.ts'
import type { AttemptId, BlockResult } from '../../../src/run/order.ts'

type Step = Plan['steps'][number]

interface Seen {
  id: AttemptId
  order: string
  claimedAt: string
  lostAt?: string
  ended?: string
  endedAt?: string
  /** Its effect is there when its step's check says *not done*. */
  undo: boolean
  /** It is known whether its effect is there. */
  known: boolean
}

/** What is known of every attempt that was granted, told from answers and results alone. */
export class Attempts {
  #granted = new Map<string, Seen>()
  #nonces = new Set<string>()
  #questions = new Map<string, { attempt: AttemptId | undefined; at: string }>()
  #retried = false

  claim(id: AttemptId, { nonce, order }: { nonce: string; order: string }, now: string, undo: boolean): void {
    if (this.#granted.has(keyOf(id))) throw new Error(`attempt ${keyOf(id)} was granted twice`)
    if (this.#nonces.has(nonce)) throw new Error(`the nonce ${nonce} was granted twice`)
    this.#granted.set(keyOf(id), { id, order, claimedAt: now, known: false, undo })
    this.#nonces.add(nonce)
    this.#retried = false
  }

  unknownOf(step: number): boolean {
    return [...this.#granted.values()].some(({ id, known }) => id.step === step && !known)
  }

  ended({ attempt: id, outcome }: Extract<Command, { type: 'result' }>, superseded: boolean, plan: Plan | undefined, now: string): void {
    const seen = this.#granted.get(keyOf(id))
    if (seen === undefined) return
    seen.ended = outcome.type
    seen.endedAt = now
    const step = stepAt(plan, id)
    if (superseded || (outcome.type !== 'ran' && outcome.type !== 'failed')) return
    if (step?.blocks.some(({ role }) => role === 'check') !== true) seen.known = true
    else if (outcome.check !== undefined) this.#judge(seen, step, outcome.check, { proved: true, since: seen.claimedAt, now })
  }

  lost(order: string, now: string): void {
    for (const seen of this.#granted.values()) if (seen.order === order) seen.lostAt = now
  }

  asked(order: string, attempt: AttemptId | undefined, at: string): void {
    this.#questions.set(order, { attempt, at })
  }

  answered(command: Extract<Command, { type: 'observed' }>, plan: Plan | undefined, now: string): void {
    const { attempt, at } = this.#questions.get(command.order) ?? {}
    const seen = attempt === undefined ? undefined : this.#granted.get(keyOf(attempt))
    const step = seen === undefined ? undefined : stepAt(plan, seen.id)
    if (seen === undefined || step === undefined || at === undefined || command.refused !== undefined) return
    const isSql = step.blocks.every(({ role, language }) => role !== (seen.undo ? 'undo' : 'run') || language === 'sql')
    // Who holds the claim and gives it up has sent nothing.
    const over = seen.ended === 'ran' || seen.ended === 'failed' || seen.ended === 'refused'
    const proved = over || (isSql ? command.lockHeld === true : this.#retried)
    this.#judge(seen, step, command.results, { proved, since: seen.endedAt ?? seen.lostAt ?? at, now })
  }

  /** Each check of the step, once and in its order, says yes; or one says no, when nothing can be acting any more and the effect had its time to show. */
  #judge(
    seen: Seen,
    { blocks, settleMs }: Step,
    results: readonly BlockResult[],
    when: { proved: boolean; since: string; now: string },
  ): void {
    const asked = blocks.flatMap(({ role }, block) => (role === 'check' ? [block] : []))
    if (JSON.stringify(asked) !== JSON.stringify(results.map(({ block }) => block))) return
    const said = results.map((result) => (result.ok && result.rows.length === 1 ? result.rows[0]?.['done'] : null))
    if (said.some((done) => done !== 1 && done !== 0)) return
    const shown = seen.ended === 'failed' || seen.ended === 'refused' || Date.parse(when.now) - Date.parse(when.since) >= settleMs
    const showsIt = seen.undo ? said.includes(0) : !said.includes(0)
    if (showsIt || (when.proved && shown)) seen.known = true
  }

  /** Two people have approved another try. */
  retried(): void {
    this.#retried = true
  }

  /** Two people take it upon themselves. */
  settled(step: number): void {
    for (const seen of this.#granted.values()) if (seen.id.step === step) seen.known = true
  }
}

/** The step, or the sub-step of it whose turn it is. */
export function stepAt(plan: Plan | undefined, { step: number, item }: { step: number; item: number }): Step | undefined {
  const step = plan?.steps[number - 1]
  const { substeps = [] } = step ?? {}
  return step && { ...step, ...substeps[(item - 1) % substeps.length] }
}

function keyOf({ step, item, number }: AttemptId): string {
  return `${step}/${item}/${number}`
}
