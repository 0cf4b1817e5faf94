/** Sessions for looking, kept open, each clean before it is lent again. An attempt never takes its session from here. */
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { SqlTarget } from '../options.ts'
import { enterDatabase } from './enter-database.ts'
import { USUAL_SQL_LIMITS, type SqlLimits } from './limits.ts'
import { placeOf } from './not-opened.ts'
import { openSession, type SqlSession } from './session.ts'

/** What looks beside each other have opened goes after so long; one session of each target stays. */
const IDLE_MS = 30_000
/** A session that has answered within this time is not asked whether it still does. */
const FRESH_MS = 1_000

interface Kept {
  session: SqlSession
  timer: NodeJS.Timeout
  /** When the server said that nothing of the block before is there; undefined where it did not. */
  cleanAt: Promise<number | undefined>
}

export class SessionPool {
  readonly #appName: string
  readonly #limits: SqlLimits
  readonly #idleMs: number
  #closed = false
  /** By the target's name; the one that was used last comes last. */
  readonly #idle = new Map<string, Kept[]>()

  constructor(appName: string, limits: SqlLimits = USUAL_SQL_LIMITS, idleMs: number = IDLE_MS) {
    this.#appName = appName
    this.#limits = limits
    this.#idleMs = idleMs
  }

  /**
   * Lends a session in `database` to `use`, on which nobody has sent anything else since its log-in or its reset. `signal` ends the wait for one.
   * `lost`: whether the server took the session away meanwhile. One that was kept may have gone with a restart of the server: then it is `use`d again on another one.
   */
  async with<T>(
    target: SqlTarget,
    database: string,
    use: (session: SqlSession) => Promise<T>,
    signal: AbortSignal,
    lost: (value: T) => boolean,
  ): Promise<{ value: T } | { refusal: WorkerRefusal }> {
    for (;;) {
      const kept = await this.#take(target)
      const opened = kept === undefined ? await this.#open(target, signal) : { session: kept }
      if ('refusal' in opened) return opened
      try {
        const entered = await enterDatabase(opened.session, database, signal)
        if (typeof entered === 'object') return entered
        if (entered === 'lost' && kept === undefined) return { refusal: lostAtOnce(target) }
        if (entered === 'lost') continue
        const value = await use(opened.session)
        if (kept === undefined || !lost(value)) return { value }
      } finally {
        this.#putBack(target, opened.session)
      }
    }
  }

  /** Opens the session that stays of a target, if none is there: the first look then waits for no log-in. Answers why there is none. */
  async warm(target: SqlTarget, signal: AbortSignal): Promise<WorkerRefusal | undefined> {
    if ((this.#idle.get(target.name) ?? []).length > 0) return undefined
    const opened = await this.#open(target, signal)
    if ('refusal' in opened) return opened.refusal
    this.#keep(target, opened.session, Promise.resolve(performance.now()))
    return undefined
  }

  async close(): Promise<void> {
    this.#closed = true
    const kept = [...this.#idle.values()].flat()
    this.#idle.clear()
    for (const { timer } of kept) clearTimeout(timer)
    await Promise.all(
      kept.map(async ({ session, cleanAt }) => {
        await cleanAt
        await session.close()
      }),
    )
  }

  /** In `master`: whoever has another database for its own keeps it from being restored, and from much else. */
  #open(target: SqlTarget, signal: AbortSignal): ReturnType<typeof openSession> {
    return openSession(target, { database: 'master', appName: this.#appName, purpose: 'look', limits: this.#limits }, signal)
  }

  async #take({ name }: SqlTarget): Promise<SqlSession | undefined> {
    for (;;) {
      const kept = this.#idle.get(name)?.pop()
      if (!kept) return undefined
      clearTimeout(kept.timer)
      const { session } = kept
      const cleanAt = await kept.cleanAt
      if (cleanAt !== undefined && (performance.now() - cleanAt < FRESH_MS || (await session.isSame()))) return session
      await session.close()
    }
  }

  /** It is made clean at once: what a block has left open must hold nobody up, not even until the next one comes. */
  #putBack(target: SqlTarget, session: SqlSession): void {
    const cleanAt = session.reset().then((clean) => (clean ? performance.now() : undefined))
    this.#keep(target, session, cleanAt)
  }

  #keep(target: SqlTarget, session: SqlSession, cleanAt: Kept['cleanAt']): void {
    if (this.#closed) return void session.close()
    const kept = { session, cleanAt, timer: setTimeout(() => this.#drop(target, session), this.#idleMs) }
    kept.timer.unref()
    this.#idle.set(target.name, [...(this.#idle.get(target.name) ?? []), kept])
  }

  /** The last one stays: it costs the server little, and the next look in the night a log-in less. */
  #drop({ name }: SqlTarget, session: SqlSession): void {
    const idle = this.#idle.get(name) ?? []
    if (idle.length === 1) return
    this.#idle.set(
      name,
      idle.filter((kept) => kept.session !== session),
    )
    void session.close()
  }
}

function lostAtOnce(target: SqlTarget): WorkerRefusal {
  return { code: 'no-connection', why: { is: 'session-lost-at-once', at: placeOf(target) } }
}
