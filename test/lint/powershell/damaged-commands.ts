/** Commands that do something, as translations and pages print them, and what is said about each in line 23 of its document. */
export const RUN: [title: string, text: string, faults: string[]][] = [
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
