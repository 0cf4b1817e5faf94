# The first runspace: modules are imported and `initialise` is run in it, once. What they made is given to every later one.

$first = $null
$atRest = $null

function New-First {
  $script:first = [runspacefactory]::CreateRunspace((Get-State 'act'))
  $first.Open()
  $style = $first.SessionStateProxy.GetVariable('PSStyle')
  if ($null -ne $style) { $style.OutputRendering = 'PlainText' }
  $script:before = Invoke-First { @{ variables = @(Get-Variable -Scope Global).Name; functions = @(Get-ChildItem function:).Name; aliases = @(Get-Alias).Name } }
}

function Invoke-First([scriptblock]$script, $argument) {
  $shell = [powershell]::Create()
  $shell.Runspace = $first
  $shell.AddScript($script.ToString(), $true).AddArgument($argument) | Out-Null
  try { $shell.Invoke()[0] } finally { $shell.Dispose() }
}

function Save-Initialised {
  $found = Invoke-First {
    param($before)
    $modules = foreach ($module in @(Get-Module)) {
      if ($module.Name -like 'Microsoft.PowerShell.[UM]*') { continue }
      if (-not (Test-Path -LiteralPath $module.Path)) { throw ('It makes the module ' + $module.Name + ', which has no file and cannot be given to the blocks. Save it as a file, and import that.') }
      # The proxies of a remote session are a module that takes its session as an argument.
      if ($module.PrivateData -is [hashtable] -and $module.PrivateData.ImplicitRemoting) { @{ name = $module.Path; arguments = @(& $module { $script:PSSession }) } }
      else { @{ name = $module.Path; arguments = @() } }
    }
    $made = @{ modules = @($modules); functions = @{}; variables = @{}; aliases = @{} }
    foreach ($one in Get-ChildItem function:) { if (-not $one.Module -and $before.functions -notcontains $one.Name) { $made.functions[$one.Name] = $one.Definition } }
    foreach ($one in Get-Alias) { if (-not $one.Module -and $before.aliases -notcontains $one.Name) { $made.aliases[$one.Name] = $one.Definition } }
    foreach ($one in Get-Variable -Scope Global) { if ($before.variables -notcontains $one.Name -and $one.Name -notlike '__*') { $made.variables[$one.Name] = $one.Value } }
    $made
  } $before
  foreach ($key in 'modules', 'functions', 'variables', 'aliases') { $given[$key] = $found[$key] }
  $given.makes = $makes
  # It holds the connection, and no block runs in it.
  $script:initialised = $true
}

# The list of what a block that looks may call. With it the host has all it needs, and gets the first runspaces ready.
function Set-Readers($readers) {
  $script:looks = New-ReaderList @($readers.cmdlets) @($readers.programs) @($readers.addresses) $readers.methods
  $looks.paths = Find-Paths @($readers.programs.name)
  $functions = Invoke-First { , @(Get-Module | ForEach-Object { $_.ExportedFunctions.Keys }) }
  $without = @(@($leavesNothing) + @($functions) + @($given.functions.Keys) | Where-Object { $_ } | ForEach-Object { @{ name = $_; parameters = 'any' } })
  $script:acts = New-ReaderList (@($without) + @($readers.cmdlets)) @($readers.programs) @($readers.addresses) $readers.methods
  if (-not $initialised) { $ready.act.Add(@{ purpose = 'act'; runspace = $first }) | Out-Null }
  $script:atRest = Get-ProcessState
}

# PowerShell searches every folder of the PATH anew for each name, and most names of the list stand in none: it is asked for the others only.
function Find-Paths([string[]]$names) {
  $there = New-Object 'System.Collections.Generic.HashSet[string]' ([StringComparer]::OrdinalIgnoreCase)
  foreach ($folder in ([string]$env:PATH).Split([System.IO.Path]::PathSeparator)) {
    # A folder that is not there or cannot be listed holds nothing for PowerShell either.
    try { $files = [System.IO.Directory]::GetFiles($folder.Trim('"'), '*.exe') } catch { continue }
    foreach ($file in $files) { $there.Add([System.IO.Path]::GetFileName($file)) | Out-Null }
  }
  $paths = @{}
  foreach ($name in $names) {
    if (-not $there.Contains($name)) { continue }
    $found = $ExecutionContext.InvokeCommand.GetCommand($name, 'Application')
    if ($null -ne $found) { $paths[$found.Path] = $true }
  }
  $paths
}

# What belongs to the whole process and can be put back.
function Get-ProcessState {
  @{
    environment = [Environment]::GetEnvironmentVariables(); directory = [Environment]::CurrentDirectory
    culture = [cultureinfo]::DefaultThreadCurrentCulture; uiCulture = [cultureinfo]::DefaultThreadCurrentUICulture
  }
}

function Restore-ProcessState {
  if ($null -eq $atRest) { return }
  $now = [Environment]::GetEnvironmentVariables()
  foreach ($name in @($now.Keys)) { if (-not $atRest.environment.Contains($name)) { [Environment]::SetEnvironmentVariable($name, [NullString]::Value) } }
  foreach ($name in @($atRest.environment.Keys)) { if ($now[$name] -cne $atRest.environment[$name]) { [Environment]::SetEnvironmentVariable($name, $atRest.environment[$name]) } }
  [Environment]::CurrentDirectory = $atRest.directory
  [cultureinfo]::DefaultThreadCurrentCulture = $atRest.culture
  [cultureinfo]::DefaultThreadCurrentUICulture = $atRest.uiCulture
}
