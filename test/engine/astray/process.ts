/** A worker's process as `worker/attempt/perform` has it: lock, look, claim, and a last look before the first byte. Its estate is a set of places. */
import type { BlockResult, ObserveOrder, Order, PerformOrder } from '../../../src/run/order.ts'
import type { WorkerCommand } from '../../../src/run/command.ts'
import type { RunState } from '../../../src/run/state.ts'
import { stillOurs } from '../../../src/worker/attempt/replay-run.ts'
import { PracticeRun, RUN } from '../../run/practice-run.ts'
import type { Random } from '../../run/nevers/random.ts'

/** So long a worker that has claimed does not look again. */
const STALE_MS = 500

/** What all processes have before them. */
export interface Site {
  /** The run as whoever replays it now finds it. */
  state: RunState
  /** How often the effect of a place (`step/item`) was brought about. */
  effects: Map<string, number>
  /** Who holds the lock of a place on the server. */
  locks: Map<string, Process>
  /** What each worker has written down that it began; a process that comes after it reads it. */
  begun: Map<string, Set<string>>
}

/** Where a process stands with one order. */
interface Doing {
  order: Order
  stage: 'looks' | 'waits' | 'has' | 'reports'
  nonce: string
  askedAt: number
  /** Said until it is answered. */
  says?: WorkerCommand
}

export class Process {
  readonly worker: string
  readonly boot: string
  readonly doing = new Map<string, Doing>()
  readonly #site: Site
  /** Sends it over the connection of the moment; without one it is sent over the next. */
  readonly #send: (command: WorkerCommand, key: string) => void
  #nonces = 0

  constructor(worker: string, boot: string, site: Site, send: (command: WorkerCommand, key: string) => void) {
    this.worker = worker
    this.boot = boot
    this.#site = site
    this.#send = send
  }

  take(order: Order): void {
    if (!this.doing.has(order.key)) this.doing.set(order.key, { order, stage: 'looks', nonce: '', askedAt: 0 })
  }

  /** What was not answered is said again, over a new connection. */
  sayAgain(): void {
    for (const [key, { says }] of this.doing) if (says !== undefined) this.#send(says, key)
  }

  /** An answer that came when nobody waited for it any more finds nobody. */
  answered(key: string, accepted: boolean): void {
    const doing = this.doing.get(key)
    if (doing?.stage === 'reports' || (doing?.stage === 'waits' && !accepted)) return this.#end(doing)
    if (doing?.stage !== 'waits') return
    doing.stage = 'has'
    delete doing.says
    this.#begun.add(key)
  }

  work(random: Random): void {
    if (this.doing.size === 0) return
    const doing = random.pick([...this.doing.values()])
    const { order, stage } = doing
    if (order.kind === 'observe') return stage === 'looks' ? this.#look(doing, order) : undefined
    if (stage === 'looks') return this.#claim(doing, order)
    if (stage === 'has') return this.#act(doing, order)
    // An answer that does not come is not waited for for ever.
    if (stage === 'waits' && random.chance(0.1)) this.#refuse(doing, order, 'claim-unanswered')
  }

  #claim(doing: Doing, order: PerformOrder): void {
    const { state, effects } = this.#site
    if (this.#begun.has(order.key)) return this.#refuse(doing, order, 'performed-before')
    if (!this.#lock(order)) return this.#refuse(doing, order, 'lock-not-held')
    const looked = estateOf(this.#site).results(order)
    doing.nonce = `${this.boot} ${++this.#nonces}`
    doing.askedAt = performance.now()
    if (effects.has(placeOf(order))) return this.#report(doing, order, { type: 'looked', results: looked })
    const { key, attempt } = order
    this.#say(doing, 'waits', { type: 'claim', order: key, attempt, nonce: doing.nonce, head: state.head, looked })
  }

  #act(doing: Doing, order: PerformOrder): void {
    const { state, effects } = this.#site
    const place = placeOf(order)
    if (isLocked(order) && this.#site.locks.get(place) !== this) return this.#refuse(doing, order, 'too-late')
    if (performance.now() - doing.askedAt > STALE_MS) {
      if (!stillOurs(state, order, doing.nonce)) return this.#refuse(doing, order, 'too-late')
      doing.askedAt = performance.now()
    }
    effects.set(place, (effects.get(place) ?? 0) + 1)
    const check = estateOf(this.#site).answers(order, 'check')
    this.#report(doing, order, { type: 'ran', result: RESULT, tookMs: 1, check })
  }

  #look(doing: Doing, order: ObserveOrder): void {
    // What is not there yet is looked for until it had its time to show.
    if (doing.askedAt === 0) doing.askedAt = performance.now()
    if (!this.#site.effects.has(placeOf(order)) && performance.now() - doing.askedAt < (order.settleMs ?? 0)) return
    const locked = order.attempt !== undefined && isLocked(order)
    const held = locked ? { lockHeld: this.#lock(order) } : {}
    this.#say(doing, 'reports', { type: 'observed', order: order.key, results: estateOf(this.#site).results(order), ...held })
  }

  #refuse(doing: Doing, order: PerformOrder, code: string): void {
    this.#report(doing, order, { type: 'refused', code, why: 'it said so' })
  }

  #report(doing: Doing, { attempt }: PerformOrder, outcome: Extract<WorkerCommand, { type: 'result' }>['outcome']): void {
    this.#say(doing, 'reports', { type: 'result', attempt, nonce: outcome.type === 'looked' ? '' : doing.nonce, outcome })
  }

  #say(doing: Doing, stage: Doing['stage'], said: Said): void {
    doing.stage = stage
    doing.says = { run: RUN, worker: this.worker, site: 'b', boot: this.boot, ...said }
    this.#send(doing.says, doing.order.key)
  }

  #end({ order }: Doing): void {
    this.doing.delete(order.key)
    if (this.#site.locks.get(placeOf(order)) === this) this.#site.locks.delete(placeOf(order))
  }

  #lock(order: Order): boolean {
    if (!isLocked(order)) return true
    const holder = this.#site.locks.get(placeOf(order)) ?? this
    if (holder !== this) return false
    this.#site.locks.set(placeOf(order), this)
    return true
  }

  get #begun(): Set<string> {
    return this.#site.begun.get(this.worker) ?? new Set()
  }
}

type Said = WorkerCommand extends infer C ? (C extends unknown ? Omit<C, 'run' | 'worker' | 'site' | 'boot'> : never) : never

const RESULT: BlockResult = { block: 0, target: 'SEC', ok: true, rows: [], rowCount: 0, messages: [], errors: [], tookMs: 1 }

const placeOf = ({ step, item }: { step: number; item: number }): string => `${step}/${item}`
/** Step 3 of the small document is PowerShell: nothing proves there that no attempt is acting. */
const isLocked = ({ step }: Order): boolean => step !== 3

/** What was brought about is there. */
function estateOf({ state, effects }: Site): PracticeRun {
  const estate = new PracticeRun()
  estate.state = state
  estate.now = new Date().toISOString()
  estate.done = new Set(effects.keys())
  return estate
}
