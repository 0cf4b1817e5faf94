/**
 * Watches commands and events from outside, with a model of its own, for what must never be seen: a gate that passes, or a perform, without the people and the
 * fingerprint that it asks for, an attempt granted twice, a perform while an earlier attempt of the step is unknown, anything after an end. It uses no rule of `src/run`.
 */
import { fingerprintGate } from '../../../src/procedure/fingerprint.ts'
import type { Plan } from '../../../src/procedure/plan-types.ts'
import type { Person } from '../../../src/policy/policy.ts'
import type { Value } from '../../../src/procedure/procedure.ts'
import type { Command } from '../../../src/run/command.ts'
import type { AttemptId } from '../../../src/run/order.ts'
import type { Event } from '../../../src/run/event.ts'
import { fills } from './fills.ts'
import { Attempts } from './attempts.ts'
import { Looks } from './looks.ts'

interface SeenGate {
  opened: Extract<Event, { type: 'gate-opened' }>
  approvers: Map<string, Person>
  passedAt?: string
  closed: boolean
}

export class Monitor {
  #ended = false
  #run = ''
  #requester = ''
  #people: readonly Person[] = []
  #plan: Plan | undefined
  #fingerprint = ''
  #captures: Record<string, Value> = {}
  #gates = new Map<number, SeenGate>()
  #orders = new Map<string, { gate: number; fingerprint: string; undo: boolean }>()
  #undoing = false
  /** `step/item` of all that was performed, or marked as done, and not undone. */
  #done: string[] = []
  #attempts = new Attempts()
  #looks = new Looks()

  /** Throws what must never be seen. */
  watch(command: Command, events: readonly Event[], now: string): void {
    if (this.#ended && events.length > 0)
      throw new Error(`after the end: ${command.type} led to ${events.map(({ type }) => type).join(', ')}`)
    for (const event of events) this.#see(command, event, now)
    this.#looks.watch(command, events, now)
    if (command.type === 'observed' && events.some(({ type }) => type === 'observed')) this.#attempts.answered(command, this.#plan, now)
    // Orders and questions of this entry come after the answer that led to them.
    for (const event of events) this.#order(event, now)
  }

  #see(command: Command, event: Event, now: string): void {
    if (event.type === 'started') {
      this.#run = event.run
      this.#requester = event.requester.id
      this.#people = event.people
    }
    if (event.type === 'configuration-changed') this.#people = event.people
    if (event.type === 'planned') {
      this.#plan = event.plan
      this.#fingerprint = event.fingerprint
    }
    if (event.type === 'confirmed' && event.name !== undefined) this.#captures = { ...this.#captures, [event.name]: event.choice }
    if (event.type === 'captured' && event.item === undefined) this.#captures = { ...this.#captures, ...event.captures }
    if (event.type === 'gate-opened') this.#gates.set(event.gate, { opened: event, approvers: new Map(), closed: false })
    if (event.type === 'approved') this.#approve(command, event.gate)
    if (event.type === 'gate-passed') this.#pass(this.#gate(event.gate), now)
    if (event.type === 'gate-closed') this.#gate(event.gate).closed = true
    if (event.type === 'deviated') this.#deviate(event, now)
    if (event.type === 'claimed') this.#claim(command, event.attempt, now)
    if (event.type === 'attempt-ended' && command.type === 'result') this.#attempts.ended(command, event.superseded, this.#plan, now)
    // People vouch for it: it is there, and may be undone.
    if (event.type === 'item-done' && event.how === 'marked') this.#done.push(`${event.step}/${event.item}`)
    if (event.type === 'step-done' && event.how === 'marked') this.#done.push(...this.#placesOf(event.step))
    if (event.type === 'undone') this.#done = this.#done.filter((each) => each !== `${event.step}/${event.item}`)
    if (event.type === 'contact-lost') this.#attempts.lost(event.order, now)
    if (event.type === 'ended') this.#ended = true
  }

