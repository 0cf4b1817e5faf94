/** Commands as translations and pages print them, each planted in a document: refused at its line, with the right name where one can be told. */
import { expect, test } from 'vitest'
import { judgeDocument } from '../../../src/lint/judge-document.ts'
import { withReaders } from '../../../src/lint/usual-readers.ts'

const RUN: [title: string, text: string, faults: string[]][] = [
  [
    'the verb of a state, translated',
    '집합-CsPersistentChatState -PoolState FailedOver',
    [
      '23: `집합-CsPersistentChatState` is no cmdlet of Skype for Business Server that is known here; did you mean `Set-CsPersistentChatState`?',
    ],
  ],
  [
    'the same as the page stands, glued and with a translated keyword',
    '집합-CsPersistentChatState "서비스: atl-cs-001.litwareinc.com"-PoolState FailedOver',
    [
      '23: `집합-CsPersistentChatState` is no cmdlet of Skype for Business Server that is known here; did you mean `Set-CsPersistentChatState`?',
      '23: ` "서비스: atl-cs-001.litwareinc.com"-PoolState FailedOver` has arguments that touch; put blanks between them, or parentheses or quotes round the whole argument',
    ],
  ],
  [
    'a verb that was lost',
    'CsMirrorDatabase',
    [
      '23: `CsMirrorDatabase` is no cmdlet of Skype for Business Server that is known here; did you mean `Install-CsMirrorDatabase` or `Uninstall-CsMirrorDatabase`?',
    ],
  ],
  [
    'a verb that was lost where only one is known',
    'CsPersistentChatActiveServer -ActiveServers $null',
    [
      '23: `CsPersistentChatActiveServer` is no cmdlet of Skype for Business Server that is known here; did you mean `Set-CsPersistentChatActiveServer`?',
    ],
  ],
  [
    'a translated keyword of an identity',
    "Set-CsPersistentChatState -Identity '서비스:lyncpc.contoso.com' -PoolState Normal",
    ['23: `서비스:` begins no identity; write `service:`, or ask `Get-CsService` for the identity'],
  ],
  [
    'a blank in an identity',
    'Set-CsPersistentChatState -Identity "service: lyncpc.dci.discovery.com" -PoolState Normal',
    ['23: `service:` has a blank behind it; write `service:lyncpc.dci.discovery.com`'],
  ],
  [
    'a state that is none',
    'Set-CsPersistentChatState -Identity x -PoolState FailOver',
    ['23: `FailOver` is no value of `-PoolState` of `Set-CsPersistentChatState`; did you mean `FailedOver`?'],
  ],
  [
    'a state that is translated',
    'Set-CsPersistentChatState -Identity x -PoolState 정상',
    ['23: `정상` is no value of `-PoolState` of `Set-CsPersistentChatState`; write one of Normal, FailedOver'],
  ],
  [
    'a dash of print',
    'Invoke–CsPoolFailback -PoolFqdn $pool',
    ['23: PowerShell reads `–` as a quote or a dash; write plain quotes and a plain hyphen'],
  ],
  [
    'a blank in a name',
    'Uninstall -CsMirrorDatabase -DatabaseType User -SqlServerFqdn $pool -Confirm:$false',
    ['23: `Uninstall` and the rest of its name are parted by a blank; write `Uninstall-CsMirrorDatabase`'],
  ],
  [
    'the mirror of the store by wrong names',
    'Invoke-CsManagementServerFailover -MirrorSQLServerFqdn $pool -MirrorSQLInstanceName rtc -Force',
    [
      '23: `-MirrorSQLServerFqdn` is no parameter of `Invoke-CsManagementServerFailover`; did you mean `-BackupMirrorSqlServerFqdn`?',
      '23: `-MirrorSQLInstanceName` is no parameter of `Invoke-CsManagementServerFailover`; did you mean `-BackupMirrorSqlInstanceName`?',
    ],
  ],
  [
    'a store failed over by disaster without force',
    'Invoke-CsManagementServerFailover -BackupSqlServerFqdn $pool -BackupSqlInstanceName rtc',
    ['23: `Invoke-CsManagementServerFailover` lacks `-Force`; add what it needs: nobody is there to be asked for it'],
  ],
  [
    'a mirror of the store without its primary',
    'Invoke-CsManagementServerFailover -BackupMirrorSqlServerFqdn $pool -Force',
    ['23: `Invoke-CsManagementServerFailover` lacks `-BackupSqlServerFqdn`; add what it needs: nobody is there to be asked for it'],
  ],
  [
    'restoring the store by force',
    'Invoke-CsManagementServerFailover -Restore -Force',
    ['23: `-Restore` and `-Force` of `Invoke-CsManagementServerFailover` do not go together; leave one of them out'],
  ],
  [
    'a route of XMPP',
    'Set-CsSite -Identity Site2 -XmppExternalFederationRoute $pool',
    ['23: `-XmppExternalFederationRoute` is no parameter of `Set-CsSite`; did you mean `-XmppFederationRoute`?'],
  ],
  [
    'short names of modules',
    'Invoke-CsBackupServiceSync -PoolFqdn $pool -BackupModule DataConf',
    ['23: `DataConf` is no value of `-BackupModule` of `Invoke-CsBackupServiceSync`; did you mean `ConfServices.DataConf`?'],
  ],
  [
    'a module of another cmdlet',
    'Invoke-CsBackupServiceSync -PoolFqdn $pool -BackupModule All',
    [
      '23: `All` is no value of `-BackupModule` of `Invoke-CsBackupServiceSync`; write one of UserServices.PresenceFocus, ConfServices.DataConf, CentralMgmt.CMSMaster, ApplicationServer.RGSDataStore, ApplicationServer.RGSFileStore',
    ],
  ],
  [
    'an update without a store',
    'Install-CsDatabase -Update',
    [
      '23: `Install-CsDatabase` lacks `-LocalDatabases`, or `-CentralManagementDatabase` and `-SqlServerFqdn`, or `-DatabaseType` and `-SqlServerFqdn`, or `-ConfiguredDatabases` and `-SqlServerFqdn`; add what it needs: nobody is there to be asked for it',
    ],
  ],
  [
    'two kinds of store at once',
    'Install-CsDatabase -ConfiguredDatabases -LocalDatabases -Update',
    ['23: `-ConfiguredDatabases` and `-LocalDatabases` of `Install-CsDatabase` do not go together; leave one of them out'],
  ],
  [
    'a type of database that is none',
    'Install-CsMirrorDatabase -DatabaseType BIStaging -FileShare x -SqlServerFqdn $pool -Confirm:$false',
    [
      '23: `BIStaging` is no value of `-DatabaseType` of `Install-CsMirrorDatabase`; write one of ActiveMonitoring, Application, Archiving, CentralMgmt, Edge, Lyss, Monitoring, PersistentChat, PersistentChatCompliance, Provision, Registrar, SigninTelemetry, User',
    ],
  ],
  [
    'an instance from the other set',
    'Install-CsMirrorDatabase -DatabaseType User -ForInstance rtc -FileShare x -SqlServerFqdn $pool -Confirm:$false',
    ['23: `-DatabaseType` and `-ForInstance` of `Install-CsMirrorDatabase` do not go together; leave one of them out'],
  ],
  [
    'a reset without its pool',
    'Reset-CsPoolRegistrarState -ResetType QuorumLossRecovery -Confirm:$false',
    ['23: `Reset-CsPoolRegistrarState` lacks `-PoolFqdn`; add what it needs: nobody is there to be asked for it'],
  ],
  [
    'a parameter glued to a name',
    'Reset-CsPoolRegistrarState-ResetType FullReset',
    [
      '23: `Reset-CsPoolRegistrarState-ResetType` is no cmdlet of Skype for Business Server that is known here; did you mean `Reset-CsPoolRegistrarState`?',
    ],
  ],
  [
    'a plural',
    'Stop-CsWindowsServices',
    ['23: `Stop-CsWindowsServices` is no cmdlet of Skype for Business Server that is known here; did you mean `Stop-CsWindowsService`?'],
  ],
  [
    'a setting of response groups',
    'Import-CsRgsConfiguration -Destination x -FileName y -ReplaceExistingSettings',
    ['23: `-ReplaceExistingSettings` is no parameter of `Import-CsRgsConfiguration`; did you mean `-ReplaceExistingRgsSettings`?'],
  ],
  [
    'a missing instance',
    'Export-CsPersistentChatData -FileName C:\\x.zip',
    ['23: `Export-CsPersistentChatData` lacks `-DBInstance`; add what it needs: nobody is there to be asked for it'],
  ],
  [
    'a list that is cut short',
    'Invoke-CsDatabaseFailover -PoolFqdn $pool -DatabaseType User -NewPrincipal Mirror -ExcludeDatabase x',
    ['23: `-ExcludeDatabase` is no parameter of `Invoke-CsDatabaseFailover`; did you mean `-ExcludeDatabaseList`?'],
  ],
  [
    'a role that is none',
    'Invoke-CsDatabaseFailover -PoolFqdn $pool -DatabaseType User -NewPrincipal Secondary',
    ['23: `Secondary` is no value of `-NewPrincipal` of `Invoke-CsDatabaseFailover`; write one of Primary, Mirror'],
  ],
  [
    'a misspelt parameter',
    'Install-CsMirrorDatabase -DatabaseType User -FileShare x -SqlServerFqdn $pool -DropExisitingDatabasesOnMirror -Confirm:$false',
    ['23: `-DropExisitingDatabasesOnMirror` is no parameter of `Install-CsMirrorDatabase`; did you mean `-DropExistingDatabasesOnMirror`?'],
  ],
  [
    'a version run together',
    'Convert-CsUserData -InputFile a -OutputFile b -TargetVersionLync2010',
    ['23: `-TargetVersionLync2010` is no parameter of `Convert-CsUserData`; did you mean `-TargetVersion`?'],
  ],
  [
    'a parameter of another cmdlet',
    'Move-CsConferenceDirectory -Identity 1 -TargetApplicationPool $pool -Confirm:$false',
    ['23: `-TargetApplicationPool` is no parameter of `Move-CsConferenceDirectory`; it has `-Identity`, `-TargetPool`, `-Force`'],
  ],
  [
    'a name like no other',
    'Set-CsZzzzzzzzzzzzzzzzz -Name x',
    [
      '23: `Set-CsZzzzzzzzzzzzzzzzz` is no cmdlet of Skype for Business Server that is known here; write it as its reference does, or add it to `readers.acting` in the configuration',
    ],
  ],
  [
    'a value that is not filled in',
    'Invoke-CsPoolFailover -PoolFqdn <PoolFqdn>',
    ['23: `<PoolFqdn>` is not filled in; ask for the value as a parameter, and write `$name`'],
  ],
  [
    'a dry run that is none',
    'Invoke-CsComputerFailOver -ComputerName $pool -Force -WhatIf',
    ['23: `Invoke-CsComputerFailOver -Force` beside `-WhatIf` is no dry run; leave `-WhatIf` out: a rehearsal performs nothing'],
  ],
  [
    'a command with signs of print, and a mistake behind them',
    'Set-CsPersistentChatState –Identity $pool -PoolState FailOver',
    [
      '23: PowerShell reads `–` as a quote or a dash; write plain quotes and a plain hyphen',
      '23: `FailOver` is no value of `-PoolState` of `Set-CsPersistentChatState`; did you mean `FailedOver`?',
    ],
  ],
  [
    'two mistakes in two lines',
    'Start-CsPool -PoolFqdn $pool\nStart-CsPol -PoolFqdn $pool\nSet-CsSite -Identity x -FederationRout y',
    [
      '24: `Start-CsPol` is no cmdlet of Skype for Business Server that is known here; did you mean `Start-CsPool`?',
      '25: `-FederationRout` is no parameter of `Set-CsSite`; did you mean `-FederationRoute`?',
    ],
  ],
]

