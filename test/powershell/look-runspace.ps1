# Runs each text in the very runspace that the host makes for a look, without the host's judgement of the text: what stops it here is that runspace alone.
param([string]$Parts)
$ErrorActionPreference = 'Stop'
foreach ($part in 'values', 'readers', 'programs', 'meaning', 'runspaces') { . (Join-Path $Parts ($part + '.ps1')) }
$asked = ConvertFrom-Json ([Console]::In.ReadToEnd())
$looks = New-ReaderList @($asked.readers.cmdlets) @() @()
$given.modules = @($asked.modules | ForEach-Object { @{ name = $_; arguments = @() } })
foreach ($one in $asked.texts) {
  $runspace = Complete-Runspace (Start-Runspace 'look') @{ victim = $one.victim }
  $shell = [powershell]::Create()
  $shell.Runspace = $runspace
  $shell.AddScript($one.text, $true) | Out-Null
  $why = ''
  try { $output = @($shell.Invoke() | ForEach-Object { [string]$_ }) } catch { $why = $_.Exception.GetBaseException().Message }
  if (-not $why -and $shell.Streams.Error.Count -gt 0) { $why = [string]$shell.Streams.Error[0] }
  ConvertTo-Json -Compress @{ why = $why; output = @($output) }
  $shell.Dispose()
  $runspace.Dispose()
}