  /** A step marked done as a whole: itself, or each of its list. */
  #placesOf(step: number): string[] {
    const of = this.#plan?.steps[step - 1]?.each?.of ?? ''
    const list = this.#captures[of] ?? this.#plan?.values[of]
    return Array.isArray(list) ? list.map((_, index) => `${step}/${index + 1}`) : [`${step}/0`]
  }

  #order(event: Event, now: string): void {
    if (event.type === 'observing') this.#attempts.asked(event.order, event.attempt, now)
    if (event.type !== 'ordered') return
    if (this.#attempts.unknownOf(event.attempt.step))
      throw new Error(`step ${event.attempt.step} is ordered while an attempt of it is unknown`)
    this.#orders.set(event.order, { gate: event.gate, fingerprint: event.fingerprint, undo: event.undo === true })
  }

  #approve(command: Command, number: number): void {
    const gate = this.#gate(number)
    if (command.type !== 'approve' || command.gate !== number) throw new Error(`${command.type} approved gate ${number}`)
    if (command.fingerprint !== gate.opened.fingerprint) throw new Error(`gate ${number} was approved with another fingerprint`)
    gate.approvers.set(command.by.id, command.by)
  }

  #pass(gate: SeenGate, now: string): void {
    if (!this.#isFilled(gate)) throw new Error(`gate ${gate.opened.gate} passed without its people`)
    gate.passedAt = now
  }

  #deviate(event: Extract<Event, { type: 'deviated' }>, now: string): void {
    const { kind } = this.#satisfied(event.gate, now).opened
    if (kind.type !== 'deviation' || kind.kind !== event.kind) throw new Error(`gate ${event.gate} was not asked for a ${event.kind}`)
    this.#undoing = event.kind === 'undo'
    if (event.kind === 'retry' || event.kind === 'undo') this.#attempts.retried()
    else this.#attempts.settled(event.step)
  }

  #claim(command: Command, attempt: AttemptId, now: string): void {
    if (command.type !== 'claim') throw new Error(`${command.type} was granted an attempt`)
    if (this.#attempts.unknownOf(attempt.step)) throw new Error(`step ${attempt.step} is performed while an attempt of it is unknown`)
    const order = this.#orders.get(command.order)
    if (order === undefined) throw new Error(`${command.order} was never ordered`)
    this.#attempts.claim(attempt, command, now, order.undo)
    const { opened, passedAt } = this.#satisfied(order.gate, now)
    this.#looks.judgeClaim(command, this.#plan, now, passedAt, order.undo)
    if (order.fingerprint !== opened.fingerprint) throw new Error('the order has another fingerprint than its gate')
    if (order.undo) return this.#undo(attempt, opened)
    this.#undoing = false
    if (opened.kind.type !== 'step' || opened.step > attempt.step)
      throw new Error(`gate ${order.gate} does not stand before step ${attempt.step}`)
    const between = this.#plan?.steps.slice(opened.step, attempt.step).find((step) => step.gate !== undefined)
    if (between !== undefined) throw new Error(`step ${attempt.step} stands behind the gate of step ${between.number}`)
    this.#done.push(`${attempt.step}/${attempt.item}`)
  }

  /** Only after people asked to go back, behind a gate of its own, and nothing that was done after it is left. */
  #undo(attempt: AttemptId, { kind, step, gate }: SeenGate['opened']): void {
    if (!this.#undoing) throw new Error(`step ${attempt.step} is undone, and nobody asked to go back`)
    if (kind.type !== 'undo' || step !== attempt.step) throw new Error(`gate ${gate} does not stand before undoing step ${attempt.step}`)
    const blocks = this.#plan?.steps[attempt.step - 1]?.blocks ?? []
    if (!blocks.some(({ role }) => role === 'undo')) throw new Error(`step ${attempt.step} has no way back`)
    if (!this.#done.includes(`${attempt.step}/${attempt.item}`))
      throw new Error(`step ${attempt.step}, item ${attempt.item} was never performed, or was undone before`)
  }

  /** The gate, if it is filled by people who may, for what would be performed now, and its approvals are still good. */
  #satisfied(number: number, now: string): SeenGate {
    const gate = this.#gate(number)
    const { opened } = gate
    if (gate.closed) throw new Error(`gate ${number} is closed`)
    const expiresMs = this.#plan?.policies[opened.policy]?.expiresMs ?? 0
    if (gate.passedAt === undefined || Date.parse(now) - Date.parse(gate.passedAt) > expiresMs)
      throw new Error(`the approvals of gate ${number} are not good`)
    if (!this.#isFilled(gate)) throw new Error(`gate ${number} is not filled`)
    if (this.#recomputed(opened) !== opened.fingerprint) throw new Error(`gate ${number} was approved for something else`)
    return gate
  }

  #isFilled({ opened, approvers }: SeenGate): boolean {
    const asker = opened.kind.type === 'deviation' ? opened.kind.by : ''
    const people = this.#people.filter(({ id }) => approvers.has(id) && id !== this.#requester && id !== asker)
    return opened.lines.length > 0 && fills(opened.lines, people)
  }

  #recomputed({ step, gate, after, kind }: SeenGate['opened']): string {
    const found = this.#plan?.steps.slice(0, step).flatMap((planned) => Object.keys(planned.captures)) ?? []
    const answered = this.#plan?.steps.slice(0, step - 1).flatMap(({ confirm }) => [confirm, ...(confirm?.more ?? [])]) ?? []
    const names = new Set([...found, ...answered.flatMap((question) => question?.name ?? [])])
    const captures = Object.fromEntries(Object.entries(this.#captures).filter(([name]) => names.has(name)))
    const asks =
      kind.type !== 'deviation'
        ? undefined
        : { kind: kind.kind, reason: kind.reason, by: kind.by, ...(kind.from === undefined ? {} : { from: kind.from }) }
    return fingerprintGate(this.#fingerprint, {
      run: this.#run,
      step,
      gate,
      captures,
      after,
      ...(kind.type === 'undo' ? { undo: true as const } : {}),
      ...(asks === undefined ? {} : { asks }),
    })
  }

  #gate(number: number): SeenGate {
    const gate = this.#gates.get(number)
    if (gate === undefined) throw new Error(`gate ${number} was never opened`)
    return gate
  }
}
