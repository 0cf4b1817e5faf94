# The PowerShell host of a worker: one warm runspace, JSON lines in on stdin and out on stdout, one block at a time.
# In:  { id, op: 'run', text, values, firstLine, keep } | { id, op: 'import', module } | { id, op: 'stop' } | { op: 'ping' }
# Out: ready, pong, fault, and per id: output, progress, warning, verbose, information, error, done.
# Every string of the input that may look like a date is marked with a leading '=', because ConvertFrom-Json makes dates of such strings.
# Values become variables of the runspace and are never put into text. Written for PowerShell 7 and Windows PowerShell 5.1.
# -Leader: the process group of this process is its own, and is ended with it. Its leader may be another one: what .NET installs as a tool is a program
# that starts PowerShell.
# -Requests N: requests come in on this file descriptor instead of stdin, so that no program a block starts can read them (Unix).
param([switch]$Leader, [int]$Requests = 0)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. (Join-Path $PSScriptRoot 'host-projection.ps1')

$keptObjects = 1000
$keptCharacters = 1000000
# Messages and errors all leave, and whole: the worker keeps them. A line that the worker takes has some millions of characters.
$longestText = 1000000
$pollMs = 50

# stdout belongs to the protocol: what a block writes to the console goes nowhere, and nothing can be read from it.
$utf8 = New-Object System.Text.UTF8Encoding $false
$source = [Console]::OpenStandardInput()
if ($Requests -gt 0) {
  $descriptor = New-Object Microsoft.Win32.SafeHandles.SafeFileHandle([IntPtr]$Requests, $true)
  $source = New-Object System.IO.FileStream($descriptor, [System.IO.FileAccess]::Read, 1, $false)
}
$reader = New-Object System.IO.StreamReader($source, $utf8)
$writer = New-Object System.IO.StreamWriter([Console]::OpenStandardOutput(), $utf8)
$writer.NewLine = "`n"
[Console]::SetOut([System.IO.TextWriter]::Null)
[Console]::SetIn([System.IO.TextReader]::Null)

function Send-Line($message) {
  $writer.WriteLine((ConvertTo-Json -InputObject $message -Compress -Depth 8))
}

function Stop-Host {
  $writer.Flush()
  if ($Leader -and $env:OS -eq 'Windows_NT') { & taskkill.exe /T /F /PID $PID }
  if ($Leader) { & /bin/sh -c 'kill -s KILL 0' }
  [Environment]::Exit(0)
}

function New-Session {
  $new = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
  $new.Open()
  $set = $new.SessionStateProxy
  $set.SetVariable('ErrorActionPreference', 'Stop')
  $set.SetVariable('PSNativeCommandUseErrorActionPreference', $true)
  $set.SetVariable('LASTEXITCODE', $null)
  $style = $set.GetVariable('PSStyle')
  if ($null -ne $style) { $style.OutputRendering = 'PlainText' }
  $new
}

# Positions are counted from the block's first line; a record made inside a module points at the line of the block that called it.
function Get-Place($record, [int]$firstLine) {
  $info = $record.InvocationInfo
  if ($null -ne $info -and $info.ScriptLineNumber -gt 0 -and -not $info.ScriptName) {
    return @{ line = $firstLine + $info.ScriptLineNumber - 1; column = $info.OffsetInLine }
  }
  $frames = @(([string]$record.ScriptStackTrace) -split "`n" | Where-Object { $_ -match '<[^>]+>:\D*(\d+)\s*$' })
  if ($frames.Count -gt 0 -and $frames[-1] -match '(\d+)\s*$') { return @{ line = $firstLine + [int]$Matches[1] - 1; column = $null } }
  @{ line = $null; column = $null }
}

function Send-Error($block, [string]$message, [string]$code, [string]$category, $place) {
  $block.errors++
  Send-Line @{ type = 'error'; id = $block.id; message = (Limit-Text $message $longestText); code = $code; category = $category; line = $place.line; column = $place.column }
}

function Send-Record($block, $record) {
  Send-Error $block $record.ToString() $record.FullyQualifiedErrorId ([string]$record.CategoryInfo.Category) (Get-Place $record $block.firstLine)
}

