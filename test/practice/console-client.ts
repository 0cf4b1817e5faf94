import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '../suite/patience.ts'

/** What the console answers to one deed. */
export interface Reply {
  note: { tone: 'ok' | 'info' | 'refused'; title: string }
  run?: string
}

/** One message of the console's stream. */
export interface Message {
  type: 'run' | 'line'
  run: string
  [key: string]: unknown
}

/** Speaks to the console as its page does: over HTTP, with the secret of its start. */
export interface ConsoleClient {
  address: string
  /** What it sends to be let in. */
  headers: Record<string, string>
  type(as: string, text: string): Promise<Reply>
  press(as: string, data: Record<string, unknown>): Promise<Reply>
  /** Anything else that its page can post. */
  post<T>(path: string, body: object): Promise<T>
  get<T>(path: string): Promise<T>
  text(path: string): Promise<string>
}

/** A kept connection may be closed by the server at the moment in which it is used again, and a POST is not sent twice by itself. */
const CLOSING = { connection: 'close' }

/** Rejects when the console does not answer or answers with an error. */
export async function openConsoleClient(address: string): Promise<ConsoleClient> {
  const invited = await fetch(address)
  const page = await invited.text()
  const secret = /name="countersign-secret" content="([^"]+)"/.exec(page)?.[1]
  if (secret === undefined) throw new Error('the console page holds no secret')
  const cookie = (invited.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const origin = new URL(address).origin
  const post = async <T>(path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json', cookie, origin, 'x-countersign-secret': secret, ...CLOSING }
    const response = await answered(`POST ${path}`, () =>
      fetch(new URL(path, address), { method: 'POST', headers, body: JSON.stringify(body) }),
    )
    return (await response.json()) as T
  }
  const act = (as: string, action: object): Promise<Reply> => post('/api/do', { as, eventId: randomUUID(), action })
  const get = (path: string): Promise<Response> =>
    answered(`GET ${path}`, () => fetch(new URL(path, address), { headers: { cookie, ...CLOSING } }))
  return {
    address,
    headers: { cookie },
    type: (as, text) => act(as, { type: 'typed', text }),
    press: (as, data) => act(as, { type: 'pressed', data }),
    post,
    get: async <T>(path: string) => (await (await get(path)).json()) as T,
    text: async (path) => (await get(path)).text(),
  }
}

/** With these the console says that its engine did not answer in time, as on a busy machine: its page asks again by itself, and people are told to. */
const AGAIN = /"code":"not-(?:available|recorded)"/

/** A deed is asked for again as the same event, so that it is done once. */
async function answered(what: string, send: () => Promise<Response>): Promise<Response> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const response = await send()
    if (response.ok) return response
    const text = await response.text()
    if (response.status !== 503 || !AGAIN.test(text) || Date.now() > giveUpAt) throw new Error(`${what}: ${response.status} ${text}`)
    await pause(200)
  }
}

/** Follows the console's stream until the signal; begins again when the connection ends. Each message comes once. */
export async function follow(address: string, as: string, signal: AbortSignal, take: (message: Message) => void): Promise<void> {
  let last = ''
  while (!signal.aborted) {
    try {
      const cookie = ((await fetch(address)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const headers = { cookie, ...(last ? { 'last-event-id': last } : {}) }
      const response = await fetch(new URL(`/api/events?as=${encodeURIComponent(as)}`, address), { headers, signal })
      let rest = ''
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) {
        rest += decoder.decode(chunk, { stream: true })
        const events = rest.split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          last = /^id: (.+)$/m.exec(event)?.[1] ?? last
          const data = /^data: (.+)$/m.exec(event)?.[1]
          if (data !== undefined && /^event: (run|line)$/m.test(event)) take(JSON.parse(data) as Message)
        }
      }
    } catch {
      if (!signal.aborted) await pause(200)
    }
  }
}
