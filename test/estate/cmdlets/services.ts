import { serverName } from '../state/instance-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findPool } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'

const flag = (name: string) => ({ name, flag: true }) as const

const ROLES = [
  'PersistentChatServer',
  'PersistentChatDatabase',
  'CentralManagement',
  'CentralManagementDatabase',
  'Registrar',
  'EdgeServer',
] as const

/** What the topology says of services. */
export const serviceCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-CsService',
    parameters: [...ROLES.map(flag), { name: 'PoolFqdn' }, { name: 'Identity' }],
    run: services,
  },
]

type Service = { Identity: string; PoolFqdn: string } & Record<string, unknown>

/** Role, pool and identity all narrow; none of them gives every service. */
function services(call: CmdletCall): unknown[] {
  const roles = ROLES.filter((role) => isSet(call, role))
  if (roles.length > 1) {
    throw new CmdletFailure(
      'Parameter set cannot be resolved using the specified named parameters.',
      'AmbiguousParameterSet',
      'InvalidArgument',
    )
  }
  const [pool, identity] = [textOf(call, 'PoolFqdn')?.toLowerCase(), textOf(call, 'Identity')?.toLowerCase()]
  const found = allServices(call.state).filter(
    (service) =>
      (roles[0] === undefined || service['Role'] === roles[0]) &&
      (pool === undefined || service.PoolFqdn.toLowerCase() === pool) &&
      (identity === undefined || service.Identity.toLowerCase() === identity),
  )
  if (identity !== undefined && found.length === 0) {
    throw new CmdletFailure(
      `Cannot find a service with the identity "${textOf(call, 'Identity') ?? ''}" in the topology.`,
      'ServiceNotFound',
      'ObjectNotFound',
    )
  }
  return found
}

function allServices(state: EstateState): Service[] {
  const { pool, store, topology } = state
  const stores = state.instances.map((instance): Service => ({
    Identity: `PersistentChatDatabase:${serverName(instance)}`,
    Role: 'PersistentChatDatabase',
    SiteId: `Site:Site${instance.site}`,
    PoolFqdn: instance.host,
    SqlInstanceName: instance.instanceName,
  }))
  return [
    {
      Identity: pool.identity,
      Role: 'PersistentChatServer',
      SiteId: 'Site:Site1',
      PoolFqdn: pool.fqdn,
      Version: 7,
      ActiveServers: [...pool.activeServers],
      Registrar: `Registrar:${store.master.fqdn}`,
      PersistentChatDatabase: stores[0]!.Identity,
      MirrorPersistentChatDatabase: stores[1]!.Identity,
      BackupPersistentChatDatabase: stores[2]!.Identity,
      BackupMirrorPersistentChatDatabase: stores[3]!.Identity,
    },
    ...stores,
    ...storeServices(state),
    ...topology.pools.map(({ fqdn, site, version, backup }): Service => ({
      Identity: `Registrar:${fqdn}`,
      Role: 'Registrar',
      SiteId: `Site:Site${site}`,
      PoolFqdn: fqdn,
      Version: version,
      BackupRegistrar: backup === undefined ? '' : `Registrar:${backup}`,
    })),
    ...topology.edges.map(({ fqdn, site, nextHop }): Service => ({
      Identity: `EdgeServer:${fqdn}`,
      Role: 'EdgeServer',
      SiteId: `Site:Site${site}`,
      PoolFqdn: fqdn,
      Registrar: `Registrar:${nextHop}`,
    })),
  ]
}

/** Of the active store and its standby. */
function storeServices({ store, topology }: EstateState): Service[] {
  const homes = [store.master, ...(store.standby === undefined ? [] : [store.standby])]
  return homes.flatMap((home, index): Service[] => {
    const SiteId = `Site:Site${findPool(topology, home.fqdn)?.site ?? 2}`
    return [
      { Identity: `CentralManagement:${home.fqdn}`, Role: 'CentralManagement', SiteId, PoolFqdn: home.fqdn, IsActive: index === 0 },
      {
        Identity: `CentralManagementDatabase:${home.sqlServer}`,
        Role: 'CentralManagementDatabase',
        SiteId,
        PoolFqdn: home.sqlServer,
        SqlInstanceName: home.sqlInstance,
      },
    ]
  })
}
