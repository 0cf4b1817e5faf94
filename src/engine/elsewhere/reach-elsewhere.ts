import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'
import { EngineFault } from '../engine-fault.ts'
import type { HandlerListen } from '../serve-handlers.ts'
import type { EngineAdmin } from '../server/admin.ts'
import { codeOf } from '../server/directory.ts'
import { engineHttp, type ClientTls, type EngineAddress } from '../server/http.ts'

const ANSWERS_WITHIN_MS = 5000

/** An engine on other machines, as the configuration names it; files are read. */
export interface Elsewhere {
  /** Base addresses of its nodes, tried in turn. */
  ingress: readonly string[]
  admin: readonly string[]
  /** Where the bot listens for it, and how it gets there. */
  handlers: HandlerListen
  /** The public form of the key with which it signs its calls. */
  identity: string
  tls?: ClientTls
}

export interface ReachedEngine {
  ingress: EngineAddress
  admin: EngineAddress
  /** Where its store is, as people would look for it. */
  store: string
  damage: () => EngineFault | undefined
}

/** The addresses for calls of an engine elsewhere. */
export function ingressOf({ ingress, tls }: Pick<Elsewhere, 'ingress' | 'tls'>): EngineAddress {
  return { urls: ingress, health: '/restate/health', ...(tls && { tls }) }
}

/** An engine elsewhere, once one address for calls and one for administration have answered. Those that have not are logged. @throws EngineFault that names every address and its trouble. */
export async function reachElsewhere(elsewhere: Elsewhere, log: Logger): Promise<ReachedEngine> {
  const { tls } = elsewhere
  if (tls !== undefined) refuseBadPair(tls)
  const ingress = ingressOf(elsewhere)
  const admin: EngineAddress = { urls: elsewhere.admin, health: '/health', ...(tls && { tls }) }
  const [calls, administration] = await Promise.all([
    troubles(elsewhere.ingress, '/restate/health', tls),
    troubles(elsewhere.admin, '/health', tls),
  ])
  const all = [...calls.map((said) => `engine.ingress ${said}`), ...administration.map((said) => `engine.admin ${said}`)]
  if (calls.length === elsewhere.ingress.length || administration.length === elsewhere.admin.length)
    throw new EngineFault('unreachable', `The engine cannot be reached: ${all.join('; ')}. docs/cluster.md says what it needs.`)
  for (const said of all) log.warn(`${said}; the others are asked`)
  return { ingress, admin, store: `the store of the engine at ${elsewhere.ingress.join(', ')}`, damage: () => undefined }
}

function refuseBadPair({ ca, certificate: cert, key }: ClientTls): void {
  try {
    createSecureContext({ cert, key, ...(ca !== undefined && { ca }) })
  } catch (cause) {
    const sentence = `\`engine.certificate\` and \`engine.key\` in the configuration do not go together, or a file of them or of \`engine.ca\` is no PEM (${codeOf(cause)}): name the certificate with its chain, and its own private key, both PEM.`
    throw new EngineFault('bad-key', sentence, cause)
  }
}

/** Registers the handlers, or says what keeps an engine elsewhere from calling them. @throws EngineFault */
export async function register(admin: Pick<EngineAdmin, 'register'>, uri: string, elsewhere: Elsewhere | undefined): Promise<void> {
  try {
    await admin.register('Run', uri)
  } catch (fault) {
    if (elsewhere === undefined || !(fault instanceof EngineFault) || !fault.message.includes(NOT_CALLED)) throw fault
    const sentence = fault.message.includes('401 Unauthorized')
      ? 'The engine signs its calls with another key than `engine.identity` in the configuration says: write the `publickeyv1_…` that each of its nodes logs at its start.'
      : `The engine cannot call the bot at ${uri}, which is \`engine.url\` in the configuration. Each of its nodes must reach that, and trust the authority of \`engine.certificate\`. It says: ${wordsOf(fault.message)}`
    throw new EngineFault('not-registered', sentence, fault)
  }
}

/** The engine's code for handlers that it cannot ask what they are. */
const NOT_CALLED = 'META0003'

function wordsOf(message: string): string {
  return /Reason: ([^"]*)/.exec(message)?.[1] ?? message
}

/** What is wrong at each address, for those where something is. */
async function troubles(urls: readonly string[], health: string, tls: ClientTls | undefined): Promise<string[]> {
  const said = await Promise.all(urls.map(async (url) => ({ url, why: await troubleAt(url, health, tls) })))
  return said.flatMap(({ url, why }) => (why === undefined ? [] : [`${url}: ${why}`]))
}

async function troubleAt(url: string, health: string, tls: ClientTls | undefined): Promise<string | undefined> {
  try {
    const http = engineHttp({ urls: [url], health, ...(tls && { tls }) })
    try {
      const response = await http.fetch(`${http.url}${health}`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
      await response.body?.cancel()
      return response.ok ? undefined : `answers ${response.status} to ${health}, which no engine does`
    } finally {
      await http.close()
    }
  } catch (error) {
    return sayTrouble(deepest(error))
  }
}

function deepest(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error
}

const UNSIGNED = 'its certificate is of no authority that this machine trusts; name the one that signed it as `engine.ca`'
// With TLS 1.3 a certificate that is not believed is told by an end, and so is a proxy with nobody behind it.
const UNKNOWN_BOT = 'it ends the connection; it must trust the authority that signed `engine.certificate`, and have the engine behind it'

const TROUBLES: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such name',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  TimeoutError: 'it does not answer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNSIGNED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNSIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: UNSIGNED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNSIGNED,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: UNKNOWN_BOT,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: UNKNOWN_BOT,
  UND_ERR_SOCKET: UNKNOWN_BOT,
  ECONNRESET: UNKNOWN_BOT,
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS',
}

function sayTrouble(error: unknown): string {
  const code = error instanceof Error && error.name === 'TimeoutError' ? error.name : codeOf(error)
  return TROUBLES[code] ?? `the connection failed (${code})`
}
