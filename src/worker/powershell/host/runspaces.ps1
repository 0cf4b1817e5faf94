# Runspaces: each block has one of its own, which is made ahead of need and thrown away after it.
# For acting: a whole PowerShell. For looking: ConstrainedLanguage, and nothing in it but readers. What is not there cannot be called: to hide a command
# (Visibility) is not enough, for whatever a script block or function calls is taken for PowerShell's own.

$default = [initialsessionstate]::CreateDefault()
# A word means the same outside Windows, where PowerShell leaves these to programs.
$everywhere = @{ cat = 'Get-Content'; compare = 'Compare-Object'; diff = 'Compare-Object'; gcim = 'Get-CimInstance'; gwmi = 'Get-WmiObject'; ls = 'Get-ChildItem'; ps = 'Get-Process'; sleep = 'Start-Sleep'; sort = 'Sort-Object'; write = 'Write-Output' }
function Add-Aliases($state) {
  $there = @($state.Commands.Name)
  foreach ($name in $everywhere.Keys) { if ($there -notcontains $name) { $state.Commands.Add((New-Object System.Management.Automation.Runspaces.SessionStateAliasEntry($name, $everywhere[$name]))) } }
}
Add-Aliases $default
$aliases = @{}
foreach ($entry in $default.Commands) { if ($entry -is [System.Management.Automation.Runspaces.SessionStateAliasEntry]) { $aliases[$entry.Name] = $entry.Definition } }
$own = @{}
foreach ($name in 'Import-Module', 'New-Module', 'Export-ModuleMember', 'Remove-PSDrive') {
  $own[$name.Replace('-', '')] = New-Object System.Management.Automation.CmdletInfo($name, [type]('Microsoft.PowerShell.Commands.' + $name.Replace('-', '') + 'Command'))
}
# What every runspace gets: modules by path or name (with the session of a remote one), and what `initialise` made.
$given = @{ modules = @(); makes = $null; functions = @{}; variables = @{}; aliases = @{} }
# What `initialise` made stands in a module of its own, so that no value of a block meets its variables.
$makes = {
  param($given, $own)
  & $own.ImportModule -Name Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management -WarningAction SilentlyContinue
  foreach ($name in $given.variables.Keys) { Set-Variable -Name $name -Value $given.variables[$name] -Scope Script }
  $here = $ExecutionContext.SessionState.Module
  foreach ($name in $given.functions.Keys) { Set-Item -LiteralPath function:script:$name -Value $here.NewBoundScriptBlock([scriptblock]::Create($given.functions[$name])) }
  foreach ($name in $given.aliases.Keys) { Set-Alias -Name $name -Value $given.aliases[$name] -Scope Script }
  & $own.ExportModuleMember -Function @($given.functions.Keys) -Alias @($given.aliases.Keys)
}.ToString()
$ready = @{ look = (New-Object System.Collections.ArrayList); act = (New-Object System.Collections.ArrayList) }
$wanted = @{ look = 2; act = 1 }

$prepareAct = {
  param($given, $own)
  foreach ($module in $given.modules) { & $own.ImportModule -Name $module.name -ArgumentList $module.arguments -DisableNameChecking -WarningAction SilentlyContinue }
  if (-not $given.makes) { return }
  & $own.NewModule -Name CountersignInitialise -ScriptBlock ([scriptblock]::Create($given.makes)) -ArgumentList $given, $own | & $own.ImportModule
}

