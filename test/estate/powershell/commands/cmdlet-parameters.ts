import type { Parameter } from '../command.ts'

const needed = (name: string): Parameter => ({ name, kind: 'value', mandatory: true })
const value = (name: string, position?: number): Parameter => ({ name, kind: 'value', ...(position === undefined ? {} : { position }) })
const flag = (name: string): Parameter => ({ name, kind: 'switch' })

export interface CmdletShape {
  parameters: readonly Parameter[]
  /** The parameter that names what it changes; it takes -Confirm. */
  changes?: string
  /** It asks before it acts, unless told `-Confirm:$false`. */
  asks?: true
}

/**
 * Cmdlets of Skype for Business Server with the parameters that our documents may use, after the cmdlet reference.
 * `CountersignPractice.psm1` declares the same ones for a real PowerShell; a test compares the two. What they do is decided by the estate.
 */
export const CMDLET_PARAMETERS: Record<string, CmdletShape> = {
  'Get-CsService': {
    parameters: [
      flag('PersistentChatServer'),
      flag('PersistentChatDatabase'),
      flag('CentralManagement'),
      value('PoolFqdn'),
      value('Identity'),
    ],
  },
  'Get-CsPool': { parameters: [value('Identity', 0)] },
  'Get-CsPersistentChatState': { parameters: [value('Identity', 0), flag('LocalStore')] },
  'Set-CsPersistentChatState': {
    parameters: [value('Identity', 0), needed('PoolState'), flag('Force')],
    changes: 'Identity',
  },
  'Set-CsPersistentChatActiveServer': {
    parameters: [value('Identity', 0), value('ActiveServers'), flag('Swap'), flag('Force')],
    changes: 'Identity',
  },
  'Get-CsManagementStoreReplicationStatus': { parameters: [value('ReplicaFqdn'), flag('CentralManagementStoreStatus')] },
  'Get-CsManagementConnection': { parameters: [] },
  'Get-CsDatabaseMirrorState': { parameters: [needed('PoolFqdn'), value('DatabaseType'), flag('LocalStore')] },
  'Install-CsMirrorDatabase': {
    parameters: [
      needed('DatabaseType'),
      needed('FileShare'),
      needed('SqlServerFqdn'),
      value('SqlInstanceName'),
      flag('DropExistingDatabasesOnMirror'),
      flag('Force'),
    ],
    changes: 'SqlServerFqdn',
    asks: true,
  },
}
