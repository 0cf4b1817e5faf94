import { isUp, runs } from './topology.ts'
import type { FrontEndPool } from './topology.ts'

/** The Backup Service: its settings, and how far each pool has sent its data to its partner. */
export interface BackupService {
  settings: BackupSettings
  directions: BackupDirection[]
}

export interface BackupSettings {
  /** `hh:mm:ss` */
  syncInterval: string
  authorizedUniversalGroups: string[]
  authorizedLocalAccounts: string[]
  maxConcurrentCalls: number
  maxBatchesPerUserStoreSync: number
  maxBatchesPerCmsSync: number
  maxDataConfPackageSizeKB: number
  maxHighPriQueuePercentagePerUserStoreSync: number
  enableRgsBackupService: boolean
}

/** What a pool sends, by module. */
export interface BackupDirection {
  /** The source. */
  readonly pool: string
  modules: BackupModule[]
}

export interface BackupModule {
  readonly name: (typeof MODULES)[number]
  /** A module that has come to nothing by itself. */
  broken: boolean
  /** When it will have sent everything that it has to send. */
  steadyAt: number
}

export const MODULES = ['UserServices.PresenceFocus', 'ConfServices.DataConf', 'CentralMgmt.CMSMaster'] as const

export const BACKUP_SETTINGS: BackupSettings = {
  syncInterval: '00:02:00',
  authorizedUniversalGroups: [],
  authorizedLocalAccounts: [],
  maxConcurrentCalls: 10,
  maxBatchesPerUserStoreSync: 500,
  maxBatchesPerCmsSync: 500,
  maxDataConfPackageSizeKB: 102400,
  maxHighPriQueuePercentagePerUserStoreSync: 50,
  enableRgsBackupService: false,
}

/** What its pool says of a module: the store's module has nothing to send where the active store is not. */
export function exportStatus(module: BackupModule, pool: FrontEndPool, { master, now }: { master: string; now: number }): string {
  if (module.name === 'CentralMgmt.CMSMaster' && pool.fqdn !== master) return 'NotInitialized'
  if (module.broken || !backsUp(pool)) return 'ErrorState'
  return now < module.steadyAt ? 'NonSteadyState' : 'SteadyState'
}

/** The service runs on one of its servers at least. */
export function backsUp(pool: FrontEndPool): boolean {
  return isUp(pool) && pool.servers.some((server) => runs(server, 'LYNCBACKUP'))
}
