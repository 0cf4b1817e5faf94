/** What a writer meant, in words that a block that looks may use. */

const RECORDED = 'leave it out: what the block finds is recorded'

/** Cmdlets and programs of runbooks, in small letters, each with what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...each('out-file export-csv export-clixml set-content add-content out-host out-printer start-transcript stop-transcript', RECORDED),
  'tee-object': 'write `$name = …`, and the name on a line of its own',
  'import-module': 'leave this line out, and name the module under `modules` of this target in the configuration',
  'get-command': 'a block that looks sees no command that acts: ask `Get-Module -ListAvailable -Name …` what is installed',
  'new-object': 'write a hashtable, `@{ Name = …; … }`, or a cmdlet',
  'get-history': 'leave it out: each block runs alone',
  'get-clusterlog': 'ask `Get-WinEvent` for the log, or move it into the `run` block: it writes files',
  'test-cluster': 'move it into the `run` block: it writes a report',
  'net.exe': 'write `net.exe share`, `use` or `start` alone, or a cmdlet such as `Get-SmbShare`, `Get-Service` or `Get-ADUser`',
}

export function insteadOf(name: string): string | undefined {
  return INSTEAD[name.toLowerCase()]
}

/** Types of .NET, in small letters and without `System.`. */
const INSTEAD_OF_TYPE: Readonly<Record<string, string>> = {
  'net.dns': 'use `Resolve-DnsName`, or `nslookup.exe`',
  adsi: 'use `Get-ADObject` and its kind',
  adsisearcher: 'use `Get-ADObject -LDAPFilter`',
  wmi: 'use `Get-CimInstance`',
  wmiclass: 'use `Get-CimClass`',
  wmisearcher: 'use `Get-CimInstance -Query`',
  datetimeoffset: 'use `[datetime]`: a text with its zone becomes the same moment in local time, as `Get-Date` tells it',
  environment: 'use `$env:COMPUTERNAME`, or `Get-CimInstance Win32_OperatingSystem`',
  'io.file': 'use `Test-Path`, `Get-Item` or `Get-Content`',
  'io.directory': 'use `Test-Path` or `Get-ChildItem`',
  'io.path': 'use `Join-Path` or `Split-Path`',
  'net.sockets.tcpclient': 'use `Test-NetConnection -Port`',
  'net.webclient': 'use `Invoke-WebRequest`',
  'diagnostics.process': 'use `Get-Process`',
  math: 'write `[decimal]::Round($x, 1)`, `[decimal]::Floor($x)` or `Ceiling`; `if` for the smaller of two, `Measure-Object -Maximum` for the greatest of several',
  convert: 'use a cast: `[int]$x`, `[string]$x`',
}

export function insteadOfType(type: string): string | undefined {
  return INSTEAD_OF_TYPE[
    type
      .toLowerCase()
      .replaceAll(/[\s[\]]/g, '')
      .replace(/^system\./, '')
  ]
}

function each(names: string, next: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, next]))
}
