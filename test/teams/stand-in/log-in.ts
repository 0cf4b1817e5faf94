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

const SCOPE = 'https://api.botframework.com/.default'
const PATHS = new Set([`/${TENANT}/oauth2/v2.0/token`, '/botframework.com/oauth2/v2.0/token'])

export function openLogIn(now: () => number = Date.now): LogIn {
  const given = new Map<string, number>()
  const logIn: LogIn = {
    lifeSeconds: 3600,
    answer: (path, body) => {
      const form = new URLSearchParams(body)
      // MSAL numbers its requests in the query.
      if (!PATHS.has(path.replace(/\?.*$/, ''))) return no(400, 'invalid_tenant', 90002, `Tenant of ${path} not found`)
      if (form.get('grant_type') !== 'client_credentials') return no(400, 'unsupported_grant_type', 70003, 'only client_credentials')
      if (form.get('scope') !== SCOPE) return no(400, 'invalid_scope', 70011, `the scope ${form.get('scope')}`)
      if (form.get('client_id') !== APP_ID) return no(400, 'unauthorized_client', 700016, 'the app was not found in the tenant')
      if (form.get('client_secret') !== APP_SECRET) return no(401, 'invalid_client', 7000215, 'Invalid client secret provided')
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

/** As Entra says it: the number is what people search for. */
function no(status: number, error: string, code: number, description: string): Answer {
  return { status, body: { error, error_description: `AADSTS${code}: ${description}.`, error_codes: [code] } }
}
