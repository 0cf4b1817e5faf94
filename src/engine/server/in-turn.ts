import { addAbortListener } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

export interface InTurn {
  /** What stands before a path, in the place of the address that is asked. */
  base: string
  /** Base addresses of nodes of one engine. */
  urls: readonly string[]
  /** Path of what says that a node lives. */
  health: string
  /** Asks there whether it does. MUST NOT wait for connections that calls have. */
  looks: (url: string) => Promise<boolean>
  /** Asks one address. MUST have no time limit of its own but that of connecting. */
  fetch: typeof globalThis.fetch
  /** May this call be asked again, although nobody knows whether it was heard? Nothing may where nothing is said. */
  mayRepeat?: (path: string, headers: Headers) => boolean
  /** Another address is asked from now on. */
  onMove?: (from: string, to: string, why: unknown) => void
}

/** A call that has no answer yet is no trouble, as long as its node says that it lives. */
const SILENT_MS = 500
/** Of one that is only busy, too, an answer may be late once. */
const SILENT_TIMES = 2

/**
 * Asks the address that answered last; one that does not answer gives its turn to the next, each address once. A call that surely was not heard is asked there again; one of which
 * nobody knows only if it may be repeated. Who asks and hears of a failure finds the next address in its turn.
 */
export function inTurn({ base, urls, health, looks, fetch, mayRepeat = () => false, onMove }: InTurn): typeof globalThis.fetch {
  let current = 0
  const asking = new Map<string, Promise<boolean>>()
  const move = (from: number, why: unknown): void => {
    if (current !== from || urls.length === 1) return
    current = (from + 1) % urls.length
    onMove?.(urls[from] ?? '', urls[current] ?? '', why)
  }
  return (async (input: string, init: RequestInit = {}) => {
    const path = input.slice(base.length)
    const again = mayRepeat(path, new Headers(init.headers))
    let failure: unknown
    for (let left = urls.length; left > 0; left--) {
      const at = current
      try {
        const response = await ask(urls[at] ?? '', path, init, (why) => move(at, why))
        if (!NOBODY_BEHIND.has(response.status) || left === 1 || !again) return response
        failure = new Error(`${urls[at]} answered ${response.status}`)
      } catch (error) {
        if (init.signal?.aborted === true) throw error
        failure = error
        if (!neverLeft(error) && !again) {
          move(at, error)
          throw error
        }
      }
      move(at, failure)
    }
    throw failure
  }) as typeof globalThis.fetch

  /** Gives up when the node says no more that it lives; `silent` hears of it, also where whoever asks gives up first. */
  async function ask(url: string, path: string, init: RequestInit, silent: (why: unknown) => void): Promise<Response> {
    if (urls.length === 1) return fetch(`${trimmed(url)}${path}`, init)
    const answered = new AbortController()
    const gone = new AbortController()
    const why = new Error(`${url} is silent`)
    let missed = 0
    const watching = watchOver()
    try {
      const signal = init.signal ? AbortSignal.any([init.signal, gone.signal]) : gone.signal
      return await whole(await fetch(`${trimmed(url)}${path}`, { ...init, signal }))
    } finally {
      if (init.signal?.aborted === true && missed > 0) silent(why)
      answered.abort()
      await watching
    }

    async function watchOver(): Promise<void> {
      while (missed < SILENT_TIMES) {
        await pause(SILENT_MS, undefined, { signal: answered.signal }).catch(() => undefined)
        if (answered.signal.aborted) return
        missed = (await Promise.race([lives(url), aborted(answered.signal)])) ? 0 : missed + 1
      }
      silent(why)
      gone.abort(why)
    }
  }

  /** However many calls wait for a node, it is asked once at a time. */
  function lives(url: string): Promise<boolean> {
    const asked = asking.get(url) ?? looks(`${trimmed(url)}${health}`).finally(() => asking.delete(url))
    asking.set(url, asked)
    return asked
  }
}

function aborted(signal: AbortSignal): Promise<true> {
  return new Promise((resolve) => void addAbortListener(signal, () => resolve(true)))
}

function trimmed(url: string): string {
  return url.replace(/\/$/, '')
}

/** With its last byte: a node that dies in the middle of an answer has given none. */
async function whole(response: Response): Promise<Response> {
  const { status, headers } = response
  const bytes = await response.arrayBuffer()
  return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers: Object.fromEntries(headers) })
}

/** A proxy's word that nobody is behind it, or a node's that it is going. */
const NOBODY_BEHIND: ReadonlySet<number> = new Set([502, 503, 504])

const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The connection never came about, so that nothing of the call was heard. */
export function neverLeft(cause: unknown): boolean {
  for (let error = cause, depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    const { code, cause: next } = error as { code?: unknown; cause?: unknown }
    if (typeof code === 'string' && (NEVER_LEFT.has(code) || OF_CERTIFICATES.test(code))) return true
    error = next
  }
  return false
}

/** What Node says of a certificate that it does not believe: then it has sent nothing. */
const OF_CERTIFICATES = /^(ERR_TLS_CERT|CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/