const CHECK: [title: string, text: string, faults: string[]][] = [
  [
    'a cmdlet that does not exist',
    '$x = Get-CsPersistentChatActiveServer -Identity $pool',
    [
      '23: `Get-CsPersistentChatActiveServer` is no cmdlet of Skype for Business Server that is known here; write it as its reference does, or add it to `readers.cmdlets` in the configuration',
    ],
  ],
  [
    'a translated verb',
    '$x = 가져오기-CsPersistentChatState -Identity $pool',
    [
      '23: `가져오기-CsPersistentChatState` is no cmdlet of Skype for Business Server that is known here; did you mean `Get-CsPersistentChatState`?',
    ],
  ],
  [
    'a status asked by module',
    '$x = Get-CsBackupServiceStatus -PoolFqdn $pool -BackupModule DataConf',
    ['23: `-BackupModule` is no parameter of `Get-CsBackupServiceStatus`; it has `-PoolFqdn`, `-Category`, `-Force`'],
  ],
  [
    'a computer asked by its pool',
    '$x = Get-CsComputer -PoolFqdn $pool',
    ['23: `-PoolFqdn` is no parameter of `Get-CsComputer`; did you mean `-Pool`?'],
  ],
  [
    'fabric without its pool',
    '$x = Get-CsPoolFabricState',
    [
      '23: `Get-CsPoolFabricState` lacks `-PoolFqdn`, or `-Tenant`, or `-UserUri`, or `-RoutingGroup`; add what it needs: nobody is there to be asked for it',
    ],
  ],
]

