/** A run driven from outside, entry by entry, with an estate that is a set of names: what was performed is there. */
import { append, NO_HEAD } from '../../src/audit/chain.ts'
import type { Entry } from '../../src/audit/entry.ts'
import type { Command, PersonCommand, SignedCommand } from '../../src/run/command.ts'
import { due } from '../../src/run/due.ts'
import type { Effect } from '../../src/run/effect.ts'
import type { Event, Looked } from '../../src/run/event.ts'
import type { BlockResult, Cell, Look, Order } from '../../src/run/order.ts'
import { judgeLook, nextLook, type Sequence } from '../../src/run/step/looks.ts'
import { claimLooks, isRecorded } from '../../src/run/step/when-to-look.ts'
import { plannedAt, standingAttempt } from '../../src/run/where.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'
import type { RunState } from '../../src/run/state.ts'
import { actor } from './practice.ts'
import { needSaid } from '../words/said.ts'

export const RUN = 'R-1'
export const WORKER = { run: RUN, worker: 'b1', site: 'b', boot: 'boot-1' }

type Without<C, K extends PropertyKey> = C extends unknown ? Omit<C, K> : never
export type Asked = Without<PersonCommand, 'run' | 'by' | 'eventId' | 'at'>

export class PracticeRun {
  state: RunState | undefined
  entries: Entry[] = []
  now = '2026-11-21T03:00:00.000Z'
  last: { events: Event[]; refusal?: Refusal } = { events: [] }
  /** What is there in the estate, as `step/item`. */
  done = new Set<string>()
  /** What a `read` finds, by capture. */
  finds: Record<string, string[]> = { share: ['\\\\a\\share'], files: ['\\\\a\\share\\1.trn', '\\\\a\\share\\2.trn'] }
  /** What a `before` says. */
  ready = true
  /** What a `wait-until` says. */
  caughtUp = true
  sign: (command: Command) => SignedCommand = (command) => ({ command, key: 'chat', signature: '' })
  /** What else happens when an entry was written. */
  after: (before: RunState | undefined, after: RunState) => void = () => undefined
  #events = 0

  /** One that goes on from here by itself. */
  fork(): PracticeRun {
    const fork = Object.assign(new PracticeRun(), this, { entries: [...this.entries], done: new Set(this.done) })
    fork.#events = this.#events
    return fork
  }

  /** The run as it stands; a test that asks too early is wrong itself. */
  get made(): RunState {
    if (this.state === undefined) throw new Error('the run was not started')
    return this.state
  }

  get order(): Order {
    const effect = due(this.made).find((each) => each.kind === 'order')
    if (effect?.kind !== 'order') throw new Error(`no order is out: ${this.made.phase} ${needSaid(this.made) ?? ''}`)
    return effect.order
  }

  /** A worker of the site that what is out was sent to. */
  get worker(): typeof WORKER {
    const out = this.made.question ?? standingAttempt(this.made)?.id
    return out === undefined ? WORKER : { ...WORKER, site: plannedAt(this.made, out).site }
  }

  get effects(): Effect[] {
    return due(this.made)
  }

  wait(ms: number): void {
    this.now = new Date(Date.parse(this.now) + ms).toISOString()
  }

  send(command: Command): void {
    this.wait(10)
    const head = this.state === undefined ? NO_HEAD : { seq: this.state.seq, hash: this.state.head }
    const log = this.state === undefined ? { head } : { state: this.state, head }
    const { entry, state, refusal } = append(log, this.sign(command), this.now)
    if (entry !== undefined && state !== undefined) {
      this.entries.push(entry)
      this.after(this.state, state)
      // As the engine stores it: what JSON cannot keep would be lost here.
      this.state = JSON.parse(JSON.stringify(state)) as RunState
    }
    this.last = { events: entry?.events ?? [], ...(refusal === undefined ? {} : { refusal }) }
  }

  ask(who: string, asked: Asked, over: Partial<PersonCommand> = {}): void {
    const at = new Date(Date.parse(this.now) + 10).toISOString()
    this.send({ run: RUN, by: actor(who), eventId: `event-${++this.#events}`, at, ...asked, ...over } as PersonCommand)
  }

  /** The estate's own answers to the question that is out, or to what is asked before the claim of an order, as far as a worker asks them. */
  results(order: Order, done = this.#isThere(order)): BlockResult[] {
    const step = plannedAt(this.made, order)
    const sequence: Sequence =
      order.kind === 'observe'
        ? { looks: order.looks, recorded: isRecorded(this.made, step, order.item) }
        : { looks: claimLooks(this.made, order, this.now), recorded: true }
    const results: BlockResult[] = []
    const seen: Looked[] = []
    for (let look = nextLook(sequence, seen); look !== undefined; look = nextLook(sequence, seen)) {
      const answers = this.answers(order, look, done)
      results.push(...answers)
      seen.push(judgeLook(step, look, answers))
    }
    return results
  }

  /** What a worker that may begin saw before its claim; nothing where no order is out. */
  looked(): BlockResult[] {
    const effect = due(this.made).find((each) => each.kind === 'order')
    return effect?.kind === 'order' && effect.order.kind === 'perform' ? this.results(effect.order, effect.order.undo === true) : []
  }

  /** The answers of one role. */
  answers(order: { step: number; item: number }, look: Look, done = this.#isThere(order)): BlockResult[] {
    const step = plannedAt(this.made, order)
    return step.blocks.flatMap((block, index) => {
      if (block.role !== look) return []
      const rows = look === 'read' ? this.#found(Object.keys(step.captures)) : [this.#said(look, done)]
      return [{ block: index, target: block.target, ok: true, rows, rowCount: rows.length, messages: [], errors: [], tookMs: 1 }]
    })
  }

  #isThere({ step, item }: { step: number; item: number }): boolean {
    return this.done.has(`${step}/${item}`)
  }

  #found(names: string[]): Record<string, Cell>[] {
    const longest = Math.max(0, ...names.map((name) => this.finds[name]?.length ?? 0))
    return Array.from({ length: longest }, (_, row) => Object.fromEntries(names.map((name) => [name, this.finds[name]?.[row] ?? null])))
  }

  #said(look: Exclude<Look, 'read'>, done: boolean): Record<string, Cell> {
    if (look === 'wait-until') return { ok: this.caughtUp ? 1 : 0, detail: this.caughtUp ? '' : '3 logs behind' }
    if (look === 'before') return { ok: this.ready ? 1 : 0, detail: this.ready ? '' : 'two jobs are running' }
    return { done: done ? 1 : 0, detail: done ? 'it is there' : 'it is not there' }
  }
}
