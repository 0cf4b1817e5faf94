import type { EstateState } from '../state/estate-state.ts'
import { findPool, poolState } from '../state/topology.ts'
import type { FrontEndPool } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { openStore } from './management-store.ts'

const pool = { name: 'PoolFqdn', mandatory: true } as const
const local = { name: 'LocalStore', flag: true } as const

/** Pools, their partners, and where their users are. */
export const poolCmdlets: readonly Cmdlet[] = [
  { name: 'Get-CsPool', parameters: [{ name: 'Identity' }], run: pools },
  {
    name: 'Get-CsPoolBackupRelationship',
    parameters: [pool, local],
    run: (call) => {
      requireStore(call)
      const { fqdn, backup } = requirePool(call, textOf(call, 'PoolFqdn'))
      return backup === undefined ? [] : [{ PoolFqdn: fqdn, BackupPoolFqdn: backup }]
    },
  },
  { name: 'Get-CsRegistrarConfiguration', parameters: [{ name: 'Identity' }, local], run: registrars },
  { name: 'Get-CsUserPoolInfo', parameters: [{ name: 'Identity', mandatory: true }, local], run: userPool },
]

export function requirePool({ state }: CmdletCall, fqdn = ''): FrontEndPool {
  const found = findPool(state.topology, fqdn)
  if (found === undefined) throw noPool(fqdn)
  return found
}

function noPool(fqdn: string): CmdletFailure {
  return new CmdletFailure(`Cannot find a pool with the identity "${fqdn}" in the topology.`, 'PoolNotFound', 'ObjectNotFound')
}

function pools(call: CmdletCall): unknown[] {
  const all = allPools(call.state)
  const identity = textOf(call, 'Identity')
  if (identity === undefined) return all
  const found = all.filter((each) => each.Identity === identity.toLowerCase())
  if (found.length === 0) throw noPool(identity)
  return found
}

function allPools({ pool: chat, topology }: EstateState) {
  const of = (fqdn: string, site: 1 | 2, services: string[], servers: { fqdn: string }[], backup = '') => ({
    Identity: fqdn,
    Fqdn: fqdn,
    Site: `Site:Site${site}`,
    BackupPoolFqdn: backup,
    Services: services,
    Computers: servers.map((server) => server.fqdn),
  })
  return [
    of(chat.fqdn, 1, [chat.identity], chat.servers),
    ...topology.pools.map(({ fqdn, site, servers, backup }) => of(fqdn, site, [`Registrar:${fqdn}`], servers, backup)),
    ...topology.edges.map(({ fqdn, site, servers }) => of(fqdn, site, [`EdgeServer:${fqdn}`], servers)),
  ]
}

/** They read the Central Management store, or, told so, the replica of the server that they run on. */
function requireStore(call: CmdletCall): void {
  if (!isSet(call, 'LocalStore')) openStore(call.state)
}

/** `service:Registrar:pool1.contoso.com` */
function registrars(call: CmdletCall): unknown[] {
  requireStore(call)
  const now = call.state.clock.now()
  const all = call.state.topology.pools.map((each) => ({
    Identity: `Service:Registrar:${each.fqdn}`,
    PoolState: poolState(each, now),
    BackupStoreUnavailableThreshold: '00:30:00',
  }))
  const identity = textOf(call, 'Identity')
  if (identity === undefined) return all
  const found = all.filter((each) => each.Identity.toLowerCase() === identity.toLowerCase())
  if (found.length > 0) return found
  throw new CmdletFailure(
    `Cannot find any "RegistrarSettings" object with the identity "${identity}".`,
    'ManagementObjectNotFound',
    'ObjectNotFound',
  )
}

function userPool(call: CmdletCall): unknown[] {
  requireStore(call)
  const identity = textOf(call, 'Identity')!
  const user = call.state.topology.users.find(({ sip }) => [sip, sip.replace('sip:', '')].includes(identity.toLowerCase()))
  if (user === undefined)
    throw new CmdletFailure(`Management object not found for identity "${identity}".`, 'ManagementObjectNotFound', 'ObjectNotFound')
  const home = requirePool(call, user.home)
  const backup = home.backup === undefined ? undefined : requirePool(call, home.backup)
  return [
    {
      PrimaryPoolFqdn: home.fqdn,
      PrimaryPoolPrimaryRegistrar: home.servers[0]!.fqdn,
      PrimaryPoolMachinesInPreferredOrder: home.servers.map(({ fqdn }) => fqdn),
      BackupPoolFqdn: backup?.fqdn ?? '',
      BackupPoolPrimaryRegistrar: backup?.servers[0]?.fqdn ?? '',
    },
  ]
}
