import { flag, needed, value } from './cmdlet-shape.ts'
import type { CmdletShape } from './cmdlet-shape.ts'
import { MIRROR_CMDLETS } from './mirror-cmdlet-parameters.ts'
import { CORE_CMDLETS } from './core-cmdlet-parameters.ts'
import { POOL_CMDLETS } from './pool-cmdlet-parameters.ts'

/**
 * Cmdlets of Skype for Business Server with the parameters that our documents may use, after the cmdlet reference.
 * `CountersignPractice.psm1` declares the same ones for a real PowerShell; a test compares the two. What they do is decided by the estate.
 */
export const CMDLET_PARAMETERS: Record<string, CmdletShape> = {
  ...POOL_CMDLETS,
  ...CORE_CMDLETS,
  'Get-CsService': {
    parameters: [
      flag('PersistentChatServer'),
      flag('PersistentChatDatabase'),
      flag('CentralManagement'),
      flag('CentralManagementDatabase'),
      flag('Registrar'),
      flag('EdgeServer'),
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
  ...MIRROR_CMDLETS,
}