# Syntax, and the two things that would make a block lie about itself, are found before anything runs.
function Test-Text($block, [string]$text) {
  $tokens = $null
  $faults = $null
  $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$faults)
  foreach ($fault in $faults) {
    $at = @{ line = $block.firstLine + $fault.Extent.StartLineNumber - 1; column = $fault.Extent.StartColumnNumber }
    Send-Error $block $fault.Message $fault.ErrorId 'ParserError' $at
  }
  $refused = $tree.FindAll({
      param($node)
      $node -is [System.Management.Automation.Language.ExitStatementAst] -or
      ($node -is [System.Management.Automation.Language.VariableExpressionAst] -and ($node.VariablePath.IsGlobal -or $node.VariablePath.IsScript))
    }, $true)
  foreach ($node in $refused) {
    $at = @{ line = $block.firstLine + $node.Extent.StartLineNumber - 1; column = $node.Extent.StartColumnNumber }
    Send-Error $block ("A block may not use '" + $node.Extent.Text + "': it would outlive the block or hide how it ended.") 'RefusedByHost' 'SecurityError' $at
  }
}

function Set-Values($block, $values) {
  foreach ($value in @($values.psobject.Properties)) {
    if ($script:ownNames -contains $value.Name) { throw ("The value name '" + $value.Name + "' is PowerShell's own. Choose another name.") }
    $runspace.SessionStateProxy.SetVariable($value.Name, (ConvertTo-Value $value.Value))
    $block.names += $value.Name
  }
}

function Start-Block($request) {
  $block = @{
    id = $request.id; firstLine = 1; names = @(); outputs = 0; sent = 0; characters = 0; errors = 0
    queue = New-Object 'System.Collections.Generic.Queue[object]'; unsent = 0; failed = $false
    shell = $null; async = $null; output = $null; stopping = $false
  }
  if ($request.firstLine) { $block.firstLine = [int]$request.firstLine }
  try {
    $runspace.SessionStateProxy.Path.SetLocation($startPlace) | Out-Null
    $runspace.SessionStateProxy.SetVariable('LASTEXITCODE', $null)
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    if ($request.op -eq 'import') {
      $shell.AddCommand('Import-Module').AddParameter('Name', (ConvertTo-Value $request.module)) | Out-Null
    } else {
      $text = ConvertTo-Value $request.text
      Test-Text $block $text
      if ($block.errors -eq 0) { Set-Values $block $request.values }
      $shell.AddScript($text, -not $request.keep) | Out-Null
    }
    $block.shell = $shell
    if ($block.errors -gt 0) { return Complete-Block $block 'failed' }
    $none = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
    $none.Complete()
    $block.output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
    $block.async = $shell.BeginInvoke($none, $block.output)
    $block
  } catch {
    Send-Error $block $_.ToString() 'HostRefused' 'InvalidArgument' @{ line = $null; column = $null }
    Complete-Block $block 'failed'
  }
}

function Send-Message($block, [string]$type, [string]$text) {
  Send-Line @{ type = $type; id = $block.id; text = (Limit-Text $text $longestText) }
}

# What came since the last look. Objects beyond what is kept are counted and let go.
function Send-Streams($block) {
  $streams = $block.shell.Streams
  foreach ($record in $streams.Warning.ReadAll()) { $block.queue.Enqueue(@{ type = 'warning'; text = $record.Message }) }
  foreach ($record in $streams.Verbose.ReadAll()) { $block.queue.Enqueue(@{ type = 'verbose'; text = $record.Message }) }
  foreach ($record in $streams.Information.ReadAll()) { $block.queue.Enqueue(@{ type = 'information'; text = [string]$record.MessageData }) }
  $progress = @($streams.Progress.ReadAll())
  if ($progress.Count -gt 0 -and [string]$progress[-1].RecordType -ne 'Completed') {
    $last = $progress[-1]
    Send-Line @{ type = 'progress'; id = $block.id; activity = (Limit-Text $last.Activity 200); status = (Limit-Text $last.StatusDescription 200); percent = $last.PercentComplete }
  }
  $found = $block.output.ReadAll()
  $block.outputs += $found.Count
  foreach ($object in $found) {
    if ($block.sent -ge $keptObjects -or $block.characters -ge $keptCharacters) { break }
    $block.sent++
    try { $value = ConvertTo-Projection $object 0 } catch { $value = '(cannot be shown: ' + (Limit-Text $_.ToString() 200) + ')' }
    $line = ConvertTo-Json -InputObject @{ type = 'output'; id = $block.id; value = $value } -Compress -Depth 8
    $block.characters += $line.Length
    $writer.WriteLine($line)
  }
  foreach ($record in $streams.Error.ReadAll()) {
    # What a program writes to stderr is talk; whether it failed is said by its exit code.
    if ($record.FullyQualifiedErrorId -like 'NativeCommandError*') { $block.queue.Enqueue(@{ type = 'warning'; text = $record.ToString() }) }
    else {
      $block.failed = $true
      $block.queue.Enqueue(@{ record = $record })
    }
  }
  Send-Queue $block
}

