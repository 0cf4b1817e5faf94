# One block, from its text to its end.

# Positions are counted from the block's first line; a record made inside a module points at the line of the block that called it.
function Get-Place($record, $block) {
  $info = $record.InvocationInfo
  # `Write-Error` points at whoever called its script, which is the host where the block acts.
  if ($null -ne $info -and $info.ScriptLineNumber -gt 0 -and -not $info.ScriptName -and $info.Line -ne $actIn) {
    return @{ line = $block.firstLine + $info.ScriptLineNumber - 1; column = $info.OffsetInLine }
  }
  $frames = @(([string]$record.ScriptStackTrace) -split "`n" | Where-Object { $_ -match '<[^>]+>:\D*(\d+)\s*$' })
  if ($frames.Count -gt $block.outer -and $frames[-1 - $block.outer] -match '(\d+)\s*$') { return @{ line = $block.firstLine + [int]$Matches[1] - 1; column = $null } }
  @{ line = $null; column = $null }
}

function Send-Error($block, [string]$message, [string]$code, [string]$category, $place) {
  $block.errors++
  Send-Line @{ type = 'error'; id = $block.id; message = (Limit-Text $message $longestText); code = $code; category = $category; line = $place.line; column = $place.column }
}

function Send-Record($block, $record) {
  Send-Error $block $record.ToString() $record.FullyQualifiedErrorId ([string]$record.CategoryInfo.Category) (Get-Place $record $block)
}

# Syntax, the two things that would make a block lie about itself, and what a look may not hold are found before anything runs.
function Test-Text($block, [string]$text, [string[]]$bound) {
  $tokens = $null
  $faults = $null
  $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$faults)
  foreach ($fault in $faults) {
    $at = @{ line = $block.firstLine + $fault.Extent.StartLineNumber - 1; column = $fault.Extent.StartColumnNumber }
    Send-Error $block $fault.Message $fault.ErrorId 'ParserError' $at
  }
  if ($block.errors -gt 0) { return }
  $refused = @($tree.FindAll({
        param($node)
        $node -is [System.Management.Automation.Language.ExitStatementAst] -or
        ($node -is [System.Management.Automation.Language.VariableExpressionAst] -and ($node.VariablePath.IsGlobal -or $node.VariablePath.IsScript))
      }, $true) | ForEach-Object { @{ node = $_; why = "A block may not use '" + $_.Extent.Text + "': it would outlive the block or hide how it ended." } })
  if ($refused.Count -eq 0 -and $block.purpose -eq 'look') {
    if ($null -eq $looks) { return Send-Error $block 'The host was given no list of what a block that looks may call.' 'RefusedByHost' 'SecurityError' @{ line = $null; column = $null } }
    $refused = @(Find-Faults $tree $looks $bound $false) + @(Find-ValueFaults $tree $looks $block.values)
  }
  foreach ($one in ($refused | Select-Object -First 20)) {
    $at = @{ line = $block.firstLine + $one.node.Extent.StartLineNumber - 1; column = $one.node.Extent.StartColumnNumber }
    Send-Error $block $one.why 'RefusedByHost' 'SecurityError' $at
  }
  if ($refused.Count -eq 0 -and $block.purpose -eq 'act') { $block.soils = @(Find-Faults $tree $acts $bound $true).Count -gt 0 }
}

function Start-Block($request) {
  $block = @{
    id = $request.id; purpose = [string]$request.purpose; firstLine = 1; outputs = 0; sent = 0; characters = 0; errors = 0; outer = 0; soils = $false
    queue = New-Object 'System.Collections.Generic.Queue[object]'; unsent = 0; failed = $false
    made = $null; runspace = $null; shell = $null; async = $null; output = $null; stopping = $false; values = @{}; text = $null
  }
  if ($request.firstLine) { $block.firstLine = [int]$request.firstLine }
  try {
    if ($request.op -eq 'import') {
      $given.modules += @{ name = (ConvertTo-Value $request.module); arguments = @() }
      return Invoke-Block $block $first { param($shell) $shell.AddCommand('Import-Module').AddParameter('Name', $given.modules[-1].name) }
    }
    $block.text = ConvertTo-Value $request.text
    $block.values = ConvertTo-Values $request.values
    if ($request.op -eq 'initialise') {
      foreach ($name in $block.values.Keys) { $first.SessionStateProxy.SetVariable($name, $block.values[$name]) }
      $block.initialises = $true
      return Invoke-Block $block $first { param($shell) $shell.AddScript($block.text, $false) }
    }
    if ($block.purpose -ne 'act') { $block.purpose = 'look' }
    Test-Text $block $block.text @($block.values.Keys)
    if ($block.errors -gt 0) { return Complete-Block $block 'failed' }
    if ($block.soils) { Send-Line @{ type = 'soils'; id = $block.id } }
    if ($ready[$block.purpose].Count -eq 0) { $ready[$block.purpose].Add((Start-Runspace $block.purpose)) | Out-Null }
    $block.made = $ready[$block.purpose][0]
    $ready[$block.purpose].RemoveAt(0)
    $block
  } catch {
    Send-Error $block $_.ToString() 'HostRefused' 'InvalidArgument' @{ line = $null; column = $null }
    Complete-Block $block 'failed'
  }
}

