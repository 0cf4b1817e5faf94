import { flag, needed, value } from './cmdlet-shape.ts'
import type { CmdletShape } from './cmdlet-shape.ts'

const moves = [
  needed('PoolFqdn'),
  flag('DisasterMode'),
  flag('Force'),
  flag('SkipDataVerification'),
  value('WaitTime'),
  value('DatabaseCommandTimeoutInSeconds'),
]
const which = [value('Name'), value('ComputerName')]

/** Of pools, their store, the Backup Service, Edge and the product's services. */
export const POOL_CMDLETS: Record<string, CmdletShape> = {
  'Get-CsPoolBackupRelationship': { parameters: [needed('PoolFqdn'), flag('LocalStore')] },
  'Get-CsRegistrarConfiguration': { parameters: [value('Identity', 0), flag('LocalStore')] },
  'Get-CsUserPoolInfo': { parameters: [{ ...needed('Identity'), position: 0 }, flag('LocalStore')] },
  'Invoke-CsPoolFailOver': { parameters: [...moves, flag('FlushStorageService'), value('ServicesStopDelayMins')], changes: 'PoolFqdn' },
  'Invoke-CsPoolFailBack': { parameters: moves, changes: 'PoolFqdn' },
  'Invoke-CsManagementStoreReplication': { parameters: [value('ReplicaFqdn'), flag('Force')], changes: 'ReplicaFqdn' },
  'Invoke-CsManagementServerFailover': {
    parameters: [
      value('BackupSqlServerFqdn'),
      value('BackupSqlInstanceName'),
      value('BackupMirrorSqlServerFqdn'),
      value('BackupMirrorSqlInstanceName'),
      flag('Force'),
      flag('Restore'),
      value('Report'),
    ],
    changes: 'BackupSqlServerFqdn',
    asks: true,
  },
  'Get-CsBackupServiceConfiguration': { parameters: [flag('LocalStore')] },
  'Set-CsBackupServiceConfiguration': {
    parameters: [
      value('SyncInterval'),
      value('AuthorizedUniversalGroups'),
      value('AuthorizedLocalAccounts'),
      value('MaxConcurrentCalls'),
      value('MaxBatchesPerUserStoreSync'),
      value('MaxBatchesPerCmsSync'),
      value('MaxDataConfPackageSizeKB'),
      value('MaxHighPriQueuePercentagePerUserStoreSync'),
      value('EnableRgsBackupService'),
    ],
    changes: 'SyncInterval',
  },
  'Get-CsBackupServiceStatus': { parameters: [needed('PoolFqdn'), value('Category'), flag('Force')] },
  'Invoke-CsBackupServiceSync': { parameters: [needed('PoolFqdn'), value('BackupModule'), flag('Force')], changes: 'PoolFqdn' },
  'Backup-CsPool': {
    parameters: [
      needed('PoolFqdn'),
      value('Category'),
      flag('FullBackup'),
      flag('SteadyState'),
      flag('FailedOverPoolOnly'),
      value('WaitTime'),
      value('RetryCount'),
      flag('LocalStore'),
      value('Report'),
    ],
    changes: 'PoolFqdn',
  },
  'Set-CsEdgeServer': { parameters: [{ ...needed('Identity'), position: 0 }, value('Registrar')], changes: 'Identity' },
  'Get-CsSite': { parameters: [value('Identity', 0)] },
  'Set-CsSite': {
    parameters: [{ ...needed('Identity'), position: 0 }, value('FederationRoute'), value('XmppFederationRoute')],
    changes: 'Identity',
  },
  'Get-CsWindowsService': { parameters: [...which, flag('ExcludeActivityLevel')] },
  'Start-CsWindowsService': { parameters: [...which, flag('NoWait'), flag('Force')], changes: 'ComputerName' },
  'Stop-CsWindowsService': { parameters: [...which, flag('Graceful'), flag('NoWait'), flag('Force')], changes: 'ComputerName' },
}
