# Puts each text to the host's judgement of a block that looks, and runs none of them: out comes, line by line, why it is refused, or an empty list.
param([string]$Parts)
$ErrorActionPreference = 'Stop'
foreach ($part in 'projection', 'values', 'readers', 'programs', 'meaning', 'runspaces', 'initialise', 'streams', 'block') { . (Join-Path $Parts ($part + '.ps1')) }
$asked = ConvertFrom-Json ([Console]::In.ReadToEnd())
$looks = New-ReaderList @($asked.readers.cmdlets) @($asked.readers.programs) @($asked.readers.addresses) $asked.methods
$longestText = 10000
function Send-Line($message) { $said.Add($message.message) | Out-Null }
foreach ($one in $asked.looks) {
  $said = New-Object System.Collections.ArrayList
  Test-Text @{ purpose = 'look'; firstLine = 1; errors = 0; values = @{} } $one.text @($one.bound)
  ConvertTo-Json -Compress -InputObject @($said)
}
