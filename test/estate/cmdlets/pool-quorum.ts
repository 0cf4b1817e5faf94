import type { EstateState } from '../state/estate-state.ts'
import { machinesOf } from '../state/topology.ts'
import type { FrontEndPool, Machine, WindowsService } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { requirePool } from './pools.ts'

const flag = (name: string) => ({ name, flag: true }) as const
const POOL = { name: 'PoolFqdn', mandatory: true } as const
const RESETS = ['ServiceReset', 'QuorumLossRecovery', 'FullReset', 'MachineStateRemoved'] as const

/** By the number of servers: how many must be there for a first start, and how many keep the pool running. */
const FIRST_START = [0, 1, 1, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10]
const KEEP_RUNNING = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5]

/** The servers of a Front End pool and their quorum. */
export const quorumCmdlets: readonly Cmdlet[] = [
  { name: 'Get-CsComputer', parameters: [{ name: 'Identity' }, { name: 'Pool' }, flag('Local')], run: computers },
  {
    name: 'Get-CsPoolFabricState',
    parameters: [POOL, { name: 'Type' }, { name: 'HealthState' }, flag('ShowAll'), { name: 'OutputCsvFile' }],
    run: fabricText,
  },
  {
    name: 'Reset-CsPoolRegistrarState',
    parameters: [
      POOL,
      { name: 'ResetType', choices: RESETS },
      { name: 'MachineFqdn' },
      flag('NoReStart'),
      flag('ResetLocalDatabases'),
      { name: 'ServicesStopDelayMins' },
      flag('Force'),
    ],
    effect: true,
    run: reset,
  },
  {
    name: 'Start-CsPool',
    parameters: [POOL, flag('QuorumLossRecovery'), { name: 'SkipServer' }, { name: 'SkipRoutingGroup' }],
    effect: true,
    run: start,
  },
  {
    name: 'Invoke-CsComputerFailOver',
    parameters: [
      { name: 'ComputerName' },
      { name: 'WaitTime' },
      { name: 'DrainingTimeout' },
      flag('Force'),
      flag('NoStop'),
      flag('SkipFabricHealthCheck'),
      { name: 'Report' },
    ],
    effect: true,
    run: drain,
  },
  {
    name: 'Invoke-CsComputerFailBack',
    parameters: [{ name: 'ComputerName' }, { name: 'WaitTime' }, flag('NoStart'), { name: 'Report' }],
    effect: true,
    run: giveBack,
  },
]

function computers(call: CmdletCall): unknown[] {
  const { topology } = call.state
  const [identity, pool] = [textOf(call, 'Identity')?.toLowerCase(), textOf(call, 'Pool')]
  if (pool !== undefined) return requirePool(call, pool).servers.map(computer)
  const found = machinesOf(topology).filter(({ fqdn }) => identity === undefined || fqdn === identity)
  if (found.length === 0)
    throw new CmdletFailure(`Cannot find a computer with the identity "${identity ?? ''}".`, 'ComputerNotFound', 'ObjectNotFound')
  return found.map(computer)
}

function computer({ fqdn }: Machine): object {
  return { Identity: fqdn, Fqdn: fqdn }
}

/** It writes text, and no objects. */
function fabricText(call: CmdletCall): string[] {
  const pool = requirePool(call, textOf(call, 'PoolFqdn'))
  if (!pool.servers.some(({ up }) => up))
    throw new CmdletFailure(`The pool ${pool.fqdn} cannot be reached.`, 'PoolUnavailable', 'ConnectionError')
  return [
    `Pool ${pool.fqdn}: ${running(pool).length} of ${pool.servers.length} Front Ends active`,
    `Routing groups that miss replicas: ${call.state.applications.lostGroups[pool.fqdn] ?? 0}`,
  ]
}

