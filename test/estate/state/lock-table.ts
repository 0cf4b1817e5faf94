import type { Clock } from './clock.ts'

export type LockMode = 'IntentShared' | 'IntentExclusive' | 'Shared' | 'Update' | 'Exclusive'

/** What sp_getapplock returns: granted at once, granted after waiting, timed out, cancelled, chosen as deadlock victim. */
export type LockAnswer = 0 | 1 | -1 | -2 | -3

const COMPATIBLE: Record<LockMode, readonly LockMode[]> = {
  IntentShared: ['IntentShared', 'IntentExclusive', 'Shared', 'Update'],
  IntentExclusive: ['IntentShared', 'IntentExclusive'],
  Shared: ['IntentShared', 'Shared', 'Update'],
  Update: ['IntentShared', 'Shared'],
  Exclusive: [],
}

interface Hold {
  owner: number
  mode: LockMode
}

interface Waiter extends Hold {
  grant(): void
}

/** Application locks of one instance, owned by sessions. A resource is named by database, principal and name: the caller joins them. */
export class LockTable {
  readonly #clock: Clock
  readonly #holds = new Map<string, Hold[]>()
  readonly #queues = new Map<string, Waiter[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes the lock, waiting at most `timeoutMs` (-1: for ever). Every grant counts: it must be released as often. */
  async take(resource: string, owner: number, mode: LockMode, timeoutMs: number, signal: AbortSignal): Promise<LockAnswer> {
    const queue = this.#queues.get(resource) ?? []
    if (this.free(resource, owner, mode) && (queue.length === 0 || this.heldBy(resource, owner) !== undefined)) {
      this.#grant(resource, { owner, mode })
      return 0
    }
    if (timeoutMs === 0) return -1
    if (this.#waitsFor(resource, owner, mode).has(owner)) return -3
    return this.#wait(resource, queue, owner, mode, timeoutMs, signal)
  }

  /** Releases one grant; false when the owner holds none. */
  release(resource: string, owner: number): boolean {
    const holds = this.#holds.get(resource) ?? []
    const index = holds.findLastIndex((hold) => hold.owner === owner)
    if (index < 0) return false
    holds.splice(index, 1)
    this.#serve(resource)
    return true
  }

  /** The session is over: so are all its grants. */
  releaseAll(owner: number): void {
    for (const [resource, holds] of this.#holds) {
      const left = holds.filter((hold) => hold.owner !== owner)
      if (left.length === holds.length) continue
      this.#holds.set(resource, left)
      this.#serve(resource)
    }
  }

  /** Could `owner` have it now? */
  free(resource: string, owner: number, mode: LockMode): boolean {
    return (this.#holds.get(resource) ?? []).every((hold) => hold.owner === owner || COMPATIBLE[mode].includes(hold.mode))
  }

  heldBy(resource: string, owner: number): LockMode | undefined {
    return this.#holds.get(resource)?.findLast((hold) => hold.owner === owner)?.mode
  }

  /** Everybody that a waiter for this lock would wait for, directly or through what they wait for themselves. */
  #waitsFor(resource: string, owner: number, mode: LockMode): Set<number> {
    const found = new Set<number>()
    const next = this.#blockers(resource, owner, mode)
    for (let blocker = next.pop(); blocker !== undefined; blocker = next.pop()) {
      if (found.has(blocker)) continue
      found.add(blocker)
      for (const [wanted, queue] of this.#queues) {
        for (const waiter of queue) if (waiter.owner === blocker) next.push(...this.#blockers(wanted, blocker, waiter.mode))
      }
    }
    return found
  }

  #blockers(resource: string, owner: number, mode: LockMode): number[] {
    return (this.#holds.get(resource) ?? [])
      .filter((hold) => hold.owner !== owner && !COMPATIBLE[mode].includes(hold.mode))
      .map((hold) => hold.owner)
  }

  #grant(resource: string, hold: Hold): void {
    const holds = this.#holds.get(resource) ?? []
    holds.push(hold)
    this.#holds.set(resource, holds)
  }

  async #wait(
    resource: string,
    queue: Waiter[],
    owner: number,
    mode: LockMode,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<LockAnswer> {
    this.#queues.set(resource, queue)
    const end = new AbortController()
    let granted = false
    const waiter: Waiter = { owner, mode, grant: () => ((granted = true), end.abort()) }
    queue.push(waiter)
    const either = AbortSignal.any([end.signal, signal])
    // Timers hold at most 2^31 - 1 ms; "for ever" is about 24 days.
    await this.#clock.sleep(timeoutMs < 0 ? 2_000_000_000 : timeoutMs, either).catch(() => undefined)
    if (granted && !signal.aborted) return 1
    if (granted) this.release(resource, owner)
    else queue.splice(queue.indexOf(waiter), 1)
    this.#serve(resource)
    return signal.aborted ? -2 : -1
  }

  #serve(resource: string): void {
    const queue = this.#queues.get(resource) ?? []
    while (queue[0] !== undefined && this.free(resource, queue[0].owner, queue[0].mode)) {
      const next = queue.shift()!
      this.#grant(resource, { owner: next.owner, mode: next.mode })
      next.grant()
    }
  }
}
