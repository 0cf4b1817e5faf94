import { Agent, fetch as undiciFetch } from 'undici'

/** Where a part of the engine is reached: a unix socket of the embedded one, or a base address of one elsewhere. */
export type EngineAddress = { socket: string } | { url: string }

export interface EngineHttp {
  /** Base address to put before paths. */
  url: string
  fetch: typeof globalThis.fetch
  close(): Promise<void>
}

/** HTTP to the engine. A call's time limit is its own business: `fetch` here has none, because some answers take as long as a run's queue. */
export function engineHttp(address: EngineAddress): EngineHttp {
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connections: 64,
    ...('socket' in address && { connect: { socketPath: address.socket } }),
  })
  return {
    url: 'socket' in address ? 'http://engine' : address.url.replace(/\/+$/, ''),
    // undici's own fetch takes its own Agent; Node's built-in copy may be of another version. Their types differ in name only.
    fetch: ((input: string, init?: object) => undiciFetch(input, { ...init, dispatcher: agent })) as unknown as typeof globalThis.fetch,
    close: () => agent.destroy(),
  }
}
