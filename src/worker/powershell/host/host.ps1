# The PowerShell host of a worker: JSON lines in on stdin and out on stdout, one block at a time, each in a runspace of its own.
# In, at the start and in this order: { id, op: 'import', module } for each module; { id, op: 'initialise', text, values }, once or never;
#     { id, op: 'readers', cmdlets: [{ name, parameters: 'any' | [name], values: { parameter: [value] } }],
#       programs: [{ name, arguments: [[word]], words: [word] }], addresses: [beginning],
#       methods: { reading, ofType, properties: [name] } }.
# Then { id, op: 'run', purpose: 'look' | 'act', text, values, firstLine } | { id, op: 'stop' }, and at any time { op: 'ping' }.
# Out: ready, pong, fault, and per id: soils, output, progress, warning, verbose, information, error, done.
# `soils` is said before a block begins that may leave something in the process which cannot be put back, and `done` says `soiled` then: the worker ends
# the process. A look is judged by its syntax tree (readers.ps1) before it runs, and runs in a runspace that holds readers alone (runspaces.ps1).
# Every string of the input that may look like a date is marked with a leading '=', because ConvertFrom-Json makes dates of such strings.
# Values become constants and are never put into text. Written for PowerShell 7 and Windows PowerShell 5.1.
# -Leader: the process group of this process is its own, and is ended with it. Its leader may be another one: what .NET installs as a tool is a program
# that starts PowerShell.
# -Requests N: requests come in on this file descriptor instead of stdin, so that no program a block starts can read them (Unix).
param([switch]$Leader, [int]$Requests = 0)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($part in 'projection', 'values', 'readers', 'programs', 'meaning', 'runspaces', 'initialise', 'streams', 'block') { . (Join-Path $PSScriptRoot ($part + '.ps1')) }

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

function Read-Request($line, $block) {
  try { $request = ConvertFrom-Json $line } catch {
    Send-Line @{ type = 'fault'; text = 'The host was sent a line that is no JSON: ' + (Limit-Text $line 120) }
    return $block
  }
  if ($request.op -eq 'ping') { Send-Line @{ type = 'pong' }; return $block }
  if ($request.op -eq 'stop') {
    if ($null -ne $block -and $block.id -eq $request.id) { return Stop-Block $block }
    return $block
  }
  if ($null -eq $block -and $request.op -eq 'readers') {
    Set-Readers $request
    Send-Line @{ type = 'done'; id = $request.id; state = 'completed'; outputs = 0; dropped = 0; exitCode = $null; memory = 0; soiled = $false }
    return
  }
  if ($null -eq $block -and ('run', 'import', 'initialise') -contains $request.op) { return Start-Block $request }
  Send-Line @{ type = 'fault'; text = 'The host cannot do this now: ' + (Limit-Text $line 120) }
  $block
}

New-First
$startPlace = $first.SessionStateProxy.Path.CurrentLocation.Path
$ownNames = @($before.variables) + 'input', 'args', '_', 'this', 'PSItem', 'PSCmdlet', 'PSBoundParameters', 'Matches', 'foreach', 'switch'
Send-Line @{ type = 'ready'; version = [string]$PSVersionTable.PSVersion; edition = [string]$PSVersionTable.PSEdition; pid = $PID; standIn = $false; machine = [Environment]::MachineName; dnsName = [System.Net.Dns]::GetHostName() }
$writer.Flush()

$block = $null
$next = $reader.ReadLineAsync()
while ($true) {
  $working = $null
  if ($null -ne $block) {
    $working = $block.async
    if ($null -ne $block.made) { $working = $block.made.async }
  }
  # The next runspaces are made while a block works, or while nobody asks for anything.
  $more = -not $next.IsCompleted -and $null -ne $atRest -and ($null -eq $block -or $null -ne $block.async) -and (Add-Ready)
  if ($null -ne $working) { [System.Threading.WaitHandle]::WaitAny(@($working.AsyncWaitHandle, $next.AsyncWaitHandle), $pollMs) | Out-Null }
  elseif (-not $more -and $null -eq $block) { $next.Wait() }
  if ($next.IsCompleted) {
    if ($null -eq $next.Result) { Stop-Host }
    $block = Read-Request $next.Result $block
    $writer.Flush()
    $next = $reader.ReadLineAsync()
  }
  if ($null -ne $block) { $block = Watch-Block $block }
}
