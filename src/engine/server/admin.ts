import { EngineFault } from '../engine-fault.ts'
import type { EngineAddress } from './http.ts'
import { engineHttp } from './http.ts'

/** A call that does not get on. */
export interface StuckCall {
  id: string
  /** `Run/R-1/command` */
  target: string
  service: string
  key: string
  status: string
  failure: string
}

export interface Stuck {
  /** Nobody tries them again by itself. */
  paused: StuckCall[]
  /** Other code was running when they began (`570 Journal mismatch`): no try will ever succeed. */
  mismatched: StuckCall[]
  /** Tried again after a while. */
  waiting: StuckCall[]
}

export interface StoredState {
  object: string
  key: string
  name: string
  value: unknown
}

/** The engine's admin interface, as far as we use it. Whoever reaches it may do anything to any run. */
export interface EngineAdmin {
  /** Registers the handlers at `uri`, in place of the address under which `service` was registered before: calls that were under way follow. */
  register(service: string, uri: string): Promise<void>
  stuck(): Promise<Stuck>
  /** Ids of all runs that the store holds. */
  runs(): Promise<string[]>
  /** What the store holds, under this name or any, of each object of these kinds: as it lies there, believed by nobody. */
  states(objects: readonly string[], name?: string): Promise<StoredState[]>
  kill(id: string): Promise<void>
  resume(id: string): Promise<void>
  close(): Promise<void>
}

const RUNS = "SELECT DISTINCT service_key AS id FROM state WHERE service_name = 'Run'"

/** Both are kept: the code is the server's name for the fault, the number is what the SDK answers (seen with server 1.7.12 and SDK 1.17.2). */
const MISMATCH = /\b570\b|RT0016/

const STUCK = `SELECT id, target, target_service_name AS service, target_service_key AS key, status, last_failure, last_failure_error_code AS code
  FROM sys_invocation WHERE status IN ('paused', 'backing-off')`

interface StuckRow {
  id: string
  target: string
  service: string
  key?: string
  status: string
  last_failure?: string
  code?: string
}

export function engineAdmin(address: EngineAddress): EngineAdmin {
  // Each of these calls does nothing more when it is heard twice.
  const http = engineHttp(address, { mayRepeat: () => true })
  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await http.fetch(`${http.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      signal: AbortSignal.timeout(20_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new EngineFault('not-registered', `The engine refused ${method} ${path} (${response.status}): ${text.slice(0, 300)}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  return {
    async register(service, uri) {
      const { deployments } = await ask<{ deployments: { id: string; services: { name: string }[] }[] }>('GET', '/deployments')
      const before = deployments.findLast(({ services }) => services.some(({ name }) => name === service))
      if (before === undefined) await ask('POST', '/deployments', { uri, force: true })
      else await ask('PATCH', `/deployments/${before.id}`, { uri, overwrite: true })
    },
    async stuck() {
      const { rows } = await ask<{ rows: StuckRow[] }>('POST', '/query', { query: STUCK })
      const calls = rows.map(({ last_failure, code, key, ...row }) => ({
        ...row,
        key: key ?? '',
        failure: `${code ?? ''} ${last_failure ?? ''}`.trim(),
      }))
      const mismatched = calls.filter(({ failure }) => MISMATCH.test(failure))
      const others = calls.filter((call) => !mismatched.includes(call))
      return {
        mismatched,
        paused: others.filter(({ status }) => status === 'paused'),
        waiting: others.filter(({ status }) => status !== 'paused'),
      }
    },
    async runs() {
      const { rows } = await ask<{ rows: { id: string }[] }>('POST', '/query', { query: RUNS })
      return rows.map(({ id }) => id)
    },
    async states(objects, name) {
      const named = name === undefined ? '' : ` AND key = '${name}'`
      const kinds = objects.map((object) => `'${object}'`).join(', ')
      const query = `SELECT service_name AS object, service_key AS key, key AS name, value FROM state WHERE service_name IN (${kinds})${named}`
      const { rows } = await ask<{ rows: (StoredState & { value: string })[] }>('POST', '/query', { query })
      return rows.map((row) => ({ ...row, value: parsed(Buffer.from(row.value, 'hex').toString('utf8')) }))
    },
    async kill(id) {
      await ask('PATCH', `/invocations/${id}/kill`)
      // Else the answer "killed" is kept for a day under the call's idempotency key. It may be gone by itself.
      await ask('PATCH', `/invocations/${id}/purge`).catch(() => undefined)
    },
    resume: (id) => ask('PATCH', `/invocations/${id}/resume`),
    close: () => http.close(),
  }
}

/** Whoever reaches the engine may have put any bytes there. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
