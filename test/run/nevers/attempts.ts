import type { Plan } from '../../../src/procedure/plan-types.ts'
import type { Command } from '../../../src/run/command.ts'
import type { AttemptId } from '../../../src/run/order.ts'

interface Seen {
  id: AttemptId
  ended?: string
  /** It is known whether its effect is there. */
  known: boolean
}

/** What is known of every attempt that was granted, told from answers and results alone. */
export class Attempts {
  #granted = new Map<string, Seen>()
  #nonces = new Set<string>()
  #questions = new Map<string, AttemptId | undefined>()
  #retried = false

  claim(id: AttemptId, nonce: string): void {
    if (this.#granted.has(keyOf(id))) throw new Error(`attempt ${keyOf(id)} was granted twice`)
    if (this.#nonces.has(nonce)) throw new Error(`the nonce ${nonce} was granted twice`)
    this.#granted.set(keyOf(id), { id, known: false })
    this.#nonces.add(nonce)
    this.#retried = false
  }

  unknownOf(step: number): boolean {
    return [...this.#granted.values()].some(({ id, known }) => id.step === step && !known)
  }

  ended(id: AttemptId, how: string, plan: Plan | undefined): void {
    const seen = this.#granted.get(keyOf(id))
    if (seen === undefined) return
    seen.ended = how
    const checked = plan?.steps[id.step - 1]?.blocks.some(({ role }) => role === 'check')
    if (checked !== true && (how === 'ran' || how === 'failed')) seen.known = true
  }

  asked(order: string, attempt: AttemptId | undefined): void {
    this.#questions.set(order, attempt)
  }

  answered(command: Extract<Command, { type: 'observed' }>, plan: Plan | undefined): void {
    const attempt = this.#questions.get(command.order)
    const seen = attempt === undefined ? undefined : this.#granted.get(keyOf(attempt))
    if (seen === undefined || command.refused !== undefined) return
    const said = command.results.map((result) => (result.ok && result.rows.length === 1 ? result.rows[0]?.['done'] : null))
    if (said.length === 0 || said.some((done) => done !== 1 && done !== 0)) return
    const isSql = plan?.steps[seen.id.step - 1]?.blocks.every(({ role, language }) => role !== 'run' || language === 'sql') === true
    const over = seen.ended === 'ran' || seen.ended === 'failed'
    const proved = over || (isSql ? command.lockHeld === true : this.#retried)
    if (!said.includes(0) || proved) seen.known = true
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

function keyOf({ step, item, number }: AttemptId): string {
  return `${step}/${item}/${number}`
}
