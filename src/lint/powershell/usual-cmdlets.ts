/** Cmdlets that only look, by the module that they come from, from the reference of each. A verb is no rule: `Get-WUInstall` installs, `Test-Mailflow` sends. */
import type { CmdletReader } from '../readers.ts'

/** Whatever parameters these are given, they change nothing. */
const ANY: Readonly<Record<string, string>> = {
  'Microsoft.PowerShell.Management': `Convert-Path Get-ChildItem Get-ComputerInfo Get-Content Get-ControlPanelItem Get-HotFix Get-Item Get-ItemProperty
    Get-ItemPropertyValue Get-Location Get-Process Get-PSDrive Get-PSProvider Get-Service Get-TimeZone Join-Path Pop-Location Push-Location
    Resolve-Path Set-Location Split-Path Test-Connection Test-Path Wait-Process Get-EventLog Get-WmiObject`,
  'Microsoft.PowerShell.Utility': `Compare-Object ConvertFrom-CliXml ConvertFrom-Csv ConvertFrom-Json ConvertFrom-Markdown ConvertFrom-StringData
    ConvertTo-CliXml ConvertTo-Csv ConvertTo-Html ConvertTo-Json ConvertTo-Xml Format-Custom Format-Hex Format-List Format-Table Format-Wide
    Get-Culture Get-Date Get-FileHash Get-Member Get-Random Get-SecureRandom Get-UICulture Get-Unique Get-Uptime Get-Verb Group-Object
    Import-Clixml Import-Csv Import-PowerShellDataFile Join-String Measure-Command Measure-Object New-Guid New-TimeSpan Out-String Select-Object
    Select-String Select-Xml Sort-Object Start-Sleep Test-Json Write-Debug Write-Error Write-Host Write-Information Write-Output Write-Progress
    Write-Verbose Write-Warning`,
  'Microsoft.PowerShell.Core': 'ForEach-Object Get-Module Out-Null Set-StrictMode Test-ModuleManifest Where-Object',
  'Microsoft.PowerShell.Security': 'ConvertTo-SecureString Get-Acl Get-AuthenticodeSignature Get-ExecutionPolicy Get-PfxCertificate',
  'Microsoft.PowerShell.Diagnostics': 'Get-Counter Get-WinEvent',
  'Microsoft.WSMan.Management': 'Get-WSManInstance Test-WSMan',
  CimCmdlets: 'Get-CimAssociatedInstance Get-CimClass Get-CimInstance',
  ActiveDirectory: `Get-ADAccountAuthorizationGroup Get-ADAuthenticationPolicy Get-ADAuthenticationPolicySilo Get-ADComputer
    Get-ADComputerServiceAccount Get-ADDefaultDomainPasswordPolicy Get-ADDomain Get-ADDomainController
    Get-ADFineGrainedPasswordPolicy Get-ADForest Get-ADGroup Get-ADGroupMember Get-ADObject Get-ADOptionalFeature Get-ADOrganizationalUnit
    Get-ADPrincipalGroupMembership Get-ADReplicationAttributeMetadata Get-ADReplicationConnection Get-ADReplicationFailure
    Get-ADReplicationPartnerMetadata Get-ADReplicationQueueOperation Get-ADReplicationSite Get-ADReplicationSiteLink Get-ADReplicationSubnet
    Get-ADReplicationUpToDatenessVectorTable Get-ADRootDSE Get-ADServiceAccount Get-ADTrust Get-ADUser Get-ADUserResultantPasswordPolicy
    Search-ADAccount Test-ADServiceAccount`,
  GroupPolicy: 'Get-GPInheritance Get-GPO Get-GPPermission Get-GPRegistryValue',
  DnsClient: 'Get-DnsClient Get-DnsClientCache Get-DnsClientGlobalSetting Get-DnsClientServerAddress Resolve-DnsName',
  DnsServer: `Get-DnsServer Get-DnsServerCache Get-DnsServerDiagnostics Get-DnsServerForwarder Get-DnsServerRecursion Get-DnsServerResourceRecord
    Get-DnsServerRootHint Get-DnsServerScavenging Get-DnsServerSetting Get-DnsServerStatistics Get-DnsServerZone Get-DnsServerZoneAging
    Get-DnsServerConditionalForwarderZone Test-DnsServer`,
  DhcpServer: `Get-DhcpServerInDC Get-DhcpServerv4Failover Get-DhcpServerv4Lease Get-DhcpServerv4OptionValue Get-DhcpServerv4Reservation
    Get-DhcpServerv4Scope Get-DhcpServerv4ScopeStatistics Get-DhcpServerv4Statistics Get-DhcpServerv6Scope`,
  NetTCPIP: `Find-NetRoute Get-NetIPAddress Get-NetIPConfiguration Get-NetIPInterface Get-NetNeighbor Get-NetRoute Get-NetTCPConnection
    Get-NetUDPEndpoint Test-NetConnection`,
  NetAdapter: 'Get-NetAdapter Get-NetAdapterBinding Get-NetAdapterStatistics Get-NetLbfoTeam Get-NetLbfoTeamMember',
  NetSecurity: 'Get-NetFirewallPortFilter Get-NetFirewallProfile Get-NetFirewallRule',
  SmbShare: 'Get-SmbConnection Get-SmbMapping Get-SmbOpenFile Get-SmbServerConfiguration Get-SmbSession Get-SmbShare Get-SmbShareAccess',
  Storage: `Get-Disk Get-FileIntegrity Get-InitiatorPort Get-Partition Get-PhysicalDisk Get-StorageHealthReport Get-StorageJob Get-StoragePool
    Get-StorageReliabilityCounter Get-StorageSubSystem Get-TargetPort Get-VirtualDisk Get-Volume Get-VolumeCorruptionCount`,
  StorageReplica: 'Get-SRDelegation Get-SRGroup Get-SRPartnership',
  DFSR: 'Get-DfsrBacklog Get-DfsrConnection Get-DfsrMember Get-DfsrMembership Get-DfsrState Get-DfsReplicatedFolder Get-DfsReplicationGroup',
  DFSN: 'Get-DfsnAccess Get-DfsnFolder Get-DfsnFolderTarget Get-DfsnRoot Get-DfsnRootTarget Get-DfsnServerConfiguration',
  FailoverClusters: `Get-Cluster Get-ClusterAccess Get-ClusterAvailableDisk Get-ClusterCheckpoint Get-ClusterFaultDomain Get-ClusterGroup
    Get-ClusterNetwork Get-ClusterNetworkInterface Get-ClusterNode Get-ClusterOwnerNode Get-ClusterParameter Get-ClusterQuorum
    Get-ClusterResource Get-ClusterResourceDependency Get-ClusterResourceType Get-ClusterSharedVolume Get-ClusterSharedVolumeState`,
  'Hyper-V': `Get-VM Get-VMCheckpoint Get-VMDvdDrive Get-VMHardDiskDrive Get-VMHost Get-VMIntegrationService Get-VMMemory Get-VMNetworkAdapter
    Get-VMNetworkAdapterVlan Get-VMProcessor Get-VMReplication Get-VMReplicationServer Get-VMScsiController Get-VMSnapshot Get-VMSwitch
    Get-VHD Measure-VM Measure-VMReplication`,
  SkypeForBusiness: 'Get-Cs*',
  Exchange: `Get-AcceptedDomain Get-CASMailbox Get-ClientAccessServer Get-ClientAccessService Get-DatabaseAvailabilityGroup
    Get-DatabaseAvailabilityGroupNetwork Get-ExchangeCertificate Get-ExchangeServer Get-HealthReport Get-Mailbox Get-MailboxDatabase
    Get-MailboxDatabaseCopyStatus Get-MailboxServer Get-MailboxStatistics Get-MessageTrackingLog Get-OwaVirtualDirectory Get-Queue
    Get-QueueDigest Get-User Get-Group Get-DistributionGroup Get-DistributionGroupMember Get-DynamicDistributionGroup Get-MailUser
    Get-MailContact Get-Contact Get-RemoteMailbox Get-MailboxFolderStatistics Get-MailboxPermission Get-OutlookAnywhere
    Get-ActiveSyncVirtualDirectory Get-EcpVirtualDirectory Get-MapiVirtualDirectory Get-OabVirtualDirectory
    Get-WebServicesVirtualDirectory Get-PowerShellVirtualDirectory Get-AuthConfig Get-OrganizationConfig Get-OfflineAddressBook
    Get-MoveRequest Get-MoveRequestStatistics Get-MailboxRepairRequest Get-MigrationBatch Get-MigrationUser Get-TransportRule
    Get-Message Get-EdgeSubscription Get-FrontendTransportService Get-MailboxTransportService Get-ServerMonitoringOverride
    Get-HybridConfiguration Get-ImapSettings Get-PopSettings Get-EmailAddressPolicy Get-AddressList Get-ReceiveConnector Get-Recipient
    Get-SendConnector Get-ServerComponentState Get-ServerHealth Get-TransportConfig
    Get-TransportServer Get-TransportService Test-ReplicationHealth Test-ServiceHealth`,
  SqlServer: `Get-SqlAgent Get-SqlAgentJob Get-SqlAgentJobHistory Get-SqlAgentJobSchedule Get-SqlAgentJobStep Get-SqlAgentSchedule
    Get-SqlAvailabilityGroup Get-SqlBackupHistory Get-SqlDatabase Get-SqlErrorLog Get-SqlInstance Get-SqlLogin Test-SqlAvailabilityGroup
    Test-SqlAvailabilityReplica Test-SqlDatabaseReplicaState`,
  dbatools: `Connect-DbaInstance Find-DbaInstance Get-DbaAgDatabase Get-DbaAgReplica Get-DbaAgentJob Get-DbaAgentJobHistory
    Get-DbaAvailabilityGroup Get-DbaComputerSystem Get-DbaDatabase Get-DbaDbBackupHistory Get-DbaDbFile Get-DbaDbLogSpace Get-DbaDbMirror
    Get-DbaDbRestoreHistory Get-DbaDbSpace Get-DbaDbUser Get-DbaDiskSpace Get-DbaErrorLog Get-DbaLastBackup Get-DbaLastGoodCheckDb
    Get-DbaLogin Get-DbaProcess Get-DbaService Get-DbaUptime Read-DbaBackupHeader Test-DbaConnection Test-DbaDbCompatibility
    Test-DbaDbLogShipStatus Test-DbaPath Get-DbaAgListener Get-DbaAgHadr Get-DbaDbOrphanUser Get-DbaDbState
    Get-DbaDbVirtualLogFile Get-DbaDefaultPath Get-DbaInstanceProperty Get-DbaMaxMemory Get-DbaOpenTransaction Get-DbaSpConfigure
    Get-DbaSpn Get-DbaSuspectPage Get-DbaTcpPort Get-DbaTraceFlag Get-DbaWaitStatistic Get-DbaWsfcNode Get-DbaWsfcResource
    Test-DbaSpn`,
  WebAdministration: `Get-WebAppDomain Get-WebApplication Get-WebAppPoolState Get-WebBinding Get-WebConfiguration Get-WebConfigurationProperty
    Get-WebGlobalModule Get-WebHandler Get-WebItemState Get-WebManagedModule Get-WebRequest Get-Website Get-WebsiteState Get-WebVirtualDirectory`,
  IISAdministration: 'Get-IISAppPool Get-IISSite Get-IISSiteBinding',
  ScheduledTasks: 'Get-ScheduledTask Get-ScheduledTaskInfo',
  LocalAccounts: 'Get-LocalGroup Get-LocalGroupMember Get-LocalUser',
  PKI: 'Get-CertificateAutoEnrollmentPolicy Get-CertificateEnrollmentPolicyServer Get-CertificateNotificationTask Get-PfxData Test-Certificate',
  PrintManagement: 'Get-PrintJob Get-Printer Get-PrinterDriver Get-PrinterPort',
  BitLocker: 'Get-BitLockerVolume',
  TrustedPlatformModule: 'Get-Tpm',
  SecureBoot: 'Confirm-SecureBootUEFI',
  RemoteDesktop: `Get-RDServer Get-RDUserSession Get-RDSessionCollection Get-RDSessionHost Get-RDConnectionBrokerHighAvailability
    Get-RDLicenseConfiguration Get-RDCertificate Get-RDRemoteApp`,
  UpdateServices: 'Get-WsusServer Get-WsusComputer Get-WsusUpdate',
  Defender: 'Get-MpComputerStatus Get-MpPreference Get-MpThreat Get-MpThreatDetection',
  ADFS: 'Get-AdfsCertificate Get-AdfsEndpoint Get-AdfsFarmInformation Get-AdfsProperties Get-AdfsRelyingPartyTrust Get-AdfsSslCertificate Get-AdfsSyncProperties',
  WebApplicationProxy: 'Get-WebApplicationProxyApplication Get-WebApplicationProxyConfiguration Get-WebApplicationProxyHealth',
  WindowsServerBackup: 'Get-WBBackupSet Get-WBJob Get-WBPolicy Get-WBSummary',
  ClusterAwareUpdating: 'Get-CauClusterRole Get-CauReport Get-CauRun',
  NetworkLoadBalancingClusters: 'Get-NlbCluster Get-NlbClusterNode',
}

