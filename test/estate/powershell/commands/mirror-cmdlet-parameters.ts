import { flag, needed, value } from './cmdlet-shape.ts'
import type { CmdletShape } from './cmdlet-shape.ts'

/** The cmdlets of mirrored back ends. */
export const MIRROR_CMDLETS: Record<string, CmdletShape> = {
  'Get-CsDatabaseMirrorState': { parameters: [needed('PoolFqdn'), value('DatabaseType'), flag('LocalStore')] },
  'Install-CsMirrorDatabase': {
    parameters: [
      flag('ConfiguredDatabases'),
      value('DatabaseType'),
      needed('FileShare'),
      needed('SqlServerFqdn'),
      value('SqlInstanceName'),
      value('ForInstance'),
      flag('ForDefaultInstance'),
      value('ExcludeDatabaseList'),
      flag('DropExistingDatabasesOnMirror'),
      flag('Force'),
    ],
    changes: 'SqlServerFqdn',
    asks: true,
  },
  'Uninstall-CsMirrorDatabase': {
    parameters: [
      needed('DatabaseType'),
      needed('SqlServerFqdn'),
      value('SqlInstanceName'),
      value('ExcludeDatabaseList'),
      flag('DropExistingDatabasesOnMirror'),
      flag('Force'),
    ],
    changes: 'SqlServerFqdn',
    asks: true,
  },
  'Invoke-CsDatabaseFailover': {
    parameters: [
      needed('PoolFqdn'),
      needed('DatabaseType'),
      needed('NewPrincipal'),
      value('ExcludeDatabaseList'),
      flag('LocalStore'),
      flag('Force'),
    ],
    changes: 'PoolFqdn',
  },
}