const FINE = [
  'Set-CsPersistentChatState -Identity "PersistentChatServer:$pool" -PoolState FailedOver -Confirm:$false',
  'set-cspersistentchatstate -identity "service:lyncpc.contoso.com" -poolstate normal',
  'Install-CsMirrorDatabase -DatabaseType PersistentChat -FileShare x -SqlServerFqdn $pool -Verbose -Confirm:$false',
  'Invoke-CsManagementServerFailover -Confirm:$false',
  'Invoke-CsManagementServerFailover -BackupSqlServerFqdn $pool -Force -WhatIf:$false',
  'Invoke-CsManagementServerFailover -BackupSqlServerFqdn $pool -Force -Confirm:$false',
  'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn $pool',
  'Get-CsUser -Filter x | Move-CsUser -Target $pool -Confirm:$false',
  '$p = @{ PoolFqdn = $pool }; Start-CsPool @p',
  'Get-CsUserPoolInfo $pool',
  "Export-Csv -Path x; ConvertTo-Csv -InputObject 'x'",
  'function Set-CsOurs { 1 }; Set-CsOurs',
]

const READERS = withReaders({ known: [{ name: 'Set-CsOurs', sets: [{ names: ['Name'], needs: [], values: {} }] }] })

/** A document whose block begins in line 23. */
function planted(role: string, text: string, readers = withReaders({})): string[] {
  const document = `---
command: /plant it
title: A damaged command
source: "a page"
policy: disaster-recovery
lock: it
parameters:
  pool: { type: fqdn, ask: "Which pool?" }
  shell: { type: powershell, ask: "Which shell?" }
---

Use this never.

## Do it

What it means.

\`\`\`yaml
gate: disaster-recovery
\`\`\`

\`\`\`powershell ${role === 'run' ? 'run' : 'check'} on=shell
${text}
${role === 'run' ? '' : '@{ Done = $true; Detail = $pool }\n'}\`\`\`

\`\`\`powershell ${role === 'run' ? 'check' : 'run'} on=shell
${role === 'run' ? '@{ Done = $true; Detail = $pool }' : 'Start-CsPool -PoolFqdn $pool'}
\`\`\`
`
  const judged = judgeDocument('commands/plant-it.md', document, readers)
  return 'faults' in judged ? judged.faults.map(({ file, line, what, next }) => `${file}:${line}: ${what}; ${next}`) : []
}

test.each(RUN)('%s is refused', (_, text, faults) => {
  expect(planted('run', text)).toEqual(faults.map((fault) => `commands/plant-it.md:${fault}`))
})

test.each(CHECK)('%s is refused where only looks may be', (_, text, faults) => {
  expect(planted('check', text)).toEqual(faults.map((fault) => `commands/plant-it.md:${fault}`))
})

test.each(FINE)('`%s` is as the reference has it', (text) => {
  expect(planted('run', text)).toEqual([])
})

test('what the configuration adds is known, with its parameters alone', () => {
  expect(planted('run', 'Set-CsOurs -Name x', READERS)).toEqual([])
  expect(planted('run', 'Set-CsOurs -Nme x', READERS)).toEqual([
    'commands/plant-it.md:23: `-Nme` is no parameter of `Set-CsOurs`; did you mean `-Name`?',
  ])
})
