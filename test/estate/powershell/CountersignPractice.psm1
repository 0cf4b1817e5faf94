# The practice estate's cmdlets for a real PowerShell: thin proxies that ask the estate's control endpoint, and file cmdlets that find the estate's
# shares and disks behind their Windows paths. Only for practice targets. Where: COUNTERSIGN_ESTATE_URL, _TOKEN, _ENDPOINT.

$common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters

function Request-Estate([string]$path, $body) {
  $ask = @{
    Uri = $env:COUNTERSIGN_ESTATE_URL + $path
    Headers = @{ Authorization = 'Bearer ' + $env:COUNTERSIGN_ESTATE_TOKEN }
    UseBasicParsing = $true
    Verbose = $false
    TimeoutSec = 0
  }
  if ($null -ne $body) {
    $ask.Method = 'Post'
    $ask.ContentType = 'application/json; charset=utf-8'
    $ask.Body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $body -Depth 6 -Compress))
  }
  Invoke-RestMethod @ask
}

# Records are made for the cmdlet that the block called, so that they point at the block's line.
function New-Record([string]$message, [string]$id, [string]$category) {
  $made = [System.Management.Automation.ErrorCategory]::NotSpecified
  if (-not [Enum]::TryParse($category, [ref]$made)) { $made = [System.Management.Automation.ErrorCategory]::NotSpecified }
  New-Object System.Management.Automation.ErrorRecord((New-Object System.InvalidOperationException $message), $id, $made, $null)
}

function Invoke-Estate($cmdlet, $bound) {
  $name = $cmdlet.MyInvocation.MyCommand.Name
  # In the order in which they were given: a log of what was asked reads the same every time.
  $parameters = [ordered]@{}
  foreach ($key in $bound.Keys) {
    if ($common -contains $key) { continue }
    $value = $bound[$key]
    if ($value -is [switch]) { $value = $value.IsPresent }
    $parameters[$key] = $value
  }
  try { $answer = Request-Estate '/cmdlet' @{ endpoint = $env:COUNTERSIGN_ESTATE_ENDPOINT; name = $name; parameters = $parameters } }
  catch [System.Management.Automation.PipelineStoppedException] { throw }
  catch { $cmdlet.ThrowTerminatingError((New-Record $_.Exception.Message 'EstateUnreachable' 'ConnectionError')) }
  foreach ($text in $answer.verbose) { $cmdlet.WriteVerbose($text) }
  foreach ($text in $answer.warnings) { $cmdlet.WriteWarning($text) }
  if ($answer.error) {
    if ($answer.error -is [string]) { $cmdlet.WriteError((New-Record $answer.error $name 'NotSpecified')) }
    else { $cmdlet.WriteError((New-Record $answer.error.message $answer.error.id $answer.error.category)) }
  }
  if ($null -ne $answer.output) { $answer.output }
}

