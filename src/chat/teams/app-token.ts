/** The token with which the bot calls Teams: Entra gives it to the app, for what the app proves itself with. */
import { X509Certificate } from 'node:crypto'
import { addAbortListener } from 'node:events'
import { ConfidentialClientApplication, ManagedIdentityApplication, ServerError, type NodeAuthOptions } from '@azure/msal-node'
import { CallFailed, type AppToken } from './bot-port.ts'
import { afterMs, systemCode } from './connector-http.ts'

/** What the app proves itself with. Certificates and keys are PEM. */
export type AppProof =
  | { secret: string }
  | { certificate: string; key: string }
  /** A token of somebody whom the registration trusts. */
  | { assertion: string }
  /** By its client id. */
  | { managedIdentity: string }

export interface AppTokenOptions {
  appId: string
  tenant: string
  /** Read anew for each token, so that one who changes the secret need not start the bot again. */
  proof: () => AppProof
  /** A stand-in for Entra on this machine. */
  login?: string
  now?: () => number
}

const ENTRA = 'https://login.microsoftonline.com/'
const SCOPE = 'https://api.botframework.com/.default'
/** Renewed so long before its end; the old one goes on until there is another. */
const RENEWED_BEFORE_MS = 5 * 60_000
/** Less than this may be over before a call arrives. */
const STILL_GOOD_MS = 15_000
const LIMIT_MS = 8000

export function appToken({ proof, login, now = Date.now, ...app }: AppTokenOptions): AppToken {
  let held: { token: string; endsMs: number } | undefined
  let asking: Promise<string> | undefined
  const ask = async (): Promise<string> => {
    const asked = await acquired(app, proof, login)
    held = asked
    return asked.token
  }
  return {
    of: (signal) => {
      const leftMs = (held?.endsMs ?? 0) - now()
      if (held !== undefined && leftMs > RENEWED_BEFORE_MS) return Promise.resolve(held.token)
      asking ??= ask().finally(() => (asking = undefined))
      if (held === undefined || leftMs <= STILL_GOOD_MS)
        return until(signal, asking).catch((cause: unknown) => Promise.reject(unsent(cause)))
      // No call waits for Entra while there is a good one; where Entra does not answer, the next call asks again.
      asking.catch(() => undefined)
      return Promise.resolve(held.token)
    },
    forget: () => {
      held = undefined
    },
  }
}

/** A new client for each token: MSAL would keep the secret, and keep itself from asking for a minute after each fault. */
async function acquired(
  { appId, tenant }: { appId: string; tenant: string },
  proof: () => AppProof,
  login: string | undefined,
): Promise<{ token: string; endsMs: number }> {
  const network = new Network(login)
  try {
    const auth = { clientId: appId, authority: `${ENTRA}${tenant}`, ...(await authOf(proof(), network)) }
    const client = new ConfidentialClientApplication({ auth, system: { networkClient: network, disableInternalRetries: true } })
    const answer = await client.acquireTokenByClientCredential({ scopes: [SCOPE], skipCache: true })
    if (!answer?.accessToken || answer.expiresOn === null) throw new CallFailed({ system: 'NO_TOKEN', unsent: true })
    return { token: answer.accessToken, endsMs: answer.expiresOn.getTime() }
  } catch (cause) {
    // MSAL hides what the network said.
    throw network.fault ?? unsent(cause)
  }
}

async function authOf(proof: AppProof, networkClient: Network): Promise<Partial<NodeAuthOptions>> {
  if ('secret' in proof) return { clientSecret: proof.secret }
  if ('assertion' in proof) return { clientAssertion: proof.assertion }
  if ('certificate' in proof) {
    const { certificate, key } = proof
    const thumbprintSha256 = new X509Certificate(certificate).fingerprint256.replaceAll(':', '')
    return { clientCertificate: { thumbprintSha256, privateKey: key, x5c: certificate } }
  }
  const identity = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: proof.managedIdentity },
    system: { networkClient, disableInternalRetries: true },
  })
  const { accessToken } = await identity.acquireToken({ resource: 'api://AzureADTokenExchange' })
  return { clientAssertion: accessToken }
}

interface Posted {
  headers?: Record<string, string>
  body?: string
}

interface Answered<T> {
  headers: Record<string, string>
  body: T
  status: number
}

/** MSAL's network: bounded, and to the stand-in where there is one. */
class Network {
  /** What went wrong that Entra did not explain. */
  fault: CallFailed | undefined
  private readonly login: string | undefined

  constructor(login: string | undefined) {
    this.login = login
  }

  sendGetRequestAsync<T>(url: string, options?: Posted): Promise<Answered<T>> {
    return this.send('GET', url, options)
  }

  sendPostRequestAsync<T>(url: string, options?: Posted): Promise<Answered<T>> {
    return this.send('POST', url, options)
  }

  private async send<T>(method: string, url: string, { headers, body }: Posted = {}): Promise<Answered<T>> {
    const to = this.login === undefined || !url.startsWith(ENTRA) ? url : `${this.login.replace(/\/$/, '')}/${url.slice(ENTRA.length)}`
    try {
      const signal = AbortSignal.timeout(LIMIT_MS)
      const response = await fetch(to, {
        method,
        signal,
        redirect: 'error',
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      })
      const { status } = response
      if (status === 429 || status >= 500) throw new CallFailed({ status, unsent: true, ...waited(response) })
      return { headers: Object.fromEntries(response.headers), body: (await response.json()) as T, status }
    } catch (cause) {
      this.fault = unsent(cause)
      throw cause
    }
  }
}

/** Whatever kept us from a token, as what it is. */
function unsent(cause: unknown): CallFailed {
  if (cause instanceof CallFailed) return cause
  if (cause instanceof ServerError) {
    const { errorNo, errorCode, status } = cause
    return new CallFailed({ status: status ?? 401, code: errorNo ? `AADSTS${errorNo}` : errorCode, unsent: true }, cause)
  }
  return new CallFailed({ system: systemCode(cause), unsent: true }, cause)
}

function waited(response: Response): { retryAfterMs?: number } {
  const retryAfterMs = afterMs(response.headers.get('retry-after'))
  return retryAfterMs === undefined ? {} : { retryAfterMs }
}

async function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const listening = addAbortListener(signal, () => late.reject(new CallFailed({ system: 'TIMEOUT', unsent: true })))
  try {
    return await Promise.race([work, late.promise])
  } finally {
    listening[Symbol.dispose]()
  }
}
