/** Who may talk to the console at all: pages that this start served, in a browser on this machine. */
import { timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { refuse } from './refuse.ts'

export interface GuardOptions {
  /** The port that was opened; known only after listening. */
  port(): number
  secret: string
}

/** The header in which the page sends this start's secret. A foreign page cannot set it without asking first, and is never answered. */
export const SECRET_HEADER = 'x-countersign-secret'

/**
 * Host: a name that an attacker points at 127.0.0.1 (DNS rebinding) is not one of ours. Origin: only our own page. Secret: on
 * everything that changes something. https://fetch.spec.whatwg.org/#http-origin ; https://www.w3.org/TR/fetch-metadata/
 */
export function guard(options: GuardOptions): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${options.port()}`)
    const { host, origin } = request.headers
    if (host === undefined || !hosts.includes(host.toLowerCase())) {
      return refuse(
        response,
        421,
        'wrong-host',
        `This console answers to ${hosts[0]} only, not to ${shortly(host)}. Open http://${hosts[0]}/.`,
      )
    }
    if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
      return refuse(response, 403, 'foreign-origin', `Refused: the request comes from a page of ${shortly(origin)}, not from this console.`)
    }
    const site = request.headers['sec-fetch-site']
    const visit = request.method === 'GET' && request.path === '/' && request.headers['sec-fetch-mode'] === 'navigate'
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !visit) {
      return refuse(
        response,
        403,
        'foreign-origin',
        `Refused: the request comes from another page (${shortly(String(site))}), not from this console.`,
      )
    }
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    if (request.method !== 'POST') return refuse(response, 405, 'method', `${request.method} is not understood here: GET and POST are.`)
    if (origin === undefined) return refuse(response, 403, 'no-origin', 'Refused: a POST must say its Origin, as every browser does.')
    if (!same(request.headers[SECRET_HEADER], options.secret)) {
      return refuse(response, 403, 'no-secret', 'Refused: the secret of this start is missing or of an earlier start. Reload the page.')
    }
    next()
  }
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Nothing inline, nothing from outside, no frame around us, nothing kept. */
export function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cache-control': 'no-store',
  })
  next()
}

function same(given: string | string[] | undefined, secret: string): boolean {
  if (typeof given !== 'string') return false
  const [a, b] = [Buffer.from(given), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function shortly(value: string | undefined): string {
  return value === undefined ? 'a request without a Host' : value.replace(/[^\x21-\x7e]/g, '?').slice(0, 100)
}
