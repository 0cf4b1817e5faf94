/** Blocks that look, written by somebody who wants them to write: each has a way of its own past what a look is judged by. */
import { expect, test } from 'vitest'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

const ATTACKS: readonly (readonly [way: string, text: string, fault: string])[] = [
  [
    'a type that opens what it is made of',
    '$x = $share -as [System.IO.StreamWriter]',
    '0: a `read` block only reads, and making a `[System.IO.StreamWriter]` may do more; use one of [string], [int], [datetime], [version], [regex] …',
  ],
  [
    'a type in a text',
    "$x = $share -as 'System.IO.StreamWriter'",
    '0: a `read` block only reads, and `-as` makes a type that is only known later; use one of [string], [int], [datetime], [version], [regex] …',
  ],
  [
    'the type of a parameter',
    'function Get-Own([System.IO.StreamWriter]$w) { 1 }\nGet-Own $share',
    '0: a `read` block only reads, and making a `[System.IO.StreamWriter]` may do more; use one of [string], [int], [datetime], [version], [regex] …',
  ],
  [
    'the type of a parameter within',
    'function Get-Own { param([System.IO.StreamWriter]$w) 1 }\nGet-Own $share',
    '0: a `read` block only reads, and making a `[System.IO.StreamWriter]` may do more; use one of [string], [int], [datetime], [version], [regex] …',
  ],
  [
    'what a plain table holds',
    '([hashtable]@{ a = (Get-Item $share) }).a.Delete()',
    '0: a `read` block only reads, and `.Delete()` may do more; move it into the `run` block',
  ],
  [
    'types by a plain text',
    "'a'.GetType().Assembly.GetType('System.IO.File').GetMember('Delete')",
    '0: a `read` block only reads, and `.GetMember()` may do more; move it into the `run` block',
  ],
  [
    'a method of a plain type that writes',
    '[regex]::CompileToAssembly(1, 2)',
    '0: a `read` block only reads, and `[regex]::CompileToAssembly()` may do more; use a cmdlet, or what belongs to [string], [datetime], [timespan], [version], [regex] …',
  ],
  [
    'a method of each after a switch',
    'Get-Item $share | ForEach-Object -Verbose Delete',
    '0: `ForEach-Object` calls whatever the word after it names; write `ForEach-Object { $_.Delete }`',
  ],
  [
    'a table that gets more',
    "$m = @{ Uri = 'http://a/' }\n$m.Add('Method', 'Post')\nInvoke-RestMethod @m",
    '2: a `read` block only reads, and `Invoke-RestMethod` may be given more by `@m` than stands there; write its parameters',
  ],
  [
    'a table by another name',
    "$m = @{ Uri = 'http://a/' }\n$n = $m\n$n['OutFile'] = $share\nInvoke-RestMethod @m",
    '3: a `read` block only reads, and `Invoke-RestMethod` may be given more by `@m` than stands there; write its parameters',
  ],
  [
    'a function of a name, and the command of a module',
    'function Set-CsSite { 1 }\nSkypeForBusiness\\Set-CsSite x',
    '1: a `read` block only reads, and `SkypeForBusiness\\Set-CsSite` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a filter that a function of the block runs',
    'function Get-ADOwn($Filter) { 1 | Select-Object $Filter }\nGet-ADOwn -Filter { Remove-Item $share }',
    '1: a `read` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a property of what a list holds',
    '$x = @(Get-Item $share)\n$x.IsReadOnly = $true',
    '1: a `read` block only reads, and setting `.IsReadOnly` does more; move it into the `run` block',
  ],
  [
    'a class that an abbreviated parameter names',
    'Get-CimInstance -Cla $database',
    '0: a `read` block only reads, and which class `Get-CimInstance` lists is only known later; write the name of the class',
  ],
  [
    'a list of products, which are repaired',
    'Get-CimInstance -ClassName Win32_Product',
    "0: a `read` block only reads, and listing `Win32_Product` makes Windows Installer check every product, and repair what differs; ask the registry: `Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'`",
  ],
  [
    'a list of what holds the products',
    "Get-WmiObject -Query 'SELECT * FROM CIM_Product'",
    "0: a `read` block only reads, and listing `CIM_Product` makes Windows Installer check every product, and repair what differs; ask the registry: `Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'`",
  ],
  [
    'a class that a value names',
    'Get-CimInstance $database',
    '0: a `read` block only reads, and which class `Get-CimInstance` lists is only known later; write the name of the class',
  ],
  [
    'a query whose class a value names',
    'Get-CimInstance -Query "SELECT * FROM $database"',
    '0: a `read` block only reads, and which class `Get-CimInstance` lists is only known later; write the name of the class',
  ],
  [
    'a filter with a value that its server does not know',
    'Get-CsUser -Filter { RegistrarPool -eq $database }',
    '0: `$database` stands in the braces of a filter, which the server of `Get-CsUser` reads, and it knows no variable of this block; write the filter as a text: `-Filter "… -eq \'$database\'"`',
  ],
  [
    'braces of another cmdlet, which it runs',
    'Where-Object -Filter { Remove-Item $share }',
    '0: a `read` block only reads, and `Remove-Item` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a log where the block says',
    'Get-WindowsFeature -LogPath $share',
    '0: a `read` block only reads, and `-LogPath` of `Get-WindowsFeature` may do more; leave it out, or move the command into the `run` block',
  ],
  [
    'a folder where the block says',
    'Get-WindowsPackage -Online -ScratchDirectory $share',
    '0: a `read` block only reads, and `-ScratchDirectory` of `Get-WindowsPackage` may do more; leave it out, or move the command into the `run` block',
  ],
  [
    'a report where the block says',
    'Test-CsTopology -Report $share',
    '0: a `read` block only reads, and `-Report` of `Test-CsTopology` may do more; leave it out, or move the command into the `run` block',
  ],
  [
    'a parameter cut short',
    'Test-CsDatabase -ConfiguredDatabases -Rep $share',
    '0: a `read` block only reads, and `-Rep` of `Test-CsDatabase` may do more; leave it out, or move the command into the `run` block',
  ],
  [
    'what is written beside a session',
    '1 | Out-Default -Transcript',
    '0: a `read` block only reads, and `-Transcript` of `Out-Default` may do more; leave it out, or move the command into the `run` block',
  ],
  [
    'what somebody has copied',
    'Get-Clipboard',
    '0: a `read` block only reads, and `Get-Clipboard` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a list that is fetched anew',
    'Get-DbaBuild -Update',
    '0: a `read` block only reads, and `-Update` of `Get-DbaBuild` may do more; leave it out, or move the command into the `run` block',
  ],
]

test.each(ATTACKS)('a look is refused that would write by %s', (_, text, fault) => {
  expect(linted(lintPowershell, 'read', text)).toEqual([fault])
})
