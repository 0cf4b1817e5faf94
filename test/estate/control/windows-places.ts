import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** PowerShell endpoints of the practice configuration and the hosts they run on; a host may also be named itself. */
export const HOSTS: Readonly<Record<string, string>> = {
  'sec-host': 'sqlb1.contoso.com',
  'secm-host': 'sqlb2.contoso.com',
  management: 'admin2.contoso.com',
}

/** Endpoints of servers of other trades, and which. */
export const TRADES: Readonly<Record<string, 'web' | 'mail'>> = { web1: 'web', web2: 'web', exchange: 'mail' }
export const TRADE_HOSTS: Readonly<Record<string, string>> = {
  web1: 'web1.contoso.com',
  web2: 'web2.contoso.com',
  exchange: 'ex1.contoso.com',
}

/** The host behind an endpoint's name, undefined for an unknown one. */
export function hostOf(endpoint: string): string | undefined {
  if (Object.hasOwn(TRADE_HOSTS, endpoint)) return TRADE_HOSTS[endpoint]
  return Object.hasOwn(HOSTS, endpoint) ? HOSTS[endpoint] : Object.values(HOSTS).find((host) => host === endpoint.toLowerCase())
}

/** The Windows paths that a host can reach (every share by its host's long and short name, its own drives) and the directories behind them. */
export function windowsPlaces(dir: string, host: string): Record<string, string> {
  const places: Record<string, string> = {}
  for (const server of directories(join(dir, 'shares'))) {
    for (const share of directories(join(dir, 'shares', server))) {
      const real = join(dir, 'shares', server, share)
      places[`\\\\${server}\\${share}`] = real
      places[`\\\\${server.split('.')[0]}\\${share}`] = real
    }
  }
  for (const drive of directories(join(dir, 'hosts', host))) places[`${drive}:`] = join(dir, 'hosts', host, drive)
  return places
}

function directories(at: string): string[] {
  return existsSync(at) ? readdirSync(at) : []
}
