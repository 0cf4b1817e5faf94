import { MODULES, exportStatus } from '../state/backup-service.ts'
import type { BackupDirection, BackupModule, BackupSettings } from '../state/backup-service.ts'
import { findPool, isUp } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall, CmdletParameter } from './cmdlet.ts'
import { writeToStore } from './management-store.ts'
import { requirePool } from './pools.ts'

const flag = (name: string): CmdletParameter => ({ name, flag: true })
const POOL: CmdletParameter = { name: 'PoolFqdn', mandatory: true }
const CATEGORY: CmdletParameter = { name: 'Category', choices: ['CMS', 'UserData', 'RGS'] }

/** Settings by the names of their parameters. */
const SETTINGS = {
  SyncInterval: 'syncInterval',
  AuthorizedUniversalGroups: 'authorizedUniversalGroups',
  AuthorizedLocalAccounts: 'authorizedLocalAccounts',
  MaxConcurrentCalls: 'maxConcurrentCalls',
  MaxBatchesPerUserStoreSync: 'maxBatchesPerUserStoreSync',
  MaxBatchesPerCmsSync: 'maxBatchesPerCmsSync',
  MaxDataConfPackageSizeKB: 'maxDataConfPackageSizeKB',
  MaxHighPriQueuePercentagePerUserStoreSync: 'maxHighPriQueuePercentagePerUserStoreSync',
  EnableRgsBackupService: 'enableRgsBackupService',
} as const satisfies Record<string, keyof BackupSettings>

/** The Backup Service: what it is told, how far it is, and what it is made to send. */
export const backupCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-CsBackupServiceConfiguration',
    parameters: [flag('LocalStore')],
    run: ({ state }) => [
      {
        Identity: 'Global',
        ...Object.fromEntries(Object.entries(SETTINGS).map(([name, key]) => [name, state.backupService.settings[key]])),
      },
    ],
  },
  {
    name: 'Set-CsBackupServiceConfiguration',
    parameters: Object.keys(SETTINGS).map((name) => ({ name })),
    effect: true,
    run: configure,
  },
  { name: 'Get-CsBackupServiceStatus', parameters: [POOL, CATEGORY, flag('Force')], run: status },
  {
    name: 'Invoke-CsBackupServiceSync',
    parameters: [POOL, { name: 'BackupModule', choices: MODULES }, flag('Force')],
    effect: true,
    run: (call) => {
      const wanted = textOf(call, 'BackupModule')
      send(call, (module) => wanted === undefined || module.name === wanted)
      return []
    },
  },
  {
    name: 'Backup-CsPool',
    parameters: [
      POOL,
      CATEGORY,
      flag('FullBackup'),
      flag('SteadyState'),
      flag('FailedOverPoolOnly'),
      { name: 'WaitTime' },
      { name: 'RetryCount' },
      flag('LocalStore'),
      { name: 'Report' },
    ],
    effect: true,
    run: backUp,
  },
]

function configure(call: CmdletCall): [] {
  const { backupService } = call.state
  const changed: Record<string, unknown> = {}
  for (const [name, value] of call.given) {
    if (!(name in SETTINGS)) continue
    changed[SETTINGS[name as keyof typeof SETTINGS]] = name === 'SyncInterval' ? interval(value) : value
  }
  writeToStore(call.state, () => Object.assign(backupService.settings, changed))
  return []
}

/** `hh:mm:ss` between five seconds and three hours. */
function interval(value: unknown): string {
  const parts = /^(\d{2}):([0-5]\d):([0-5]\d)$/.exec(String(value))
  const seconds = parts === null ? 0 : Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3])
  if (parts !== null && seconds >= 5 && seconds <= 10_800) return parts[0]
  throw new CmdletFailure(
    `"${String(value)}" is no SyncInterval: it goes from 00:00:05 to 03:00:00.`,
    'InvalidSyncInterval',
    'InvalidArgument',
  )
}

function status(call: CmdletCall): unknown[] {
  const { pool, modules } = directionOf(call)
  const [home, now] = [findPool(call.state.topology, pool)!, call.state.clock.now()]
  const told = inCategory(call, modules).map((module) => ({
    Identity: module.name,
    ExportStatus: exportStatus(module, home, { master: call.state.store.master.fqdn, now }),
    ImportStatus: module.broken ? 'ErrorState' : 'NormalState',
  }))
  const exports = new Set(told.map((each) => each.ExportStatus))
  const overall = ['ErrorState', 'NonSteadyState'].find((each) => exports.has(each)) ?? 'SteadyState'
  const imports = told.some((each) => each.ImportStatus === 'ErrorState') ? 'ErrorState' : 'NormalState'
  return [{ PoolFqdn: pool, OverallExportStatus: overall, OverallImportStatus: imports, BackupModules: told }]
}

function inCategory(call: CmdletCall, modules: BackupModule[]): BackupModule[] {
  const category = textOf(call, 'Category')
  if (category === undefined) return modules
  return modules.filter(({ name }) => (category === 'CMS') === name.startsWith('CentralMgmt') && category !== 'RGS')
}

async function backUp(call: CmdletCall): Promise<[]> {
  if (isSet(call, 'FullBackup') && isSet(call, 'SteadyState'))
    throw new CmdletFailure('-FullBackup and -SteadyState exclude each other.', 'AmbiguousParameterSet', 'InvalidArgument')
  if (isSet(call, 'FailedOverPoolOnly') && !isSet(call, 'FullBackup'))
    throw new CmdletFailure('-FailedOverPoolOnly needs -FullBackup.', 'AmbiguousParameterSet', 'InvalidArgument')
  const { modules } = directionOf(call)
  send(call, (module) => inCategory(call, modules).includes(module))
  await call.state.clock.sleep(call.state.times.backUp)
  return []
}

/** The source sends what the partner lacks; a broken module stays what it is. What it sends of conferences, the partner has again. */
function send(call: CmdletCall, wanted: (module: BackupModule) => boolean): void {
  const { state } = call
  const { pool, modules } = directionOf(call)
  const sent = modules.filter(wanted)
  for (const module of sent) module.steadyAt = state.clock.now() + state.times.backUp
  const partner = state.topology.pools.find(({ backup }) => backup === pool)
  if (partner !== undefined && sent.some(({ name, broken }) => name === 'ConfServices.DataConf' && !broken))
    partner.conferencesAtPartner = 0
}

function directionOf(call: CmdletCall): BackupDirection {
  const pool = requirePool(call, textOf(call, 'PoolFqdn'))
  const found = call.state.backupService.directions.find((each) => each.pool === pool.fqdn)
  if (found === undefined || pool.backup === undefined)
    throw new CmdletFailure(`The pool ${pool.fqdn} has no backup pool.`, 'NoBackupPool', 'InvalidOperation')
  if (!isUp(pool))
    throw new CmdletFailure(`The Backup Service of ${pool.fqdn} cannot be reached.`, 'BackupServiceUnavailable', 'ConnectionError')
  return found
}
