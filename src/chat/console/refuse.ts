import type { NextFunction, Request, Response } from 'express'
import { sayNotTaken } from '../not-taken.ts'

/** One sentence as JSON: what happened, and what to do. */
export function refuse(response: Response, status: number, code: string, sentence: string): void {
  response.status(status).json({ refusal: { code, sentence } })
}

export interface ConsoleLog {
  error(details: object, message: string): void
  info(details: object, message: string): void
}

/** What went wrong before or inside a route. Details go to the log, never to the page. */
export function answerErrors(log: ConsoleLog) {
  return (cause: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(cause)
    const { status, type } = (typeof cause === 'object' && cause !== null ? cause : {}) as { status?: unknown; type?: unknown }
    if (type === 'entity.too.large')
      return refuse(response, 413, 'too-large', 'The request is larger than 64 KB. Nothing that is typed here is that long.')
    if (type === 'entity.parse.failed') return refuse(response, 400, 'not-json', 'The request is not JSON. Reload the page and try again.')
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(response, status, 'bad-request', 'The request cannot be read. Reload the page and try again.')
    }
    log.error({ err: cause, path: request.path }, 'the console could not answer')
    if (request.method === 'POST') {
      const { code, sentence } = sayNotTaken(cause)
      return refuse(response, 503, code, sentence)
    }
    refuse(
      response,
      503,
      'not-available',
      'The engine does not answer. The page asks again by itself; if it stays so, look into the log of countersign start.',
    )
  }
}
