import { backsUp } from '../state/backup-service.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findPool, isUp, poolState, runs } from '../state/topology.ts'
import type { FrontEndPool } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall, CmdletParameter } from './cmdlet.ts'
import { masterLives } from './management-store.ts'
import { requirePool } from './pools.ts'

const flag = (name: string): CmdletParameter => ({ name, flag: true })
const BOTH: readonly CmdletParameter[] = [
  { name: 'PoolFqdn', mandatory: true },
  flag('DisasterMode'),
  flag('Force'),
  flag('SkipDataVerification'),
  { name: 'WaitTime' },
  { name: 'DatabaseCommandTimeoutInSeconds' },
]

/** A pool's users go to its partner, and come back. Both say nothing, and take their time. */
export const failoverCmdlets: readonly Cmdlet[] = [
  {
    name: 'Invoke-CsPoolFailOver',
    parameters: [...BOTH, flag('FlushStorageService'), { name: 'ServicesStopDelayMins' }],
    effect: true,
    run: async (call) => {
      const pool = requirePool(call, textOf(call, 'PoolFqdn'))
      refuseFailOver(pool, call)
      await move(call.state, pool, 'partner')
      return []
    },
  },
  {
    name: 'Invoke-CsPoolFailBack',
    parameters: BOTH,
    effect: true,
    run: async (call) => {
      const pool = requirePool(call, textOf(call, 'PoolFqdn'))
      refuseFailBack(pool, call)
      // What was written at the partner meanwhile has to be sent back, unless the partner is given up.
      if (!isSet(call, 'DisasterMode')) pool.conferencesAtPartner += 1
      await move(call.state, pool, 'home')
      return []
    },
  },
]

/** It goes on by the estate's clock, whatever becomes of who asked for it. */
async function move({ clock, times }: EstateState, pool: FrontEndPool, to: 'partner' | 'home'): Promise<void> {
  pool.failover = { to, doneAt: clock.now() + times.failOver, ...(to === 'home' && { returned: true }) }
  await clock.sleep(times.failOver)
}

function refuseFailOver(pool: FrontEndPool, call: CmdletCall): void {
  const { state } = call
  const now = state.clock.now()
  const partner = partnerOf(pool, state)
  if (poolState(pool, now).startsWith('Fail') && pool.failover.to === 'partner')
    throw refused(`The pool ${pool.fqdn} is failed over to ${partner.fqdn} already.`, 'PoolAlreadyFailedOver')
  if (partner.failover.to === 'partner')
    throw refused(`The pool ${partner.fqdn} is failed over to ${pool.fqdn}: fail it back first.`, 'BackupPoolFailedOver')
  if (!partner.servers.some((server) => runs(server, 'RTCSRV')))
    throw refused(`The backup pool ${partner.fqdn} does not answer.`, 'BackupPoolUnavailable')
  refuseStore(pool, partner, state)
  const edge = state.topology.edges.find((each) => isUp(each) && each.nextHop === pool.fqdn)
  if (edge !== undefined)
    throw refused(`The Front End pool ${pool.fqdn} is the next hop of the Edge pool ${edge.fqdn}: change it first.`, 'PoolIsEdgeNextHop')
  if (isSet(call, 'DisasterMode')) return
  if (!isUp(pool)) throw refused(`The pool ${pool.fqdn} cannot be reached: use -DisasterMode.`, 'PoolUnavailable')
  const broken = state.backupService.directions.find((each) => each.pool === pool.fqdn)?.modules.some((each) => each.broken)
  if (broken !== false || !backsUp(pool))
    throw refused(`The Backup Service of ${pool.fqdn} does not come to its final state.`, 'FinalStateNotReached')
}

function refuseStore(pool: FrontEndPool, partner: FrontEndPool, state: EstateState): void {
  if (state.store.master.fqdn === pool.fqdn || !masterLives(state))
    throw refused(
      `The Central Management store is not available, or still on ${pool.fqdn}: fail it over first.`,
      'CentralManagementStoreNotFailedOver',
    )
  const servers = new Set(partner.servers.map(({ fqdn }) => fqdn))
  const behind = state.store.replicas.find(({ fqdn, upToDateAt }) => servers.has(fqdn) && state.clock.now() < upToDateAt)
  if (behind !== undefined)
    throw refused(`The Central Management store is not entirely failed over: ${behind.fqdn} is behind.`, 'ReplicationNotComplete')
}

function refuseFailBack(pool: FrontEndPool, call: CmdletCall): void {
  const { state } = call
  const partner = partnerOf(pool, state)
  if (poolState(pool, state.clock.now()) !== 'FailedOver') throw refused(`The pool ${pool.fqdn} is not failed over.`, 'PoolNotFailedOver')
  if (pool.failover.to === 'home') throw refused(`The pool ${pool.fqdn} is on its way back already.`, 'FailbackRunning')
  if (!pool.servers.some((server) => runs(server, 'RTCSRV')))
    throw refused(`The pool ${pool.fqdn} does not answer: repair it, then fail back.`, 'PoolUnavailable')
  if (!isUp(partner) && !isSet(call, 'DisasterMode'))
    throw refused(
      `The backup pool ${partner.fqdn} cannot be reached: with -DisasterMode what was written there is lost.`,
      'BackupPoolUnavailable',
    )
  if (!masterLives(state)) throw refused('The Central Management store is not available.', 'CentralManagementStoreUnavailable')
}

function partnerOf(pool: FrontEndPool, state: EstateState): FrontEndPool {
  const partner = pool.backup === undefined ? undefined : findPool(state.topology, pool.backup)
  if (partner === undefined) throw refused(`The pool ${pool.fqdn} has no backup pool.`, 'NoBackupPool')
  return partner
}

function refused(text: string, id: string): CmdletFailure {
  return new CmdletFailure(text, id, 'InvalidOperation')
}