async function reset(call: CmdletCall): Promise<[]> {
  const { state } = call
  const pool = requirePool(call, textOf(call, 'PoolFqdn'))
  const type = textOf(call, 'ResetType') ?? 'ServiceReset'
  if (type === 'MachineStateRemoved') {
    const fqdn = textOf(call, 'MachineFqdn')?.toLowerCase()
    if (!pool.servers.some((server) => server.fqdn === fqdn))
      throw new CmdletFailure('MachineStateRemoved needs the -MachineFqdn of a server of the pool.', 'MachineNotInPool', 'InvalidArgument')
    return []
  }
  if (type !== 'ServiceReset') delete state.applications.lostGroups[pool.fqdn]
  await restart(state, pool)
  return []
}

async function start(call: CmdletCall): Promise<[]> {
  const { state } = call
  const pool = requirePool(call, textOf(call, 'PoolFqdn'))
  const [needed, there] = [FIRST_START[pool.servers.length] ?? pool.servers.length, ready(state, pool).length]
  if (there < needed) {
    const text = `The pool ${pool.fqdn} has ${there} Front Ends that can be started, and needs ${needed}.`
    throw new CmdletFailure(text, 'InsufficientFrontEnds', 'InvalidOperation')
  }
  if (isSet(call, 'QuorumLossRecovery')) delete state.applications.lostGroups[pool.fqdn]
  await restart(state, pool)
  return []
}

/** Where routing groups are lost, the front end service waits for them. */
async function restart(state: EstateState, pool: FrontEndPool): Promise<void> {
  await state.clock.sleep(state.times.failOver)
  const waits = (state.applications.lostGroups[pool.fqdn] ?? 0) > 0
  for (const server of ready(state, pool))
    for (const service of server.services) service.status = waits && service.name === 'RTCSRV' ? 'StartPending' : 'Running'
}

async function drain(call: CmdletCall): Promise<[]> {
  const { state } = call
  const { pool, server } = frontEnd(call)
  const keep = KEEP_RUNNING[pool.servers.length] ?? pool.servers.length
  if (!isSet(call, 'Force') && running(pool).filter((each) => each !== server).length < keep) {
    const text = `Without ${server.fqdn} the pool ${pool.fqdn} has fewer active Front Ends than the ${keep} that it needs.`
    throw new CmdletFailure(text, 'InsufficientActiveFrontEnds', 'InvalidOperation')
  }
  if (!isSet(call, 'SkipFabricHealthCheck') && (state.applications.lostGroups[pool.fqdn] ?? 0) > 0)
    throw new CmdletFailure(`Routing groups of ${pool.fqdn} miss replicas.`, 'FabricNotHealthy', 'InvalidOperation')
  await state.clock.sleep(state.times.failOver)
  if (isSet(call, 'NoStop')) return []
  setAll(server, 'Stopped')
  if (!state.applications.drained.includes(server.fqdn)) state.applications.drained.push(server.fqdn)
  return []
}

async function giveBack(call: CmdletCall): Promise<[]> {
  const { state } = call
  const { server } = frontEnd(call)
  if (!server.up) throw new CmdletFailure(`Cannot connect to "${server.fqdn}".`, 'ComputerUnreachable', 'ConnectionError')
  await state.clock.sleep(state.times.failOver)
  state.applications.drained = state.applications.drained.filter((fqdn) => fqdn !== server.fqdn)
  if (!isSet(call, 'NoStart')) setAll(server, 'Running')
  return []
}

function frontEnd(call: CmdletCall): { pool: FrontEndPool; server: Machine } {
  const fqdn = textOf(call, 'ComputerName')?.toLowerCase() ?? ''
  for (const pool of call.state.topology.pools) {
    const server = pool.servers.find((each) => each.fqdn === fqdn)
    if (server !== undefined) return { pool, server }
  }
  throw new CmdletFailure(`"${fqdn}" is no Front End of a pool.`, 'ComputerNotFound', 'ObjectNotFound')
}

function setAll(server: Machine, status: WindowsService['status']): void {
  for (const service of server.services) service.status = status
}

function ready({ applications }: EstateState, pool: FrontEndPool): Machine[] {
  return pool.servers.filter(({ up, fqdn }) => up && !applications.drained.includes(fqdn))
}

function running(pool: FrontEndPool): Machine[] {
  return pool.servers.filter(({ up, services }) => up && services.some(({ name, status }) => name === 'RTCSRV' && status === 'Running'))
}