# A part at a time, so that a stop is heard between; what is not sent when one came is counted.
function Send-Queue($block) {
  for ($sent = 0; $block.queue.Count -gt 0 -and ($block.stopping -or $sent -lt 200); $sent++) {
    $next = $block.queue.Dequeue()
    if ($block.stopping) { $block.unsent++ }
    elseif ($null -ne $next.record) { Send-Record $block $next.record }
    else { Send-Message $block $next.type $next.text }
  }
}

function Complete-Block($block, [string]$state) {
  $exitCode = $runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
  # Windows PowerShell knows no $PSNativeCommandUseErrorActionPreference: a program's failure must not look like success there.
  if ($state -eq 'completed' -and $exitCode -and $PSVersionTable.PSVersion -lt [version]'7.4') {
    Send-Error $block ('A program that the block started ended with exit code ' + $exitCode + '.') 'ProgramExitedWithNonZeroCode' 'NotSpecified' @{ line = $null; column = $null }
    $state = 'failed'
  }
  foreach ($name in $block.names) { $runspace.SessionStateProxy.PSVariable.Remove($name) }
  if ($null -ne $block.shell) { $block.shell.Dispose() }
  $memory = [System.Diagnostics.Process]::GetCurrentProcess().WorkingSet64
  Send-Line @{ type = 'done'; id = $block.id; state = $state; outputs = $block.outputs; dropped = $block.outputs - $block.sent; exitCode = $exitCode; memory = $memory }
  $writer.Flush()
  $null
}

function Watch-Block($block) {
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

function Read-Request($line, $block) {
  try { $request = ConvertFrom-Json $line } catch {
    Send-Line @{ type = 'fault'; text = 'The host was sent a line that is no JSON: ' + (Limit-Text $line 120) }
    return $block
  }
  if ($request.op -eq 'ping') { Send-Line @{ type = 'pong' }; return $block }
  if ($request.op -eq 'stop') {
    if ($null -ne $block -and $block.id -eq $request.id -and -not $block.stopping) {
      $block.stopping = $true
      $block.shell.BeginStop($null, $null) | Out-Null
    }
    return $block
  }
  if ($null -eq $block -and ($request.op -eq 'run' -or $request.op -eq 'import')) { return Start-Block $request }
  Send-Line @{ type = 'fault'; text = 'The host cannot do this now: ' + (Limit-Text $line 120) }
  $block
}

$runspace = New-Session
$startPlace = $runspace.SessionStateProxy.Path.CurrentLocation.Path
$ownNames = @($runspace.SessionStateProxy.InvokeCommand.InvokeScript('Get-Variable -Scope Global').Name) + 'input', 'args', '_', 'this', 'PSItem', 'PSCmdlet', 'PSBoundParameters', 'Matches', 'foreach', 'switch'
Send-Line @{ type = 'ready'; version = [string]$PSVersionTable.PSVersion; edition = [string]$PSVersionTable.PSEdition; pid = $PID; standIn = $false; machine = [Environment]::MachineName; dnsName = [System.Net.Dns]::GetHostName() }
$writer.Flush()

$block = $null
$next = $reader.ReadLineAsync()
while ($true) {
  if ($null -eq $block) { $next.Wait() }
  else { [System.Threading.WaitHandle]::WaitAny(@($block.async.AsyncWaitHandle, $next.AsyncWaitHandle), $pollMs) | Out-Null }
  if ($next.IsCompleted) {
    if ($null -eq $next.Result) { Stop-Host }
    $block = Read-Request $next.Result $block
    $writer.Flush()
    $next = $reader.ReadLineAsync()
  }
  if ($null -ne $block) { $block = Watch-Block $block }
}
