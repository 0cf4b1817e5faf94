import { mirroringState } from '../state/database.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { InstanceState } from '../state/instance-state.ts'
import { CmdletFailure, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { installMirror } from './install-mirror.ts'

const TYPES = [
  'ActiveMonitoring',
  'Application',
  'Archiving',
  'CentralMgmt',
  'Edge',
  'Lyss',
  'Monitoring',
  'PersistentChat',
  'PersistentChatCompliance',
  'Provision',
  'Registrar',
  'SigninTelemetry',
  'User',
]

/** Mirroring of the databases behind a pool. */
export const mirrorCmdlets: readonly Cmdlet[] = [
  {
    name: 'Install-CsMirrorDatabase',
    parameters: [
      { name: 'DatabaseType', mandatory: true, choices: TYPES },
      { name: 'FileShare', mandatory: true },
      { name: 'SqlServerFqdn', mandatory: true },
      { name: 'SqlInstanceName' },
      { name: 'DropExistingDatabasesOnMirror', flag: true },
      { name: 'Force', flag: true },
    ],
    effect: true,
    run: async (call) => {
      await installMirror(call)
      return []
    },
  },
  {
    name: 'Get-CsDatabaseMirrorState',
    parameters: [
      { name: 'PoolFqdn', mandatory: true },
      { name: 'DatabaseType', choices: TYPES },
      { name: 'LocalStore', flag: true },
    ],
    run: mirrorState,
  },
]

const NOTHING = 'DatabaseInaccessibleOrMirroringNotEnabled'

/** Of the pair that the pool uses now: the backup one when it is failed over. */
function mirrorState(call: CmdletCall): unknown[] {
  const { state } = call
  if (textOf(call, 'PoolFqdn')?.toLowerCase() !== state.pool.fqdn) {
    throw new CmdletFailure(
      `Cannot find a pool with the identity "${textOf(call, 'PoolFqdn') ?? ''}" in the topology.`,
      'PoolNotFound',
      'ObjectNotFound',
    )
  }
  const type = textOf(call, 'DatabaseType')
  if (type !== undefined && type !== 'PersistentChat') return []
  const [primary, mirror] = state.pool.state === 'FailedOver' ? ['SEC', 'SECM'] : ['PRI', 'PRIM']
  const [left, right] = [primary, mirror].map((name) =>
    side(
      state,
      state.instances.find((instance) => instance.name === name)!,
    ),
  )
  return [
    {
      DatabaseName: 'mgc',
      StateOnPrimary: left!.role,
      StateOnMirror: right!.role,
      MirroringStatusOnPrimary: left!.status,
      MirroringStatusOnMirror: right!.status,
    },
  ]
}

function side(state: EstateState, instance: InstanceState): { role: string; status: string } {
  const mirroring = instance.up ? findDatabase(instance, 'mgc')?.mirroring : undefined
  if (mirroring === undefined) return { role: NOTHING, status: NOTHING }
  const status = mirroringState(mirroring, state.clock.now()).toLowerCase()
  return { role: mirroring.role === 'PRINCIPAL' ? 'Principal' : 'Mirror', status }
}
