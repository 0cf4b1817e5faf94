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
    // As a browser writes them: the port that is usual is left out.
    const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => new URL(`http://${name}:${options.port()}`).host)
    const { host, origin } = request.headers
    if (host === undefined || !hosts.includes(host.toLowerCase())) {
      return refuse(response, 421, 'wrong-host', (words) =>
        words.wrongHost({ here: hosts[0] ?? '', host: host === undefined ? undefined : shortly(host) }),
      )
    }
    if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
      return refuse(response, 403, 'foreign-origin', (words) => words.foreignOrigin(shortly(origin)))
    }
    const site = request.headers['sec-fetch-site']
    const visit = request.method === 'GET' && request.path === '/' && request.headers['sec-fetch-mode'] === 'navigate'
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !visit) {
      return refuse(response, 403, 'foreign-origin', (words) => words.foreignPage(shortly(String(site))))
    }
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    if (request.method !== 'POST') return refuse(response, 405, 'method', (words) => words.method(request.method))
    if (origin === undefined) return refuse(response, 403, 'no-origin', (words) => words.noOrigin)
    if (!same(request.headers[SECRET_HEADER], options.secret)) {
      return refuse(response, 403, 'no-secret', (words) => words.noSecret)
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

function shortly(value: string): string {
  return value.replace(/[^\x21-\x7e]/g, '?').slice(0, 100)
}
