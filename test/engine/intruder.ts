/** Somebody who reaches the engine's admin interface: registers services of his own, or under our names, calls our handlers through them, and writes the store. */
import type { ServerHttp2Session } from 'node:http2'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import * as restate from '@restatedev/restate-sdk'
import type { EngineHttp } from '../../src/engine/server/http.ts'
import { engineHttp } from '../../src/engine/server/http.ts'

export type Answered = { answer: unknown } | { error: string }

export interface Intruder {
  /** Through a service of his own, as one object of the engine calls another. */
  call(object: string, key: string, handler: string, body: unknown): Promise<Answered>
  /** Straight at the ingress. */
  ask(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: unknown }>
  /** Services of this name, with these handlers, answer from now on instead of ours. */
  registerOver(objects: Record<string, Record<string, (key: string, body: unknown) => unknown>>): Promise<void>
  /** Every handler that the engine knows, as `Object/handler`. */
  handlers(): Promise<string[]>
  /** Puts a state in the place of what is stored; `{}` takes everything away. */
  plant(object: string, key: string, state: Record<string, unknown>): Promise<void>
  /** What is stored, as text, by name. */
  stored(object: string, key: string): Promise<Record<string, string>>
  /** One of them as it lies there. */
  storedBytes(object: string, key: string, name: string): Promise<Buffer>
  /** Our own handlers answer again. */
  leave(): Promise<void>
  close(): Promise<void>
}

interface Body {
  object: string
  key: string
  handler: string
  body: unknown
}

/** `admin`, `ingress`: the engine's sockets. */
export async function startIntruder({ admin, ingress }: { admin: string; ingress: string }): Promise<Intruder> {
  const [http, front] = [engineHttp({ socket: admin }), engineHttp({ socket: ingress })]
  const opened: (() => Promise<void>)[] = []
  const before = await deployments(http)
  const own = restate.service({
    name: 'Intruder',
    handlers: {
      call: async (ctx: restate.Context, { object, key, handler, body }: Body): Promise<Answered> => {
        try {
          const call = {
            service: object,
            key,
            method: handler,
            parameter: body,
            inputSerde: restate.serde.json,
            outputSerde: restate.serde.json,
          }
          return { answer: (await ctx.genericCall<unknown, unknown>(call as never)) ?? null }
        } catch (error) {
          if (error instanceof restate.TerminalError) return { error: error.message }
          throw error
        }
      },
    },
  })
  await register([own])

  async function register(services: restate.ServiceDefinition<string, unknown>[] | object[]): Promise<void> {
    const sessions = new Set<ServerHttp2Session>()
    const server = createServer(restate.createEndpointHandler({ services: services as never, logger: () => undefined }))
    server.on('session', (session) => sessions.add(session))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    opened.push(async () => {
      for (const session of sessions) session.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await said(http, 'POST', '/deployments', { uri, force: true, breaking: true })
  }

  async function lies(object: string, key: string): Promise<Map<string, Buffer>> {
    const query = `SELECT key, value FROM state WHERE service_name = '${object}' AND service_key = '${key}'`
    const { rows } = (await said(http, 'POST', '/query', { query })) as { rows: { key: string; value: string }[] }
    return new Map(rows.map((row) => [row.key, Buffer.from(row.value, 'hex')]))
  }

  const intruder: Intruder = {
    call: async (object, key, handler, body) => {
      const { body: answer } = await intruder.ask('Intruder/call', { object, key, handler, body })
      return answer as Answered
    },
    ask: async (path, body, headers = {}) => {
      const response = await front.fetch(`${front.url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
    },
    registerOver: (objects) =>
      register(
        Object.entries(objects).map(([name, handlers]) =>
          restate.object({
            name,
            handlers: Object.fromEntries(
              Object.entries(handlers).map(([handler, answer]) => [
                handler,
                async (ctx: restate.ObjectContext, body: unknown) => answer(ctx.key, body) ?? null,
              ]),
            ),
          }),
        ),
      ),
    handlers: async () => {
      const { services } = (await said(http, 'GET', '/services')) as { services: { name: string; handlers: { name: string }[] }[] }
      return services.flatMap(({ name, handlers }) => handlers.map((handler) => `${name}/${handler.name}`)).toSorted()
    },
    plant: async (object, key, state) => {
      const bytes = Object.entries(state).map(([name, value]) => [
        name,
        [...(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))],
      ])
      await said(http, 'POST', `/services/${object}/state`, { object_key: key, new_state: Object.fromEntries(bytes) })
    },
    stored: async (object, key) =>
      Object.fromEntries([...(await lies(object, key))].map(([name, bytes]) => [name, bytes.toString('utf8')])),
    storedBytes: async (object, key, name) => (await lies(object, key)).get(name) ?? Buffer.alloc(0),
    leave: async () => {
      for (const { id, uri } of before) await said(http, 'PATCH', `/deployments/${id}`, { uri, overwrite: true })
      const now = await deployments(http)
      for (const { id } of now.filter((each) => !before.some((other) => other.id === each.id)))
        await said(http, 'DELETE', `/deployments/${id}?force=true`)
      for (const { uri } of before) await said(http, 'POST', '/deployments', { uri, force: true })
    },
    close: async () => {
      for (const end of opened) await end()
      await Promise.all([http.close(), front.close()])
    },
  }
  return intruder
}

async function deployments(http: EngineHttp): Promise<{ id: string; uri: string }[]> {
  return ((await said(http, 'GET', '/deployments')) as { deployments: { id: string; uri: string }[] }).deployments
}

async function said(http: EngineHttp, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await http.fetch(`${http.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}
