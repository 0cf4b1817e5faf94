/** Who may read: whoever was given the address of this start. Every account of the machine reaches the port, and loopback is not a person. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { refuse, wordsOf } from './refuse.ts'

export interface ConsoleAccess {
  /** Ends the address that is given to people; new at each start. */
  ticket: string
  letIn: RequestHandler
}

export interface AccessOptions {
  /** What the cookies are made with. The same at the next start, so that a page that is open outlives it. */
  key: string
  /** Known only after listening; part of the cookie's name, because a browser sends cookies to every port of a host. */
  port: () => number
  /** Where the address can be read, for whoever comes without. */
  addressFile: string
}

const VALID_MS = 12 * 60 * 60_000

/** The ticket in the address is exchanged for a cookie that no script can read and no other site can send along. */
export function openAccess({ key, port, addressFile }: AccessOptions): ConsoleAccess {
  const ticket = randomBytes(24).toString('base64url')
  const name = (): string => `countersign_${port()}`
  const tag = (until: string): string => createHmac('sha256', key).update(`console ${until}`).digest('base64url')
  const cookieNow = (): string => {
    const until = String(Date.now() + VALID_MS)
    return `${name()}=${until}.${tag(until)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${VALID_MS / 1000}`
  }
  const isValid = (cookie: string | undefined): boolean => {
    const [until = '', given = ''] = (cookie ?? '').split('.')
    return /^\d{1,16}$/.test(until) && same(given, tag(until)) && Number(until) > Date.now()
  }
  const letIn = (request: Request, response: Response, next: NextFunction): void => {
    const visit = request.method === 'GET' && request.path === '/'
    const invited = visit && typeof request.query['key'] === 'string' && same(request.query['key'], ticket)
    if (!invited && !isValid(cookiesOf(request).get(name()))) return refuseVisit(visit, response, addressFile)
    if (visit) response.append('set-cookie', cookieNow())
    next()
  }
  return { ticket, letIn }
}

function refuseVisit(visit: boolean, response: Response, addressFile: string): void {
  const sentence = wordsOf(response).console.noKey(addressFile)
  if (!visit) return refuse(response, 401, 'no-key', sentence)
  response.status(401).type('text/plain; charset=utf-8').send(`${sentence}\n`)
}

function cookiesOf(request: Request): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  return new Map(pairs)
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