function Get-CsService {
  [CmdletBinding(PositionalBinding = $false)]
  param(
    [switch]$PersistentChatServer,
    [switch]$PersistentChatDatabase,
    [switch]$CentralManagement,
    [switch]$CentralManagementDatabase,
    [switch]$Registrar,
    [switch]$EdgeServer,
    [string]$PoolFqdn,
    [string]$Identity
  )
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsPool {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsPersistentChatState {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Set-CsPersistentChatState {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Position = 0)][string]$Identity,
    [Parameter(Mandatory)][string]$PoolState,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($Identity)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Set-CsPersistentChatActiveServer {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Position = 0)][string]$Identity, [object]$ActiveServers, [switch]$Swap, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($Identity)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsManagementStoreReplicationStatus {
  [CmdletBinding(PositionalBinding = $false)]
  param([string]$ReplicaFqdn, [switch]$CentralManagementStoreStatus)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsManagementConnection {
  [CmdletBinding(PositionalBinding = $false)]
  param()
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsDatabaseMirrorState {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [string]$DatabaseType, [switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Install-CsMirrorDatabase {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
  param(
    [switch]$ConfiguredDatabases,
    [string]$DatabaseType,
    [Parameter(Mandatory)][string]$FileShare,
    [Parameter(Mandatory)][string]$SqlServerFqdn,
    [string]$SqlInstanceName,
    [string]$ForInstance,
    [switch]$ForDefaultInstance,
    [string[]]$ExcludeDatabaseList,
    [switch]$DropExistingDatabasesOnMirror,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($SqlServerFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Uninstall-CsMirrorDatabase {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
  param(
    [Parameter(Mandatory)][string]$DatabaseType,
    [Parameter(Mandatory)][string]$SqlServerFqdn,
    [string]$SqlInstanceName,
    [string[]]$ExcludeDatabaseList,
    [switch]$DropExistingDatabasesOnMirror,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($SqlServerFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsDatabaseFailover {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [Parameter(Mandatory)][string]$DatabaseType,
    [Parameter(Mandatory)][string]$NewPrincipal,
    [string[]]$ExcludeDatabaseList,
    [switch]$LocalStore,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsPoolBackupRelationship {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsRegistrarConfiguration {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsUserPoolInfo {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory, Position = 0)][string]$Identity, [switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Invoke-CsPoolFailOver {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [switch]$DisasterMode,
    [switch]$Force,
    [switch]$SkipDataVerification,
    [string]$WaitTime,
    [string]$DatabaseCommandTimeoutInSeconds,
    [switch]$FlushStorageService,
    [string]$ServicesStopDelayMins
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsPoolFailBack {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [switch]$DisasterMode,
    [switch]$Force,
    [switch]$SkipDataVerification,
    [string]$WaitTime,
    [string]$DatabaseCommandTimeoutInSeconds
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsManagementStoreReplication {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([string]$ReplicaFqdn, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($ReplicaFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsManagementServerFailover {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
  param(
    [string]$BackupSqlServerFqdn,
    [string]$BackupSqlInstanceName,
    [string]$BackupMirrorSqlServerFqdn,
    [string]$BackupMirrorSqlInstanceName,
    [switch]$Force,
    [switch]$Restore,
    [string]$Report
  )
  if ($PSCmdlet.ShouldProcess($BackupSqlServerFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsBackupServiceConfiguration {
  [CmdletBinding(PositionalBinding = $false)]
  param([switch]$LocalStore)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Set-CsBackupServiceConfiguration {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [string]$SyncInterval,
    [object]$AuthorizedUniversalGroups,
    [object]$AuthorizedLocalAccounts,
    [string]$MaxConcurrentCalls,
    [string]$MaxBatchesPerUserStoreSync,
    [string]$MaxBatchesPerCmsSync,
    [string]$MaxDataConfPackageSizeKB,
    [string]$MaxHighPriQueuePercentagePerUserStoreSync,
    [object]$EnableRgsBackupService
  )
  if ($PSCmdlet.ShouldProcess($SyncInterval)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsBackupServiceStatus {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [string]$Category, [switch]$Force)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Invoke-CsBackupServiceSync {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [string]$BackupModule, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Backup-CsPool {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [string]$Category,
    [switch]$FullBackup,
    [switch]$SteadyState,
    [switch]$FailedOverPoolOnly,
    [string]$WaitTime,
    [string]$RetryCount,
    [switch]$LocalStore,
    [string]$Report
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Set-CsEdgeServer {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory, Position = 0)][string]$Identity, [string]$Registrar)
  if ($PSCmdlet.ShouldProcess($Identity)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsSite {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Set-CsSite {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory, Position = 0)][string]$Identity, [string]$FederationRoute, [string]$XmppFederationRoute)
  if ($PSCmdlet.ShouldProcess($Identity)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsWindowsService {
  [CmdletBinding(PositionalBinding = $false)]
  param([string]$Name, [string]$ComputerName, [switch]$ExcludeActivityLevel)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Start-CsWindowsService {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([string]$Name, [string]$ComputerName, [switch]$NoWait, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($ComputerName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Stop-CsWindowsService {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([string]$Name, [string]$ComputerName, [switch]$Graceful, [switch]$NoWait, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($ComputerName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsComputer {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Pool, [switch]$Local)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsPoolFabricState {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [string]$Type, [string]$HealthState, [switch]$ShowAll, [string]$OutputCsvFile)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Reset-CsPoolRegistrarState {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [string]$ResetType,
    [string]$MachineFqdn,
    [switch]$NoReStart,
    [switch]$ResetLocalDatabases,
    [string]$ServicesStopDelayMins,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Start-CsPool {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory)][string]$PoolFqdn, [switch]$QuorumLossRecovery, [object]$SkipServer, [object]$SkipRoutingGroup)
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsComputerFailOver {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [string]$ComputerName,
    [string]$WaitTime,
    [string]$DrainingTimeout,
    [switch]$Force,
    [switch]$NoStop,
    [switch]$SkipFabricHealthCheck,
    [string]$Report
  )
  # As its reference says: with -Force it acts, whatever -WhatIf says.
  if ($Force -or $PSCmdlet.ShouldProcess($ComputerName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Invoke-CsComputerFailBack {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([string]$ComputerName, [string]$WaitTime, [switch]$NoStart, [string]$Report)
  if ($PSCmdlet.ShouldProcess($ComputerName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Get-CsRgsWorkflow {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Name, [string]$Owner, [switch]$ShowAll)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsRgsQueue {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Name, [string]$Owner, [switch]$ShowAll)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsRgsAgentGroup {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Name, [string]$Owner, [switch]$ShowAll)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsRgsHoursOfBusiness {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Name, [string]$Owner, [switch]$ShowAll)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Get-CsRgsHolidaySet {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Position = 0)][string]$Identity, [string]$Name, [string]$Owner, [switch]$ShowAll)
  Invoke-Estate $PSCmdlet $PSBoundParameters
}

function Export-CsRgsConfiguration {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$Source,
    [Parameter(Mandatory)][string]$FileName,
    [string]$Owner,
    [switch]$RemoveExportedConfiguration,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($Source)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Import-CsRgsConfiguration {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$Destination,
    [Parameter(Mandatory)][string]$FileName,
    [switch]$OverwriteOwner,
    [switch]$ReplaceExistingRgsSettings,
    [switch]$ResolveNameConflicts,
    [switch]$Force
  )
  if ($PSCmdlet.ShouldProcess($Destination)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Export-CsConfiguration {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory)][string]$FileName, [switch]$LocalStore, [switch]$Force)
  if ($PSCmdlet.ShouldProcess($FileName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Export-CsLisConfiguration {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory)][string]$FileName)
  if ($PSCmdlet.ShouldProcess($FileName)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Export-CsUserData {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$PoolFqdn,
    [Parameter(Mandatory)][string]$FileName,
    [string]$ConfDirectoryFilter,
    [string]$UserFilter,
    [switch]$LegacyFormat
  )
  if ($PSCmdlet.ShouldProcess($PoolFqdn)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Export-CsPersistentChatData {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param(
    [Parameter(Mandatory)][string]$DBInstance,
    [Parameter(Mandatory)][string]$FileName,
    [string]$DBName,
    [string]$Level,
    [string]$Scope,
    [string]$StartDate,
    [switch]$DisableExportedNodes
  )
  if ($PSCmdlet.ShouldProcess($DBInstance)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

function Import-CsPersistentChatData {
  [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
  param([Parameter(Mandatory)][string]$DBInstance, [Parameter(Mandatory)][string]$FileName, [string]$DBName)
  if ($PSCmdlet.ShouldProcess($DBInstance)) { Invoke-Estate $PSCmdlet $PSBoundParameters }
}

# The real place behind a Windows path, by the longest mapped folder that holds it; $null where nothing is mapped.
function Find-Place([string]$path) {
  $wanted = $path.Replace('/', '\').TrimEnd('\')
  $best = $null
  foreach ($folder in (Request-Estate ('/files?endpoint=' + [uri]::EscapeDataString($env:COUNTERSIGN_ESTATE_ENDPOINT))).psobject.Properties) {
    $name = $folder.Name.TrimEnd('\')
    $within = $wanted -eq $name -or $wanted.StartsWith($name + '\', [StringComparison]::OrdinalIgnoreCase)
    if ($within -and ($null -eq $best -or $name.Length -gt $best.Name.TrimEnd('\').Length)) { $best = $folder }
  }
  if ($null -eq $best) { return $null }
  $place = $best.Value
  foreach ($part in $wanted.Substring($best.Name.TrimEnd('\').Length).Split('\')) {
    if ($part -eq '..' -or $part -eq '.') { return $null }
    if ($part -ne '') { $place = [System.IO.Path]::Combine($place, $part) }
  }
  $place
}

function Resolve-Given($cmdlet, [string]$literal, [string]$path) {
  $given = $literal
  if (-not $literal) { $given = $path }
  $place = Find-Place $given
  if ($null -eq $place -or -not (Microsoft.PowerShell.Management\Test-Path -LiteralPath $place)) {
    $cmdlet.ThrowTerminatingError((New-Record "Cannot find path '$given' because it does not exist." 'PathNotFound' 'ObjectNotFound'))
  }
  @{ given = $given; place = $place }
}

# The estate's name of a file hides the real one, so that the next cmdlet gets a Windows path again.
function Add-WindowsName($item, [string]$windowsPath) {
  $item | Add-Member -MemberType NoteProperty -Name FullName -Value $windowsPath -Force -PassThru
}

function Join-Windows([string]$parent, [string]$child) {
  $parent.TrimEnd('\') + '\' + $child.TrimStart('\')
}

function Get-ChildItem {
  [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Path')]
  param(
    [Parameter(Position = 0, ParameterSetName = 'Path')][string]$Path,
    [Parameter(Mandatory, ParameterSetName = 'Literal')][string]$LiteralPath,
    [string]$Filter, [switch]$File, [switch]$Directory
  )
  $found = Resolve-Given $PSCmdlet $LiteralPath $Path
  $ask = @{ LiteralPath = $found.place; File = $File; Directory = $Directory }
  if ($Filter) { $ask.Filter = $Filter }
  foreach ($item in (Microsoft.PowerShell.Management\Get-ChildItem @ask | Sort-Object -Property Name)) {
    Add-WindowsName $item (Join-Windows $found.given $item.Name)
  }
}

function Get-Item {
  [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Path')]
  param([Parameter(Position = 0, ParameterSetName = 'Path')][string]$Path, [Parameter(Mandatory, ParameterSetName = 'Literal')][string]$LiteralPath)
  $found = Resolve-Given $PSCmdlet $LiteralPath $Path
  Add-WindowsName (Microsoft.PowerShell.Management\Get-Item -LiteralPath $found.place) $found.given
}

function Test-Path {
  [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Path')]
  param([Parameter(Position = 0, ParameterSetName = 'Path')][string]$Path, [Parameter(Mandatory, ParameterSetName = 'Literal')][string]$LiteralPath)
  $place = Find-Place $(if ($LiteralPath) { $LiteralPath } else { $Path })
  $null -ne $place -and (Microsoft.PowerShell.Management\Test-Path -LiteralPath $place)
}

function Join-Path {
  [CmdletBinding(PositionalBinding = $false)]
  param([Parameter(Mandatory, Position = 0)][string]$Path, [Parameter(Mandatory, Position = 1)][string]$ChildPath)
  Join-Windows $Path $ChildPath
}

function Copy-Item {
  [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Path')]
  param(
    [Parameter(Position = 0, ParameterSetName = 'Path')][string]$Path,
    [Parameter(Mandatory, ParameterSetName = 'Literal')][string]$LiteralPath,
    [Parameter(Mandatory, Position = 1)][string]$Destination
  )
  $found = Resolve-Given $PSCmdlet $LiteralPath $Path
  $target = Find-Place $Destination
  if ($null -eq $target) {
    $PSCmdlet.ThrowTerminatingError((New-Record "Cannot find path '$Destination' because it does not exist." 'PathNotFound' 'ObjectNotFound'))
  }
  Microsoft.PowerShell.Management\Copy-Item -LiteralPath $found.place -Destination $target
}

Export-ModuleMember -Function *-Cs*, Get-ChildItem, Get-Item, Test-Path, Join-Path, Copy-Item
