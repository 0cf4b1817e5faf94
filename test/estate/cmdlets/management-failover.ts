import { findPool, isUp } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { masterLives, writeToStore } from './management-store.ts'

const MIRROR = ['BackupMirrorSqlServerFqdn', 'BackupMirrorSqlInstanceName'] as const

/** The Central Management store goes to the standby that the topology names: after its replication, or, its master lost, as it stands. */
export const storeFailoverCmdlets: readonly Cmdlet[] = [
  {
    name: 'Invoke-CsManagementServerFailover',
    parameters: [
      { name: 'BackupSqlServerFqdn' },
      { name: 'BackupSqlInstanceName' },
      ...MIRROR.map((name) => ({ name })),
      { name: 'Force', flag: true },
      { name: 'Restore', flag: true },
      { name: 'Report' },
    ],
    effect: true,
    run: async (call) => {
      if (call.given.has('BackupSqlServerFqdn') || isSet(call, 'Force')) forced(call)
      else await planned(call)
      return []
    },
  },
]

async function planned(call: CmdletCall): Promise<void> {
  const { state } = call
  if (call.given.has('BackupSqlInstanceName') || MIRROR.some((name) => call.given.has(name))) throw ambiguous()
  if (isSet(call, 'Restore')) throw refused('The practice estate does not know what -Restore does.', 'NotKnownHere')
  const standby = standbyOf(call)
  if (!masterLives(state))
    throw refused(
      'The active Central Management server does not answer: name the database of its standby with -BackupSqlServerFqdn, and -Force.',
      'ActiveMasterUnavailable',
    )
  await state.clock.sleep(state.times.replicate)
  swap(call, standby)
}

function forced(call: CmdletCall): void {
  const host = textOf(call, 'BackupSqlServerFqdn')
  if (host === undefined || !isSet(call, 'Force') || isSet(call, 'Restore')) throw ambiguous()
  const standby = standbyOf(call)
  const instance = textOf(call, 'BackupSqlInstanceName') ?? ''
  const is = (given: string, known = ''): boolean => given.toLowerCase() === known.toLowerCase()
  const mirror = MIRROR.map((name) => textOf(call, name))
  const named =
    is(host, standby.sqlServer) &&
    is(instance, standby.sqlInstance) &&
    (mirror[0] === undefined || (is(mirror[0], standby.mirror) && is(mirror[1] ?? '', standby.sqlInstance)))
  if (!named)
    throw refused(
      `"${host}\\${instance}" is not the database that the topology names for the standby of the Central Management store.`,
      'BackupStoreMismatch',
    )
  swap(call, standby)
}

function standbyOf({ state }: CmdletCall) {
  const { standby } = state.store
  if (standby === undefined) throw refused('The topology has no standby of the Central Management store.', 'NoStandbyStore')
  const pool = findPool(state.topology, standby.fqdn)
  if (pool !== undefined && !isUp(pool)) throw refused(`The pool ${standby.fqdn} does not answer.`, 'BackupPoolUnavailable')
  return standby
}

function swap({ state }: CmdletCall, standby: NonNullable<typeof state.store.standby>): void {
  const before = state.store.master
  state.store.master = standby
  state.store.standby = before
  writeToStore(state, () => undefined)
}

function ambiguous(): CmdletFailure {
  return new CmdletFailure(
    'Parameter set cannot be resolved using the specified named parameters.',
    'AmbiguousParameterSet',
    'InvalidArgument',
  )
}

function refused(text: string, id: string): CmdletFailure {
  return new CmdletFailure(text, id, 'InvalidOperation')
}
