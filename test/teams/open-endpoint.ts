/** The endpoint on a port of its own, with the real botbuilder behind it, and an OpenID server of ours. */
import { inspect } from 'node:util'
import { botFramework, type CallerTrouble } from '../../src/chat/teams/bot-framework.ts'
import type { InvokeAnswer } from '../../src/chat/teams/bot-port.ts'
import { HttpServer } from '../../src/chat/receive/http-server.ts'
import { endpoint } from '../../src/chat/teams/endpoint.ts'
import { APP_ID, TENANT } from './stand-in/accounts.ts'
import { messageOf, type Activity } from './stand-in/activities.ts'
import { openOpenId, type OpenId } from './stand-in/open-id.ts'
import { firstPlaces } from './stand-in/places.ts'

export const SERVICE_URL = 'https://smba.trafficmanager.net/emea/'

export interface Answered {
  status: number
  body: string
}

export interface Opened {
  url: string
  openId: OpenId
  /** What came through. */
  handled: unknown[]
  /** What whoever calls us was up to, the latest last; undefined is good. */
  callers: (CallerTrouble | undefined)[]
  logged: string[]
  /** About so many characters of details beside them. */
  loggedBytes(): number
  /** What the next activities are answered; nothing where nothing is said. */
  answer: (activity: unknown) => Promise<InvokeAnswer | undefined>
  post(body: unknown, headers?: Record<string, string>): Promise<Answered>
  close(): Promise<void>
}

export interface OpenedWith {
  endorsements?: string[]
  /** False: whoever calls is believed, as in practice. */
  appId?: boolean
  limitMs?: number
  most?: number
}

export async function openEndpoint({ endorsements, appId = true, limitMs, most }: OpenedWith = {}): Promise<Opened> {
  const openId = await openOpenId(endorsements && { endorsements })
  const logged: string[] = []
  let loggedBytes = 0
  const noted = (details: object, line: string) => {
    loggedBytes += inspect(details, { depth: 9, maxStringLength: null, maxArrayLength: null }).length
    logged.push(line)
  }
  const log = { warn: noted, error: noted }
  const callers: Opened['callers'] = []
  const port = botFramework({
    ...(appId && { appId: APP_ID }),
    tenants: [TENANT],
    openId: openId.url,
    log,
    onCaller: (trouble) => callers.push(trouble),
  })
  const handled: unknown[] = []
  const opened: Opened = {
    url: '',
    openId,
    handled,
    callers,
    logged,
    loggedBytes: () => loggedBytes,
    answer: async () => undefined,
    post: async (body, headers = {}) => {
      const response = await fetch(opened.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${openId.token(SERVICE_URL)}`, ...headers },
        body: body instanceof Buffer || typeof body === 'string' ? (body as string) : JSON.stringify(body),
      })
      return { status: response.status, body: await response.text() }
    },
    close: async () => {
      await server.stop()
      await openId.close()
    },
  }
  const handle = async (activity: unknown): Promise<InvokeAnswer | undefined> => {
    handled.push(activity)
    return opened.answer(activity)
  }
  const server = new HttpServer(
    endpoint({ port, handle, log, ...(limitMs !== undefined && { limitMs }), ...(most !== undefined && { most }) }),
  )
  opened.url = `http://127.0.0.1:${await server.start('127.0.0.1', 0)}/api/messages`
  return opened
}

/** A line that Amir types in the channel; each has an id of its own. */
export function line(text = 'status R-1', over: object = {}): Activity {
  const [place] = firstPlaces()
  if (place === undefined) throw new Error('the stand-in has no place')
  return { ...messageOf('amir', { place }, `m-${ids++}`, text, 'desktop', SERVICE_URL), ...over }
}

let ids = 1