/** With `-Report` each of them writes a page into the file that it names. */
const TESTS_OF_SKYPE = `Test-CsCertificateConfiguration Test-CsComputer Test-CsDatabase Test-CsGroupExpansion Test-CsKerberosAccountAssignment
  Test-CsManagementServer Test-CsOUPermission Test-CsReplica Test-CsSetupPermission Test-CsTopology Test-CsTrunkConfiguration
  Test-CsVoiceNormalizationRule Test-CsVoicePolicy Test-CsVoiceRoute`
const ASKED_OF_SKYPE = `Identity Service ConfiguredDatabases SqlServerFqdn SqlInstanceName DatabaseType CentralManagementDatabase LocalService
  ExcludeCollocatedStores TargetFqdn TargetUri TargetNumber DialedNumber NormalizationRule VoicePolicy Route TrunkConfiguration
  GroupEmailAddress UserSipAddress UserCredential WebCredential Authentication RegistrarPort OU ObjectType ComputerOU Domain
  DomainController GlobalCatalog GlobalSettingsDomainController`

/** With `-LogPath` and `-ScratchDirectory` these write where they are told. */
const OF_WINDOWS: Readonly<Record<string, string>> = {
  'Get-WindowsFeature': 'Name Vhd ComputerName Credential',
  'Get-WindowsDriver': 'All Driver Online Path WindowsDirectory SystemDrive',
  'Get-WindowsEdition': 'Online Path Target',
  'Get-WindowsOptionalFeature': 'FeatureName Online Path PackageName PackagePath',
  'Get-WindowsPackage': 'PackageName PackagePath Online Path',
}

