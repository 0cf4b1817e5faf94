/** Raw HTTP to the console: a test sets every header itself, as an attacker would. */
import { request } from 'node:http'

export interface Answered {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** What this process was let in with, by the console's own host and port: sent along unless a test says otherwise. */
const cookies = new Map<string, string>()

/** Comes with the whole address, as a person does. Answers the cookie. */
export async function enter(address: string): Promise<string> {
  const { host, pathname, search } = new URL(address)
  const { headers } = await send(address, 'GET', pathname + search, { cookie: '' })
  const cookie = [headers['set-cookie']].flat()[0]?.split(';')[0] ?? ''
  cookies.set(host, cookie)
  return cookie
}

export async function send(
  address: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answered> {
  const { hostname, port, host } = new URL(address)
  const cookie = cookies.get(host)
  return new Promise((resolve, reject) => {
    const out = request(
      {
        // A connection of its own: the console behind the port may be another one by now.
        agent: false,
        hostname,
        port,
        method,
        path,
        headers: {
          ...(cookie !== undefined && { cookie }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }),
        )
        response.on('error', reject)
      },
    )
    out.on('error', reject)
    out.end(body)
  })
}

/** What the page itself would send: its own origin and the secret that stands in it. */
export async function pageHeaders(address: string): Promise<Record<string, string>> {
  await enter(address)
  const page = await send(address, 'GET', '/')
  const secret = /name="countersign-secret" content="([^"]+)"/.exec(page.text)?.[1]
  if (!secret) throw new Error('the page holds no secret')
  return { origin: new URL(address).origin, 'x-countersign-secret': secret, 'content-type': 'application/json' }
}

/** Reads server-sent events until `enough` says so, then hangs up. */
export async function readEvents(
  address: string,
  path: string,
  headers: Record<string, string>,
  enough: (events: ServerEvent[]) => boolean,
): Promise<ServerEvent[]> {
  const { hostname, port, host } = new URL(address)
  const cookie = cookies.get(host)
  return new Promise((resolve, reject) => {
    const out = request({ hostname, port, path, headers: { ...(cookie !== undefined && { cookie }), ...headers } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the console answers ${response.statusCode} and no events`))
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        const events = parse(text)
        if (!enough(events)) return
        out.destroy()
        resolve(events)
      })
    })
    out.on('error', (cause) => (cause.message === 'socket hang up' ? undefined : reject(cause)))
    out.end()
  })
}

export interface ServerEvent {
  event: string
  id: string | undefined
  data: Record<string, unknown>
}

function parse(text: string): ServerEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      return { event: field('event') ?? '', id: field('id'), data: JSON.parse(field('data') ?? '{}') as Record<string, unknown> }
    })
}
