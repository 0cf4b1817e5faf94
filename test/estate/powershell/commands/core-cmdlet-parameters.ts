import { flag, needed, value } from './cmdlet-shape.ts'
import type { CmdletShape } from './cmdlet-shape.ts'

const responseGroups: CmdletShape = { parameters: [value('Identity', 0), value('Name'), value('Owner'), flag('ShowAll')] }
const chat = [needed('DBInstance'), needed('FileName'), value('DBName')]

/** Of a pool's servers and their quorum, response groups, and what is backed up by export. */
export const CORE_CMDLETS: Record<string, CmdletShape> = {
  'Get-CsComputer': { parameters: [value('Identity', 0), value('Pool'), flag('Local')] },
  'Get-CsPoolFabricState': {
    parameters: [needed('PoolFqdn'), value('Type'), value('HealthState'), flag('ShowAll'), value('OutputCsvFile')],
  },
  'Reset-CsPoolRegistrarState': {
    parameters: [
      needed('PoolFqdn'),
      value('ResetType'),
      value('MachineFqdn'),
      flag('NoReStart'),
      flag('ResetLocalDatabases'),
      value('ServicesStopDelayMins'),
      flag('Force'),
    ],
    changes: 'PoolFqdn',
    asks: true,
  },
  'Start-CsPool': {
    parameters: [needed('PoolFqdn'), flag('QuorumLossRecovery'), value('SkipServer'), value('SkipRoutingGroup')],
    changes: 'PoolFqdn',
  },
  'Invoke-CsComputerFailOver': {
    parameters: [
      value('ComputerName'),
      value('WaitTime'),
      value('DrainingTimeout'),
      flag('Force'),
      flag('NoStop'),
      flag('SkipFabricHealthCheck'),
      value('Report'),
    ],
    changes: 'ComputerName',
  },
  'Invoke-CsComputerFailBack': {
    parameters: [value('ComputerName'), value('WaitTime'), flag('NoStart'), value('Report')],
    changes: 'ComputerName',
  },
  'Get-CsRgsWorkflow': responseGroups,
  'Get-CsRgsQueue': responseGroups,
  'Get-CsRgsAgentGroup': responseGroups,
  'Get-CsRgsHoursOfBusiness': responseGroups,
  'Get-CsRgsHolidaySet': responseGroups,
  'Export-CsRgsConfiguration': {
    parameters: [needed('Source'), needed('FileName'), value('Owner'), flag('RemoveExportedConfiguration'), flag('Force')],
    changes: 'Source',
  },
  'Import-CsRgsConfiguration': {
    parameters: [
      needed('Destination'),
      needed('FileName'),
      flag('OverwriteOwner'),
      flag('ReplaceExistingRgsSettings'),
      flag('ResolveNameConflicts'),
      flag('Force'),
    ],
    changes: 'Destination',
  },
  'Export-CsConfiguration': { parameters: [needed('FileName'), flag('LocalStore'), flag('Force')], changes: 'FileName' },
  'Export-CsLisConfiguration': { parameters: [needed('FileName')], changes: 'FileName' },
  'Export-CsUserData': {
    parameters: [needed('PoolFqdn'), needed('FileName'), value('ConfDirectoryFilter'), value('UserFilter'), flag('LegacyFormat')],
    changes: 'PoolFqdn',
  },
  'Export-CsPersistentChatData': {
    parameters: [...chat, value('Level'), value('Scope'), value('StartDate'), flag('DisableExportedNodes')],
    changes: 'DBInstance',
  },
  'Import-CsPersistentChatData': { parameters: chat, changes: 'DBInstance' },
}