/** These change nothing as long as they are given no other parameters. */
const SOME: readonly CmdletReader[] = [
  { name: 'Test-ComputerSecureChannel', parameters: ['Server'] },
  { name: 'Out-Default', parameters: ['InputObject'] },
  // With `-Path` it writes a file.
  { name: 'Get-GPOReport', parameters: ['Guid', 'Name', 'All', 'ReportType', 'Domain', 'Server'] },
  // With `-Update` it replaces its own list of builds by one that it fetches.
  {
    name: 'Get-DbaBuild',
    parameters: 'Build Kb MajorVersion ServicePack CumulativeUpdate SqlInstance SqlCredential EnableException'.split(' '),
  },
  ...TESTS_OF_SKYPE.split(/\s+/).map((name) => ({ name, parameters: ASKED_OF_SKYPE.split(/\s+/) })),
  ...Object.entries(OF_WINDOWS).map(([name, parameters]) => ({ name, parameters: parameters.split(' ') })),
  ...['Invoke-RestMethod', 'Invoke-WebRequest'].map((name) => ({
    name,
    parameters:
      `Uri Method Headers Body ContentType UseBasicParsing UseDefaultCredentials Credential Certificate CertificateThumbprint TimeoutSec
      ConnectionTimeoutSeconds MaximumRedirection UserAgent Proxy NoProxy SkipHttpErrorCheck SkipCertificateCheck StatusCodeVariable
      ResponseHeadersVariable`.split(/\s+/),
    values: { Method: ['Get', 'Head'] },
  })),
]

export const USUAL_CMDLETS: readonly CmdletReader[] = [
  ...SOME,
  ...Object.values(ANY).flatMap((names) => names.split(/\s+/).map((name): CmdletReader => ({ name, parameters: 'any' }))),
]