# In the runspace that looks: the modules give their readers alone, keep the commands that they need to themselves, and what else they would do is taken out.
$prepareLook = {
  param($given, $own, $looks)
  $names = $looks.names
  $reads = {
    param($name)
    if ($looks.exact.ContainsKey($name)) { return $true }
    foreach ($beginning in $looks.beginnings) { if ($name -like ($beginning.name + '*')) { return $true } }
    $false
  }
  $made = @()
  foreach ($module in $given.modules) {
    $made += & $own.ImportModule -Name $module.name -ArgumentList $module.arguments -DisableNameChecking -WarningAction SilentlyContinue -PassThru -Function $names -Cmdlet $names -Alias @() -Variable @()
  }
  if ($given.makes) {
    $one = & $own.NewModule -Name CountersignInitialise -ScriptBlock ([scriptblock]::Create($given.makes)) -ArgumentList $given, $own
    & $own.ImportModule -ModuleInfo $one -Function $names -Alias @() -Variable @()
    $made += $one
  }
  $refused = @{}
  $todo = [System.Collections.Queue]::new()
  foreach ($module in $made) { $todo.Enqueue($module) }
  while ($todo.Count -gt 0) {
    $module = $todo.Dequeue()
    if ($module.Name -like 'Microsoft.PowerShell.[UM]*') { continue }
    foreach ($nested in $module.NestedModules) { $todo.Enqueue($nested) }
    foreach ($cmdlet in $module.ExportedCmdlets.Values) {
      if (-not (& $reads $cmdlet.Name)) { $refused[$cmdlet.Name] = $true }
    }
    if ($null -eq $module.SessionState) { continue }
    & $module {
      param($own, $functions)
      & $own.ImportModule -Assembly ([psobject].Assembly)
      & $own.ImportModule -Name Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management -WarningAction SilentlyContinue
      foreach ($function in $functions) { Microsoft.PowerShell.Management\Set-Item -LiteralPath function:$function -Value { throw 'It is no reader: a block that looks may not call it.' } }
    } $own @(foreach ($function in $module.ExportedFunctions.Keys) { if (-not (& $reads $function)) { $function } })
  }
  $programs = $looks.paths
  $ExecutionContext.InvokeCommand.PostCommandLookupAction = {
    param($name, $lookup)
    $found = $lookup.Command
    $program = ($found -is [System.Management.Automation.ApplicationInfo] -or $found -is [System.Management.Automation.ExternalScriptInfo]) -and -not $programs.ContainsKey($found.Path)
    if ($program -or ($found -is [System.Management.Automation.CmdletInfo] -and $refused.ContainsKey($found.Name))) {
      $lookup.CommandScriptBlock = { throw ('It is no reader: a block that looks may not call it.') }
    }
  }.GetNewClosure()
  # PowerShell has no public way to take a cmdlet out of a session. Where this one is not there either, nothing looks.
  $inner = $ExecutionContext.SessionState.GetType().GetProperty('Internal', [System.Reflection.BindingFlags]'NonPublic, Instance').GetValue($ExecutionContext.SessionState, $null)
  $take = $inner.GetType().GetMethod('RemoveCmdletEntry', [System.Reflection.BindingFlags]'NonPublic, Instance')
  foreach ($name in $looks.taken) { $take.Invoke($inner, @($name, $true)) }
  foreach ($command in $ExecutionContext.InvokeCommand.GetCommands('*', 'Alias, Function, Filter, Cmdlet, Configuration', $true)) {
    $called = $command.Name
    if ($command -is [System.Management.Automation.AliasInfo]) { $called = $command.Definition }
    if (-not $looks.exact.ContainsKey($called) -and -not (& $reads $called)) { throw ('The command ' + $command.Name + ' could not be taken out of the runspace of blocks that look.') }
  }
}

$states = @{}

function Get-State([string]$purpose) {
  if ($null -eq $states[$purpose]) { $states[$purpose] = New-State $purpose }
  $states[$purpose]
}

function New-State([string]$purpose) {
  if ($purpose -eq 'act') {
    $state = [initialsessionstate]::CreateDefault()
    Add-Aliases $state
  }
  else {
    $state = [initialsessionstate]::Create()
    $importing = $given.modules.Count -gt 0 -or $null -ne $given.makes
    foreach ($kind in 'Providers', 'Variables', 'Types', 'Formats') { foreach ($entry in $default.$kind) { $state.$kind.Add($entry) } }
    foreach ($entry in $default.Commands) {
      $name = $entry.Name
      if ($entry -is [System.Management.Automation.Runspaces.SessionStateAliasEntry]) { $name = $entry.Definition }
      if (Find-Cmdlet $name $looks) { $state.Commands.Add($entry) }
      # Modules need them all while they are imported; then the cmdlets that are no readers are taken out.
      elseif ($importing -and $entry -is [System.Management.Automation.Runspaces.SessionStateCmdletEntry]) {
        $state.Commands.Add($entry)
        $looks.taken += $name
      }
    }
  }
  if ($purpose -eq 'look') { Add-Closed $state }
  $state.LanguageMode = 'FullLanguage'
  foreach ($pair in @(@('ErrorActionPreference', 'Stop'), @('PSNativeCommandUseErrorActionPreference', $true), @('LASTEXITCODE', $null))) {
    $state.Variables.Add((New-Object System.Management.Automation.Runspaces.SessionStateVariableEntry($pair[0], $pair[1], '')))
  }
  $state
}

