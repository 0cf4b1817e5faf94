# The old way, to compare with: every block in one warm runspace that is never made clean. Reads a block a line, answers a line.
param([string]$Module)
$runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
$runspace.Open()
if ($Module) { Import-Module $Module }
[Console]::Out.WriteLine('ready')
while ($null -ne ($text = [Console]::In.ReadLine())) {
  $shell = [powershell]::Create()
  $shell.Runspace = $runspace
  $shell.AddScript($text, $true) | Out-Null
  [Console]::Out.WriteLine((ConvertTo-Json -Compress @($shell.Invoke())))
  $shell.Dispose()
}
