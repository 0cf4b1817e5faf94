/**
 * The cmdlets of high availability and disaster recovery with their parameters, from the reference of each. `/` parts the sets of which one must hold all that is given, `!` marks
 * what a set cannot do without, `=` the only values of a parameter. Where the reference's syntax leaves out what its own table calls required, the table is followed.
 */
import type { KnownCmdlet, ParameterSet } from '../../readers.ts'
import { SKYPE_CMDLETS } from './skype-cmdlets.ts'

const TYPES = `ActiveMonitoring|Application|Archiving|CentralMgmt|Edge|Lyss|Monitoring|PersistentChat|PersistentChatCompliance|Provision|Registrar|SigninTelemetry|User`
const INSTALL = `SqlServerFqdn! Clean Update DatabasePaths DatabasePathMap GlobalCatalog GlobalSettingsDomainController SkipPrepareCheck UseDefaultSqlPaths Force Report NoReindex`
const MIRROR = `FileShare! SqlServerFqdn! DatabasePathMap DropExistingDatabasesOnMirror ExcludeDatabaseList Report`
const FAIL = `PoolFqdn! DisasterMode Force WaitTime DatabaseCommandTimeoutInSeconds SkipDataVerification`
const BACKUP = `AuthorizedLocalAccounts AuthorizedUniversalGroups Force MaxBatchesPerCmsSync MaxBatchesPerUserStoreSync MaxConcurrentCalls MaxDataConfPackageSizeKB
  SyncInterval MaxHighPriQueuePercentagePerUserStoreSync EnableRgsBackupService`
const EXPORTED = `FileName! ConfDirectoryFilter DomainController Force LegacyFormat UserFilter`
const RGS = `Identity Name Owner ShowAll`
const STOP = `NoWait Force Report LeaveClsAgentRunning LeaveWebServerRunning Graceful`
const CHAT = `DBInstance! DBName Level=All|User|Category|RoomDirectory|Content DisableExportedNodes Report Scope StartDate`
const SERVICES = `ApplicationDatabase ApplicationServer ArchivingDatabase ArchivingServer BackupServer CentralManagement CentralManagementDatabase ConferencingServer
  Director EdgeServer FileStore LegalInterceptServer ManagementServer MediationServer MonitoringServer MonitoringDatabase PersistentChatComplianceDatabase
  PersistentChatDatabase PersistentChatServer ProvisionServer ProvisionDatabase PstnGateway Registrar TrustedApplicationPool UserDatabase UserServer
  VideoGateway VideoInteropServer WacServer WebServer`

