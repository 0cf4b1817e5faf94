import { serverName } from '../state/instance-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'

const flag = (name: string) => ({ name, flag: true }) as const

/** What the topology says of services and pools. */
export const serviceCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-CsService',
    parameters: [
      flag('PersistentChatServer'),
      flag('PersistentChatDatabase'),
      flag('CentralManagement'),
      { name: 'PoolFqdn' },
      { name: 'Identity' },
    ],
    run: services,
  },
  { name: 'Get-CsPool', parameters: [{ name: 'Identity' }], run: pools },
]

type Service = { Identity: string; PoolFqdn: string } & Record<string, unknown>

/** Role, pool and identity all narrow; none of them gives every service. */
function services(call: CmdletCall): unknown[] {
  const roles = (['PersistentChatServer', 'PersistentChatDatabase', 'CentralManagement'] as const).filter((role) => isSet(call, role))
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
  const { pool, store } = state
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
    {
      Identity: `CentralManagement:${store.master.fqdn}`,
      Role: 'CentralManagement',
      SiteId: 'Site:Site2',
      PoolFqdn: store.master.fqdn,
      IsActive: true,
    },
  ]
}

function pools(call: CmdletCall): unknown[] {
  const { pool, store } = call.state
  const all = [
    {
      Identity: pool.fqdn,
      Fqdn: pool.fqdn,
      Site: 'Site:Site1',
      Services: [pool.identity],
      Computers: pool.servers.map((server) => server.fqdn),
    },
    {
      Identity: store.master.fqdn,
      Fqdn: store.master.fqdn,
      Site: 'Site:Site2',
      Services: [`Registrar:${store.master.fqdn}`],
      Computers: ['fe3.contoso.com', 'fe4.contoso.com'],
    },
  ]
  const identity = textOf(call, 'Identity')
  if (identity === undefined) return all
  const found = all.filter((each) => each.Identity === identity.toLowerCase())
  if (found.length === 0)
    throw new CmdletFailure(`Cannot find a pool with the identity "${identity}" in the topology.`, 'PoolNotFound', 'ObjectNotFound')
  return found
}
