import { Agent, fetch as undiciFetch } from 'undici'
import { inTurn, type InTurn } from './in-turn.ts'

/** PEM: the authority of the engine's certificates, where this machine does not trust it already, and the bot's own certificate with its key. */
export interface ClientTls {
  ca?: string
  certificate: string
  key: string
}

/** Where a part of the engine is reached: a unix socket of the embedded one, or base addresses of one elsewhere, each as good as the other. */
export type EngineAddress = { socket: string } | { urls: readonly string[]; health: string; tls?: ClientTls }

export interface EngineHttp {
  /** Base address to put before paths. */
  url: string
  fetch: typeof globalThis.fetch
  close(): Promise<void>
}

/** A machine that is gone does not refuse a connection, it is silent. */
const CONNECTED_WITHIN_MS = 2000
const LIVES_WITHIN_MS = 1000

/** HTTP to the engine. A call's time limit is its own business: `fetch` here has none, because some answers take as long as a run's queue. */
export function engineHttp(address: EngineAddress, about: Pick<InTurn, 'mayRepeat' | 'onMove'> = {}): EngineHttp {
  const connect = 'socket' in address ? { socketPath: address.socket } : connectOf(address.tls)
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connections: 64, connect })
  // undici's own fetch takes its own Agent; Node's built-in copy may be of another version. Their types differ in name only.
  const one = ((input: string, init?: object) => undiciFetch(input, { ...init, dispatcher: agent })) as unknown as typeof globalThis.fetch
  if ('socket' in address) return { url: 'http://engine', fetch: one, close: () => agent.destroy() }
  // Of its own: it must not wait until one of the calls is answered.
  const looker = new Agent({ connections: 1, connect })
  const looks = async (url: string): Promise<boolean> => {
    try {
      const { body } = await undiciFetch(url, { dispatcher: looker, signal: AbortSignal.timeout(LIVES_WITHIN_MS) })
      await body?.cancel()
      return true
    } catch {
      return false
    }
  }
  const { urls, health } = address
  return {
    url: 'http://engine',
    fetch: inTurn({ ...about, base: 'http://engine', urls, health, looks, fetch: one }),
    close: async () => {
      await Promise.all([agent.destroy(), looker.destroy()])
    },
  }
}

function connectOf(tls: ClientTls | undefined) {
  const timeout = CONNECTED_WITHIN_MS
  if (tls === undefined) return { timeout }
  const { ca, certificate: cert, key } = tls
  return { timeout, cert, key, ...(ca !== undefined && { ca }) }
}