const PARAMETERS: Readonly<Record<string, string>> = {
  'Get-CsPoolBackupRelationship': 'PoolFqdn! Force LocalStore',
  'Invoke-CsPoolFailOver': `${FAIL} FlushStorageService ServicesStopDelayMins`,
  'Invoke-CsPoolFailBack': FAIL,
  'Get-CsRegistrarConfiguration': 'Identity LocalStore / Filter LocalStore',
  'Get-CsUserPoolInfo': 'Identity! LocalStore',
  'Invoke-CsManagementServerFailover':
    'BackupSqlServerFqdn! Force! BackupMirrorSqlInstanceName BackupMirrorSqlServerFqdn BackupSqlInstanceName Report / Restore Report',
  'Move-CsManagementServer': 'ConfigurationFileName LisConfigurationFileName TargetFqdn Force Report',
  'Get-CsManagementStoreReplicationStatus': 'ReplicaFqdn CentralManagementStoreStatus',
  'Invoke-CsManagementStoreReplication': 'ReplicaFqdn Force',
  'Get-CsManagementConnection': '',
  'Get-CsConfigurationStoreLocation': 'GlobalSettingsDomainController Report',
  'Set-CsConfigurationStoreLocation':
    'SqlServerFqdn! GlobalSettingsDomainController SqlInstanceName SkipLookup Force Report MirrorSqlInstanceName MirrorSqlServerFqdn',
  'Get-CsBackupServiceConfiguration': 'Identity LocalStore / Filter LocalStore',
  'Set-CsBackupServiceConfiguration': `Identity ${BACKUP} / Instance ${BACKUP}`,
  'Get-CsBackupServiceStatus': 'PoolFqdn! Category=CMS|UserData|RGS Force',
  'Invoke-CsBackupServiceSync':
    'PoolFqdn! BackupModule=UserServices.PresenceFocus|ConfServices.DataConf|CentralMgmt.CMSMaster|ApplicationServer.RGSDataStore|ApplicationServer.RGSFileStore Force',
  'Backup-CsPool': 'PoolFqdn! Category FailedOverPoolOnly Force FullBackup LocalStore Report RetryCount SteadyState WaitTime',
  'Get-CsDatabaseMirrorState': `PoolFqdn! DatabaseType=${TYPES}|App|CMS LocalStore Report`,
  'Invoke-CsDatabaseFailover': `DatabaseType=${TYPES}! NewPrincipal=Primary|Mirror! PoolFqdn! ExcludeDatabaseList Force LocalStore Report`,
  'Install-CsMirrorDatabase': `ConfiguredDatabases! ForDefaultInstance ForInstance ${MIRROR} / DatabaseType=${TYPES}! SqlInstanceName ${MIRROR}`,
  'Uninstall-CsMirrorDatabase': `DatabaseType=${TYPES}! SqlServerFqdn! DropExistingDatabasesOnMirror Report SqlInstanceName`,
  'Install-CsDatabase': `CentralManagementDatabase! Collocated SqlInstanceName Backup ${INSTALL} / DatabaseType=${TYPES}! Collocated SqlInstanceName ${INSTALL}
    / ConfiguredDatabases! ExcludeCollocatedStores ForDefaultInstance ForInstance ${INSTALL} / LocalDatabases! ForDefaultInstance ForInstance ${INSTALL.replace('SqlServerFqdn! ', '')}`,
  'Uninstall-CsDatabase': `SqlServerFqdn! CentralManagementDatabase! Detach SqlInstanceName Force Report / SqlServerFqdn! DatabaseType=${TYPES}! Detach SqlInstanceName Force Report`,
  'Test-CsDatabase': `CentralManagementDatabase! SqlServerFqdn SqlInstanceName Report / ConfiguredDatabases! SqlServerFqdn! Report
    / DatabaseType=${TYPES}! SqlServerFqdn! SqlInstanceName Report / LocalService! Report`,
  'Get-CsPersistentChatState': 'Identity LocalStore / Filter LocalStore',
  'Set-CsPersistentChatState': 'Identity PoolState=Normal|FailedOver! Force / Instance PoolState=Normal|FailedOver! Force',
  'Set-CsPersistentChatActiveServer': 'Identity ActiveServers! Force',
  'Test-CsPersistentChatMessage': `TargetFqdn ReceiverCredential SenderCredential Authentication ChatRoomUri Force OutLoggerVariable OutVerboseVariable
    ReceiverSipAddress RegistrarPort SenderSipAddress Setup TestUser1SipAddress TestUser2SipAddress`,
  'Export-CsPersistentChatData': `${CHAT} FileName! / ${CHAT} AsBytes!`,
  'Import-CsPersistentChatData': 'DBInstance! FileName! Report / DBInstance! ByteInput! Report',
  'Reset-CsPoolRegistrarState': `PoolFqdn! ResetType=ServiceReset|QuorumLossRecovery|FullReset|MachineStateRemoved MachineFqdn NoReStart ResetLocalDatabases
    ServicesStopDelayMins Force`,
  'Start-CsPool': 'PoolFqdn! QuorumLossRecovery SkipRoutingGroup SkipServer Force',
  'Get-CsPoolFabricState': `PoolFqdn! HealthState ShowAll OutputCsvFile ServiceName Force Type QueryTimeout / Tenant! Force / UserUri! Force
    / RoutingGroup! ReplicaBuildProgress Force MinutesToPoll PollInterval ReplicaBuildProgressTimeout`,
  'Debug-CsIntraPoolReplication': 'PoolFqdn Force Service ShowAll Type / ConferenceDirectory! Force / UserUri! Force',
  'Debug-CsInterPoolReplication': `PoolFqdn! BackupModule=All|CentralMgmt|PresenceFocus|DataConf Force DatabaseCommandTimeoutInSeconds
    ResyncSignatureMismatchItems SuppressMultiMasterDetection`,
  'Invoke-CsComputerFailOver': 'ComputerName Force NoStop Report WaitTime DrainingTimeout SkipFabricHealthCheck',
  'Invoke-CsComputerFailBack': 'ComputerName NoStart Report WaitTime SkipFabricHealthCheck',
  'Start-CsWindowsService': 'Name ComputerName NoWait Force Report / InputObject! NoWait Force Report',
  'Stop-CsWindowsService': `Name ComputerName ${STOP} / InputObject! ${STOP}`,
  'Get-CsWindowsService': 'Name ComputerName ExcludeActivityLevel Report',
  'Export-CsRgsConfiguration': 'FileName! Source! Force Owner RemoveExportedConfiguration',
  'Import-CsRgsConfiguration': 'Destination! FileName! Force OverwriteOwner ReplaceExistingRgsSettings ResolveNameConflicts',
  'Invoke-CsRgsStoreReplicateData': 'PoolFqdn! Force',
  'Get-CsRgsWorkflow': RGS,
  'Get-CsRgsQueue': RGS,
  'Get-CsRgsAgentGroup': RGS,
  'Get-CsRgsHoursOfBusiness': RGS,
  'Get-CsRgsHolidaySet': RGS,
  'Get-CsConferenceDirectory': 'Identity LocalStore / Filter LocalStore',
  'Move-CsConferenceDirectory': 'Identity TargetPool! Force',
  'Get-CsExUmContact': 'Identity Filter LdapFilter Credential DomainController OU ResultSize',
  'Move-CsExUmContact': 'Identity UserList Target! Report Force UseLegacyMode IgnoreBackendStoreException ProxyPool DomainController PassThru',
  'Move-CsApplicationEndpoint': 'Identity TargetApplicationPool! DomainController Force PassThru IgnoreBackendStoreException',
  'Export-CsUserData': `PoolFqdn! UserFileFilter ${EXPORTED} / Identity! UserFileFilter ${EXPORTED} / SqlInstanceName! DbName UserFileFilter ${EXPORTED}`,
  'Import-CsUserData': `PoolFqdn! RoutingGroupFilter ${EXPORTED} / Identity! RoutingGroupFilter ${EXPORTED}`,
  'Convert-CsUserData': 'InputFile! OutputFile! TargetVersion! ConfDirectoryFilter Force UserFilter',
  'Update-CsUserData': 'FileName! DomainController Force RoutingGroupFilter UserFilter TargetPoolFqdn TestMode ThreadCount UserFileFilter',
  'Remove-CsUserStoreBackupData': 'PoolFqdn! Force',
  'Invoke-CsStorageServiceFlush': 'PoolFqdn! FlushType=SteadyState|FullFlush! Binding Force HostNameStorageService WaitTime',
  'Set-CsEdgeServer': `Identity AccessEdgeClientSipPort AccessEdgeExternalSipPort AccessEdgeInternalSipPort DataPsomClientPort DataPsomServerPort
    MediaCommunicationPortCount MediaCommunicationPortStart MediaRelayAuthEdgePort MediaRelayExternalTurnTcpPort MediaRelayExternalTurnUdpPort
    MediaRelayInternalTurnTcpPort MediaRelayInternalTurnUdpPort Registrar Force XmppInternalPort XmppListeningPort SkypeSearchProxyPort`,
  'Get-CsSite': 'Identity / Filter',
  'Set-CsSite': 'Identity Description DisplayName FederationRoute Force DefaultPersistentChatPool XmppFederationRoute',
  'Set-CsCallParkOrbit': `Identity NumberRangeStart NumberRangeEnd CallParkService Force Type / Instance NumberRangeStart NumberRangeEnd CallParkService Force Type`,
  'New-CsAnnouncement': `Identity! Name! AudioFilePrompt Language TargetUri TextToSpeechPrompt Force InMemory
    / Parent! Name! AudioFilePrompt Language TargetUri TextToSpeechPrompt Force InMemory`,
  'Remove-CsAnnouncement': 'Identity Force',
  'Import-CsAnnouncementFile': 'Parent! FileName! Content! Force',
  'Export-CsLisConfiguration': 'FileName! / AsBytes!',
  'Import-CsLisConfiguration': 'FileName! / ByteInput!',
  'Publish-CsLisConfiguration': 'Force',
  'Export-CsConfiguration': 'FileName! Force LocalStore / AsBytes! Force LocalStore',
  'Import-CsConfiguration': 'FileName! Force LocalStore / ByteInput! Force LocalStore',
  'Enable-CsTopology': 'GlobalCatalog GlobalSettingsDomainController SkipPrepareCheck Report Force',
  'Publish-CsTopology': `FileName BackupFileName GlobalCatalog GlobalSettingsDomainController Force Report FinalizeUninstall
    / Document! BackupFileName GlobalCatalog GlobalSettingsDomainController Force Report`,
  'Get-CsTopology': 'AsXml LocalStore',
  'Get-CsService': `Identity PoolFqdn ${SERVICES} / Filter PoolFqdn`,
  'Get-CsPool': 'Identity Site / Filter Site',
  'Get-CsComputer': 'Identity Pool Local / Filter Pool Local',
}

function readSet(text: string): ParameterSet {
  const words = text.trim().split(/\s+/).filter(Boolean)
  const names = words.map((word) => word.replace(/[=!].*$/, ''))
  const needs = names.filter((_, index) => words[index]?.endsWith('!'))
  const values = words.flatMap((word) => {
    const [name = '', list] = word.replace(/!$/, '').split('=')
    return list === undefined ? [] : [[name, list.split('|')] as const]
  })
  return { names, needs, values: Object.fromEntries(values) }
}

export const KNOWN_CMDLETS: readonly KnownCmdlet[] = SKYPE_CMDLETS.map((name) => {
  const parameters = PARAMETERS[name]
  return { name, sets: parameters === undefined ? 'any' : parameters.split('/').map(readSet) }
})
