/** The place where the bot logs in: a token for the connector, for an app that proves itself. */
import { randomUUID } from 'node:crypto'
import { APP_ID, APP_SECRET, TENANT } from './accounts.ts'
import type { Answer } from './call.ts'

export interface LogIn {
  /** `path` behind the address of the log-in, `body` as it was posted. */
  answer(path: string, body: string): Answer
  /** Whether this bearer was given out and has not run out. */
  knows(authorization: string | undefined): boolean
  /** Tokens that are good for this long; the stand-in for Entra gives an hour. */
  lifeSeconds: number
}

const PATHS = new Set([`/${TENANT}/oauth2/v2.0/token`, '/botframework.com/oauth2/v2.0/token'])

export function openLogIn(now: () => number = Date.now): LogIn {
  const given = new Map<string, number>()
  const logIn: LogIn = {
    lifeSeconds: 3600,
    answer: (path, body) => {
      if (!PATHS.has(path)) return no(400, 'invalid_tenant', `there is no log-in at ${path}`)
      const form = new URLSearchParams(body)
      if (form.get('grant_type') !== 'client_credentials') return no(400, 'unsupported_grant_type', 'only client_credentials')
      if (form.get('scope') !== 'https://api.botframework.com/.default') return no(400, 'invalid_scope', `the scope ${form.get('scope')}`)
      if (form.get('client_id') !== APP_ID) return no(400, 'unauthorized_client', 'the app is not registered here')
      if (form.get('client_secret') !== APP_SECRET) return no(401, 'invalid_client', 'the secret is not the app’s')
      const token = `stand-in-${randomUUID()}`
      given.set(token, now() + logIn.lifeSeconds * 1000)
      return {
        status: 200,
        body: { token_type: 'Bearer', expires_in: logIn.lifeSeconds, ext_expires_in: logIn.lifeSeconds, access_token: token },
      }
    },
    knows: (authorization) => (given.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '') ?? 0) > now(),
  }
  return logIn
}

function no(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } }
}
