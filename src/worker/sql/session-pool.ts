/** Sessions for looking, kept open for a while, each clean before it is lent again. An attempt never takes its session from here. */
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { SqlTarget } from '../options.ts'
import { USUAL_SQL_LIMITS, type SqlLimits } from './limits.ts'
import { openSession, type SqlSession } from './session.ts'

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
  #closed = false
  readonly #idle = new Map<string, Kept[]>()

  constructor(appName: string, limits: SqlLimits = USUAL_SQL_LIMITS) {
    this.#appName = appName
    this.#limits = limits
  }

  /**
   * Lends a session to `use`, on which nobody has sent anything since its log-in or its reset. `signal` ends the wait for one.
   * `lost`: whether the server took the session away meanwhile. One that was kept may have gone with a restart of the server: then it is `use`d again on another one.
   */
  async with<T>(
    target: SqlTarget,
    database: string,
    use: (session: SqlSession) => Promise<T>,
    signal: AbortSignal,
    lost: (value: T) => boolean,
  ): Promise<{ value: T } | { refusal: PlainRefusal }> {
    const key = JSON.stringify([target.name, database])
    const as = { database, appName: this.#appName, purpose: 'look' as const, limits: this.#limits }
    for (;;) {
      const kept = await this.#take(key)
      const opened = kept === undefined ? await openSession(target, as, signal) : { session: kept }
      if ('refusal' in opened) return opened
      try {
        const value = await use(opened.session)
        if (kept === undefined || !lost(value)) return { value }
      } finally {
        this.#putBack(key, opened.session)
      }
    }
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

  async #take(key: string): Promise<SqlSession | undefined> {
    for (;;) {
      const kept = this.#idle.get(key)?.pop()
      if (!kept) return undefined
      clearTimeout(kept.timer)
      const { session } = kept
      const cleanAt = await kept.cleanAt
      if (cleanAt !== undefined && (performance.now() - cleanAt < FRESH_MS || (await session.isSame()))) return session
      await session.close()
    }
  }

  /** It is made clean at once: what a block has left open must hold nobody up, not even until the next one comes. */
  #putBack(key: string, session: SqlSession): void {
    if (this.#closed) return void session.close()
    const pool = this.#idle.get(key) ?? []
    const cleanAt = session.reset().then((clean) => (clean ? performance.now() : undefined))
    const kept = { session, cleanAt, timer: setTimeout(() => this.#drop(key, session), IDLE_MS) }
    kept.timer.unref()
    this.#idle.set(key, [...pool, kept])
  }

  #drop(key: string, session: SqlSession): void {
    this.#idle.set(
      key,
      (this.#idle.get(key) ?? []).filter((kept) => kept.session !== session),
    )
    void session.close()
  }
}
