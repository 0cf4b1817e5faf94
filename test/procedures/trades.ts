/** Opens the servers of other trades beside the estate of a stage. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { EstateState } from '../estate/state/estate-state.ts'
import { seedMailServers } from '../estate/trades/mail-servers.ts'
import { listenAsWebFarm } from '../estate/trades/web-farm-listen.ts'
import { INTRANET, PORTAL, seedWebFarm } from '../estate/trades/web-farm-state.ts'

export interface Trades {
  /** Where the farm's names lead on a host: a web server asks itself, everybody else the first one. */
  namesOn(host: string): Record<string, string>
  /** What opens the portal's new PFX file. */
  password: string
  close(): Promise<void>
}

export async function openTrades(state: EstateState): Promise<Trades> {
  seedWebFarm(state)
  seedMailServers(state)
  const { ports, authorities, close } = await listenAsWebFarm(state)
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, ...authorities])
  return {
    namesOn: (host) => {
      const place = `127.0.0.1:${ports[host] ?? ports['web1.contoso.com']}`
      return { [INTRANET]: place, [PORTAL]: place }
    },
    password: state.webFarm?.renewal.password ?? '',
    close: async () => {
      setDefaultCACertificates(trusted)
      await close()
    },
  }
}