# `[xml]` is a core type of ConstrainedLanguage, and its documents can write themselves into a file.
function Add-Closed($state) {
  $data = New-Object System.Management.Automation.Runspaces.TypeData 'System.Xml.XmlNode'
  foreach ($name in 'Save', 'WriteTo', 'WriteContentTo') {
    $data.Members.Add($name, (New-Object System.Management.Automation.Runspaces.ScriptMethodData($name, { throw 'A block that looks may not write a document.' })))
  }
  $state.Types.Add((New-Object System.Management.Automation.Runspaces.SessionStateTypeEntry($data, $false)))
}

# Begins to make one; `async` ends when it has its modules.
function Start-Runspace([string]$purpose) {
  $runspace = [runspacefactory]::CreateRunspace((Get-State $purpose))
  $runspace.Open()
  $shell = [powershell]::Create()
  $shell.Runspace = $runspace
  if ($purpose -eq 'act') { $shell.AddScript($prepareAct.ToString(), $true).AddArgument($given).AddArgument($own) | Out-Null }
  else { $shell.AddScript($prepareLook.ToString(), $true).AddArgument($given).AddArgument($own).AddArgument($looks) | Out-Null }
  $none = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
  $none.Complete()
  @{ purpose = $purpose; runspace = $runspace; shell = $shell; async = $shell.BeginInvoke($none) }
}

# The finished runspace with its values, locked where it looks; what went wrong with its modules is thrown.
function Complete-Runspace($made, $values) {
  $runspace = $made.runspace
  $made.shell.EndInvoke($made.async) | Out-Null
  $made.shell.Dispose()
  $set = $runspace.SessionStateProxy
  if ($made.purpose -eq 'look') {
    foreach ($name in 'PSModuleAutoLoadingPreference', 'PSDefaultParameterValues') { $set.PSVariable.Remove($name) }
    $set.PSVariable.Set((New-Constant 'PSModuleAutoLoadingPreference' 'None'))
    $set.PSVariable.Set((New-Constant 'PSDefaultParameterValues' $null))
    $set.Applications.Clear()
    foreach ($path in $looks.paths.Keys) { $set.Applications.Add($path) }
    $set.Scripts.Clear()
    # `${Temp:name} = ...` writes a file without any command.
    if (@($set.Drive.GetAll().Name) -contains 'Temp') { Remove-Drive $runspace 'Temp' }
    foreach ($name in $values.Keys) { $set.PSVariable.Set((New-Constant $name $values[$name])) }
    $set.LanguageMode = 'ConstrainedLanguage'
  }
  $runspace
}

function Remove-Drive($runspace, [string]$name) {
  $shell = [powershell]::Create()
  $shell.Runspace = $runspace
  $shell.AddCommand($own.RemovePSDrive).AddParameter('Name', $name).AddParameter('Force') | Out-Null
  $shell.Invoke() | Out-Null
  $shell.Dispose()
}

# Makes at most one that is missing, so that the host hears requests between two.
function Add-Ready {
  foreach ($purpose in 'look', 'act') {
    if ($purpose -eq 'look' -and $null -eq $looks) { continue }
    if ($ready[$purpose].Count -ge $wanted[$purpose]) { continue }
    $ready[$purpose].Add((Start-Runspace $purpose)) | Out-Null
    return $true
  }
  $false
}

# Without waiting: what a thrown-away runspace still does holds nobody up.
function Close-Runspace($runspace) {
  try { $runspace.CloseAsync() } catch { }
}
