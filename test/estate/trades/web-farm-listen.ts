/** A stand-in of IIS's own side to the network: each web server answers HTTPS on a port of its own, with the certificate of the name that it is asked for. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { EstateState } from '../state/estate-state.ts'
import { healthOf, type WebServer } from './web-farm-state.ts'

export interface ListeningFarm {
  /** By the server's full name. */
  ports: Record<string, number>
  /** PEM of every authority that signed a certificate of the farm. */
  authorities: string[]
  close: () => Promise<void>
}

export async function listenAsWebFarm(state: EstateState): Promise<ListeningFarm> {
  const farm = state.webFarm
  if (farm === undefined) throw new Error('the estate has no web servers')
  const listening = await Promise.all(farm.servers.map(({ fqdn }) => listen(state, fqdn)))
  return {
    ports: Object.fromEntries(listening.map(({ fqdn, port }) => [fqdn, port])),
    authorities: Object.values(farm.certificates).map(({ ca }) => ca),
    close: async () => void (await Promise.all(listening.map(({ close }) => close()))),
  }
}

async function listen(state: EstateState, fqdn: string) {
  const siteOf = (host: string) => {
    const here = serverNamed(state, fqdn)
    const site = here?.sites.find((each) => each.host === host.toLowerCase())
    return { here, site }
  }
  const server = createServer(
    {
      // Without a binding of that name the connection ends, as IIS ends it.
      SNICallback: (name, done) => {
        const bound = state.webFarm?.certificates[siteOf(name).site?.thumbprint ?? '']
        if (bound === undefined) return done(new Error(`${fqdn} has no binding for ${name}`))
        done(null, createSecureContext({ cert: bound.certificate, key: bound.key }))
      },
    },
    ({ method, url = '', headers }, response) => {
      const say = (status: number, text: string): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(text)
      const { here, site } = siteOf(headers.host?.split(':')[0] ?? '')
      if (site === undefined) return say(404, 'Not Found')
      if (method !== 'GET') return say(405, 'Method Not Allowed')
      if (url !== '/health') return say(404, 'Not Found')
      const { status, text } = healthOf(
        here?.pools.find(({ name }) => name === site.pool),
        state.clock.now(),
      )
      say(status, text)
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { fqdn, port: (server.address() as AddressInfo).port, close }
}

function serverNamed(state: EstateState, fqdn: string): WebServer | undefined {
  return state.webFarm?.servers.find((each) => each.fqdn === fqdn)
}
