/** A stand-in of a SQL Server with one database that waits for recovery: it knows the worker's own statements and those of `restore-document.ts`, nothing else. */
import { setTimeout as delay } from 'node:timers/promises'
import type { BoundParameter, ResultSink, SqlInstance, SqlSession, SqlValue } from '../estate/result-sink.ts'
import { CHECK, RESTORE, TAIL, WAIT } from './restore-document.ts'

export interface RestoringInstance extends SqlInstance {
  online: boolean
  /** What a step may wait for. */
  writable: boolean
  /** How often RESTORE took effect, or would have. */
  effects: number
  /** How long a RESTORE takes. */
  restoreMs: number
  /** Lock name to the session that holds it. */
  readonly locks: Map<string, number>
  /** What it calls itself. */
  serverName: string
  kill(spid: number): void
  /** Called with each statement before it is carried out. */
  watch: ((text: string, spid: number) => void) | undefined
}

export const PASSWORD = 'not for the log'

export function restoringInstance(name = 'SEC'): RestoringInstance {
  const drops = new Map<number, () => void>()
  let spid = 50
  const instance: RestoringInstance = {
    name,
    online: false,
    writable: false,
    effects: 0,
    restoreMs: 0,
    locks: new Map(),
    serverName: name,
    watch: undefined,
    kill: (victim) => drops.get(victim)?.(),
    onDrop: (one, drop) => void drops.set(one, drop),
    login: ({ user, password }) =>
      password === PASSWORD
        ? session((spid += 1))
        : [{ number: 18_456, severity: 14, state: 1, line: 1, text: `Login failed for user '${user}'.` }],
  }

  const session = (own: number): SqlSession => ({
    spid: own,
    transactions: 0,
    reset: () => release(own),
    execute: (text, parameters, sink, signal) => execute(own, text, valuesOf(parameters), sink, signal),
    close: () => release(own),
  })

  const release = (own: number): void => {
    for (const [lock, owner] of instance.locks) if (owner === own) instance.locks.delete(lock)
  }

  const execute = async (own: number, text: string, values: Record<string, SqlValue>, sink: ResultSink, signal: AbortSignal) => {
    instance.watch?.(text, own)
    if (/^set ansi_nulls|^SELECT 1;$/i.test(text)) return sink.statementDone()
    if (text.startsWith('SELECT spid'))
      return answer(sink, { spid: own, ...(text.includes('ServerName') && { server: instance.serverName }) })
    if (text.includes('sp_getapplock'))
      return answer(sink, { got: await lock(own, String(values['name']), Number(values['wait']), signal) })
    if (text.includes('APPLOCK_MODE')) {
      return answer(sink, { mode: instance.locks.get(String(values['name'])) === own ? 'Exclusive' : 'NoLock', spid: own })
    }
    if (text.includes('dm_exec_requests')) return answer(sink, { percent: 0 })
    if (text.trim() === CHECK.trim())
      return answer(sink, {
        done: instance.online ? 1 : 0,
        detail: `${String(values['database'])} is ${instance.online ? 'ONLINE' : 'RESTORING'}`,
      })
    if (text.trim() === WAIT) return answer(sink, { ok: instance.writable ? 1 : 0, detail: instance.writable ? '' : 'nobody can write' })
    if (text.trim() === RESTORE) return restore(sink, signal)
    if (text.trim() === TAIL) {
      // What is taken back is seen a little later.
      setTimeout(() => (instance.online = false), 100)
      return sink.statementDone()
    }
    sink.message({ number: 50_000, severity: 16, state: 1, line: 1, text: `The stand-in does not know: ${text}` })
    sink.statementDone()
  }

  const restore = async (sink: ResultSink, signal: AbortSignal) => {
    sink.message({ number: 3211, severity: 10, state: 1, line: 1, text: '50 percent processed.' })
    await delay(instance.restoreMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return sink.statementDone()
    instance.effects += 1
    if (instance.online) sink.message({ number: 3101, severity: 16, state: 1, line: 1, text: 'The database is online already.' })
    instance.online = true
    sink.statementDone()
  }

  const lock = async (own: number, resource: string, waitMs: number, signal: AbortSignal): Promise<number> => {
    const until = performance.now() + waitMs
    while ((instance.locks.get(resource) ?? own) !== own) {
      if (performance.now() >= until || signal.aborted) return -1
      await delay(10)
    }
    instance.locks.set(resource, own)
    return 0
  }
  return instance
}

function answer(sink: ResultSink, row: Record<string, string | number>): void {
  sink.columns(
    Object.entries(row).map(([name, value]) => ({
      name,
      type: typeof value === 'number' ? { name: 'int' } : { name: 'nvarchar', length: 200 },
    })),
  )
  sink.row(Object.values(row))
  sink.statementDone(1)
}

function valuesOf(parameters: BoundParameter[]): Record<string, SqlValue> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name.replace(/^@/, ''), value]))
}
