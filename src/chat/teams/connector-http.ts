/** How botbuilder's calls reach Teams: once each, with a bearer, every fault a `CallFailed`. */
import { z } from 'zod'
import { CallFailed, type AppToken } from './bot-port.ts'
import { TARGETED_HEADER } from './call.ts'

/** As botbuilder hands it over and wants it back. */
interface Sent {
  method: string
  url: string
  body?: unknown
  headers: { toJson(): Record<string, string> }
  abortSignal?: AbortSignal
}

/** botbuilder's own client would try again by itself, and follow a redirection with the bearer. `token`: none, and the calls go out without one. */
export function connectorHttp(token: AppToken | undefined): never {
  const client = {
    sendRequest: async (request: Sent) => {
      const signal = request.abortSignal ?? AbortSignal.timeout(10_000)
      const { [TARGETED_HEADER]: targeted, ...headers } = request.headers.toJson()
      const bearer = token === undefined ? {} : { authorization: `Bearer ${await token.of(signal)}` }
      const { response, text } = await fetched(targeted === undefined ? request.url : targetedUrl(request.url), {
        method: request.method,
        headers: { ...headers, ...bearer },
        signal,
        redirect: 'manual',
        ...(typeof request.body === 'string' ? { body: request.body } : {}),
      })
      if (response.status === 401) token?.forget()
      if (!response.ok) throw new CallFailed(faultOf(response, text))
      // botbuilder takes some of the 2xx for a fault, according to the call.
      return { request, status: 200, headers: headersOf(response), bodyAsText: text }
    },
  }
  return client as never
}

async function fetched(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init)
    return { response, text: await response.text() }
  } catch (cause) {
    throw new CallFailed({ system: systemCode(cause) }, cause)
  }
}

/** `fetch` wraps the system's error; a name lookup and a broken TLS carry a code as well. */
export function systemCode(cause: unknown): string {
  const { name, code, cause: inner } = cause as { name?: string; code?: unknown; cause?: { code?: unknown } }
  if (name === 'TimeoutError' || name === 'AbortError') return 'TIMEOUT'
  const found = inner?.code ?? code
  return typeof found === 'string' ? found : 'UNKNOWN'
}

function targetedUrl(url: string): string {
  const parsed = new URL(url)
  parsed.searchParams.set('isTargetedActivity', 'true')
  return parsed.href
}

function headersOf(response: Response): object {
  const headers = Object.fromEntries(response.headers)
  return { toJson: () => headers }
}

const errorBody = z.looseObject({ error: z.looseObject({ code: z.string().max(200).optional() }) })

function faultOf(response: Response, body: string): { status: number; code?: string; retryAfterMs?: number } {
  const code = codeOf(body)
  const retryAfterMs = afterMs(response.headers.get('retry-after'))
  return { status: response.status, ...(code === undefined ? {} : { code }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

function codeOf(body: string): string | undefined {
  try {
    return errorBody.parse(JSON.parse(body)).error.code
  } catch {
    return undefined
  }
}

/** Seconds, or a date. */
export function afterMs(header: string | null): number | undefined {
  if (header === null) return undefined
  const ms = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined
}
