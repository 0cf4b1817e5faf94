import { BACKUP_SETTINGS, MODULES } from './backup-service.ts'
import type { EstateState } from './estate-state.ts'
import type { FrontEndPool, Machine } from './topology.ts'

const FRONT_END = ['RTCSRV', 'RTCCAA', 'RTCCAS', 'RTCRGS', 'LYNCBACKUP', 'REPLICA']
const EDGE = ['RTCSRV', 'RTCDATAPROXY', 'RTCMRAUTH', 'RTCMEDIARELAY', 'RTCXMPPTGW', 'REPLICA']

/** After the loss of the first site: one pool, with nobody to back it up, and no Edge. */
export function onePoolLeft(now: number): Pick<EstateState, 'topology' | 'backupService'> {
  const left: FrontEndPool = {
    fqdn: 'pool2.contoso.com',
    site: 2,
    edition: 'Enterprise',
    version: 7,
    backup: undefined,
    failover: { to: 'home', doneAt: now },
    servers: frontEnds(['fe3', 'fe4']),
    conferencesAtPartner: 0,
  }
  return {
    topology: { sites: [{ id: 'Site2', federationRoute: '', xmppFederationRoute: '' }], pools: [left], edges: [], users: [] },
    backupService: { settings: { ...BACKUP_SETTINGS }, directions: [] },
  }
}

/** Two sites with a Front End pool and an Edge pool each; the pools are paired, and the Central Management store is on the first. */
export function seedTopology(state: EstateState): void {
  const now = state.clock.now()
  const route = 'EdgeServer:edgea.contoso.com'
  const home = { to: 'home', doneAt: now } as const
  const pool = { edition: 'Enterprise', version: 7, conferencesAtPartner: 0 } as const
  state.topology = {
    sites: ['Site1', 'Site2'].map((id) => ({ id, federationRoute: route, xmppFederationRoute: route })),
    pools: [
      {
        ...pool,
        fqdn: 'pool1.contoso.com',
        site: 1,
        backup: 'pool2.contoso.com',
        failover: { ...home },
        servers: frontEnds(['fea1', 'fea2', 'fea3']),
      },
      {
        ...pool,
        fqdn: 'pool2.contoso.com',
        site: 2,
        backup: 'pool1.contoso.com',
        failover: { ...home },
        servers: frontEnds(['fe3', 'fe4', 'fe6']),
      },
    ],
    edges: [
      { fqdn: 'edgea.contoso.com', site: 1, nextHop: 'pool1.contoso.com', servers: machines(['edgea1', 'edgea2'], EDGE) },
      { fqdn: 'edgeb.contoso.com', site: 2, nextHop: 'pool2.contoso.com', servers: machines(['edgeb1', 'edgeb2'], EDGE) },
    ],
    users: [
      { sip: 'sip:anna@contoso.com', home: 'pool1.contoso.com' },
      { sip: 'sip:bert@contoso.com', home: 'pool2.contoso.com' },
    ],
  }
  state.backupService = {
    settings: { ...BACKUP_SETTINGS },
    directions: state.topology.pools.map(({ fqdn }) => ({
      pool: fqdn,
      modules: MODULES.map((name) => ({ name, broken: false, steadyAt: now })),
    })),
  }
  state.store.master = { fqdn: 'pool1.contoso.com', sqlServer: 'be1.contoso.com', sqlInstance: 'RTC', mirror: 'be2.contoso.com' }
  state.store.standby = { fqdn: 'pool2.contoso.com', sqlServer: 'sqlb3.contoso.com', sqlInstance: 'RTC', mirror: 'sqlb4.contoso.com' }
  const known = new Set(state.store.replicas.map(({ fqdn }) => fqdn))
  for (const { fqdn } of [...state.topology.pools, ...state.topology.edges].flatMap(({ servers }) => servers)) {
    if (!known.has(fqdn)) state.store.replicas.push({ fqdn, productVersion: '7.0.2046.0', lastUpdate: now, upToDateAt: now })
  }
}

function frontEnds(names: string[]): Machine[] {
  return machines(names, FRONT_END)
}

function machines(names: string[], services: string[]): Machine[] {
  return names.map((name) => ({
    fqdn: `${name}.contoso.com`,
    up: true,
    services: services.map((service) => ({ name: service, status: 'Running' })),
  }))
}
