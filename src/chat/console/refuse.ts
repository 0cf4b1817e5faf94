import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { ConsoleWords } from '../../words/console-words.ts'
import type { Speak } from '../../words/languages.ts'
import type { Words } from '../../words/words.ts'
import { sayNotTaken } from '../not-taken.ts'

/** Finds out in whose language the browser is answered. */
export function speakTo(speak: Speak): RequestHandler {
  return (request, response, next) => {
    response.locals['words'] = speak(...languagesOf(request))
    next()
  }
}

export function wordsOf({ locals }: Response): Words {
  return locals['words'] as Words
}

/** As the browser wants them. */
export function languagesOf(request: Request): string[] {
  return request.acceptsLanguages()
}

/** One sentence as JSON: what happened, and what to do. */
export function refuse(response: Response, status: number, code: string, say: string | ((words: ConsoleWords) => string)): void {
  const sentence = typeof say === 'string' ? say : say(wordsOf(response).console)
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
    if (type === 'entity.too.large') return refuse(response, 413, 'too-large', (words) => words.tooLarge)
    if (type === 'entity.parse.failed') return refuse(response, 400, 'not-json', (words) => words.notJson)
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(response, status, 'bad-request', (words) => words.unreadable)
    }
    log.error({ err: cause, path: request.path }, 'the console could not answer')
    if (request.method === 'POST') {
      const { code, sentence } = sayNotTaken(wordsOf(response), cause)
      return refuse(response, 503, code, sentence)
    }
    refuse(response, 503, 'not-available', (words) => words.engineSilent)
  }
}