# The values of a block that acts are constants of the scope that it is run in: a module that is loaded meanwhile does not meet them.
$actIn = '$args[0].GetEnumerator() | Microsoft.PowerShell.Core\ForEach-Object { Microsoft.PowerShell.Utility\New-Variable -Name $_.Key -Value $_.Value -Option Constant, AllScope }; . $args[1]'

# Its runspace is ready: the block begins.
function Enter-Runspace($block) {
  try {
    if ($null -ne $block.made.shell) { $block.runspace = Complete-Runspace $block.made $block.values } else { $block.runspace = $block.made.runspace }
    $block.runspace.SessionStateProxy.Path.SetLocation($startPlace) | Out-Null
    if ($block.purpose -eq 'look') { return Invoke-Block $block $block.runspace { param($shell) $shell.AddScript($block.text, $true) } }
    $block.outer = 1
    Invoke-Block $block $block.runspace {
      param($shell)
      $shell.AddScript($actIn, $true).AddArgument($block.values).AddArgument($block.runspace.SessionStateProxy.InvokeCommand.NewScriptBlock($block.text))
    }
  } catch {
    Send-Error $block ('What the block needs could not be made ready: ' + $_.Exception.GetBaseException().Message) 'HostRefused' 'InvalidArgument' @{ line = $null; column = $null }
    Complete-Block $block 'failed'
  }
}

function Invoke-Block($block, $runspace, [scriptblock]$add) {
  $block.made = $null
  $block.runspace = $runspace
  $block.shell = [powershell]::Create()
  $block.shell.Runspace = $runspace
  & $add $block.shell | Out-Null
  $none = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
  $none.Complete()
  $block.output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
  $block.async = $block.shell.BeginInvoke($none, $block.output)
  $block
}

function Stop-Block($block) {
  if ($block.stopping) { return $block }
  $block.stopping = $true
  if ($null -eq $block.made) {
    $block.shell.BeginStop($null, $null) | Out-Null
    return $block
  }
  # Nothing of it has begun.
  $ready[$block.purpose].Insert(0, $block.made)
  $block.made = $null
  Complete-Block $block 'stopped'
}

function Watch-Block($block) {
  if ($null -ne $block.made) {
    if ($null -ne $block.made.async -and -not $block.made.async.IsCompleted) { return $block }
    return Enter-Runspace $block
  }
  $ended = $block.async.IsCompleted
  Send-Streams $block
  $writer.Flush()
  if (-not $ended -or $block.queue.Count -gt 0) { return $block }
  if ($block.unsent -gt 0) { Send-Message $block 'warning' ([string]$block.unsent + ' messages and errors were not sent, because the block was stopped.') }
  $info = $block.shell.InvocationStateInfo
  if ([string]$info.State -eq 'Stopped') { return Complete-Block $block 'stopped' }
  if ([string]$info.State -eq 'Completed' -and $block.errors -eq 0 -and -not $block.failed) { return Complete-Block $block 'completed' }
  $reason = $info.Reason
  if ($null -ne $reason -and $null -ne $reason.ErrorRecord) { Send-Record $block $reason.ErrorRecord }
  elseif ($null -ne $reason) { Send-Error $block $reason.Message $reason.GetType().Name 'NotSpecified' @{ line = $null; column = $null } }
  Complete-Block $block 'failed'
}

function Complete-Block($block, [string]$state) {
  $exitCode = $null
  $judges = $true
  if ($null -ne $block.runspace) {
    $exitCode = $block.runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
    $judges = $block.runspace.SessionStateProxy.GetVariable('PSNativeCommandUseErrorActionPreference') -ne $false
  }
  # Windows PowerShell knows no $PSNativeCommandUseErrorActionPreference: a program's failure must not look like success there, unless the block says that it judges itself.
  if ($state -eq 'completed' -and $judges -and $exitCode -and $PSVersionTable.PSVersion -lt [version]'7.4') {
    Send-Error $block ('A program that the block started ended with exit code ' + $exitCode + '.') 'ProgramExitedWithNonZeroCode' 'NotSpecified' @{ line = $null; column = $null }
    $state = 'failed'
  }
  if ($null -ne $block.shell) { $block.shell.Dispose() }
  if ($block.initialises) {
    foreach ($name in $block.values.Keys) { $first.SessionStateProxy.PSVariable.Remove($name) }
    if ($state -eq 'completed') {
      try { Save-Initialised } catch {
        Send-Error $block $_.Exception.GetBaseException().Message 'HostRefused' 'InvalidOperation' @{ line = $null; column = $null }
        $state = 'failed'
      }
    }
  } elseif ($block.purpose) {
    if ($null -ne $block.runspace) { Close-Runspace $block.runspace }
    Restore-ProcessState
  }
  $memory = [System.Diagnostics.Process]::GetCurrentProcess().WorkingSet64
  Send-Line @{ type = 'done'; id = $block.id; state = $state; outputs = $block.outputs; dropped = $block.outputs - $block.sent; exitCode = $exitCode; memory = $memory; soiled = $block.soils -and $null -ne $block.runspace }
  $writer.Flush()
  $null
}
