/** Blocks that look and would write: each changes or removes the file `$victim`, wherever nothing stops it. */
export const WRITING_LOOKS: readonly (readonly [what: string, text: string])[] = [
  ['a cmdlet', 'Remove-Item -LiteralPath $victim'],
  ['a program', 'rm $victim'],
  ['a program by its path', '/bin/rm $victim'],
  ['a name in quotes', "& 'Remove-Item' $victim"],
  ['a cmdlet by its module', 'Microsoft.PowerShell.Management\\Remove-Item $victim'],
  ['a function of its own', 'function Get-It { Remove-Item $victim }; Get-It'],
  ['a script block in a pipeline', '1 | ForEach-Object { Remove-Item $victim }'],
  ['a program in a calculated property', 'Sort-Object -InputObject 1, 2 -Property { /bin/rm $victim }'],
  ['a reader that is made anew', '${function:Get-Item} = { Remove-Item $victim }; Get-Item'],
  ['an alias through its drive', "${alias:Get-It} = 'Remove-Item'; Get-It $victim"],
  ['a static method', '[System.IO.File]::Delete($victim)'],
  ['a method', '(Get-Item -LiteralPath $victim).Delete()'],
  ['a method by its name', 'Get-Item -LiteralPath $victim | ForEach-Object -MemberName Delete'],
  ['a property', '(Get-Item -LiteralPath $victim).LastWriteTime = (Get-Date).AddYears(-9)'],
  ['a redirection', "'x' > $victim"],
  ['a text as a program', 'Invoke-Expression "Remove-Item \'$victim\'"'],
  ['a text through the session', '$ExecutionContext.InvokeCommand.InvokeScript("Remove-Item \'$victim\'")'],
  ['another PowerShell', '[powershell]::Create().AddScript("Remove-Item \'$victim\'").Invoke()'],
  ['an object that is made', '(New-Object System.IO.FileInfo $victim).Delete()'],
  ['a module that is imported', 'Import-Module Microsoft.PowerShell.Management; Remove-Item $victim'],
  ['the way of an error', "try { Get-Item '/nowhere/at/all' } catch { Remove-Item $victim }"],
  ['a line that goes on', '$one = 1\n+ 1; Remove-Item `\n  $victim'],
  ['a text within a text', '"$(Remove-Item $victim)"'],
  ['a script block that is run where it stands', '. { Remove-Item $victim }'],
  ['a writer of a module', 'Set-CsVictim $victim'],
  ['a writer of a module, by its module', 'Writer\\Set-CsVictim $victim'],
  ['in the scope of a module', '& ${function:Get-CsName}.Module { Remove-Item $args[0] } $victim'],
  ['a document that writes itself', "([xml]'<a/>').Save($victim)"],
  ['a method of each by a name that is only known later', "$m = 'Save'; [xml]'<a/>' | ForEach-Object $m $victim"],
  ['a method of each by a text that is put together', "[xml]'<a/>' | ForEach-Object ('Sa' + 've') $victim"],
  ['a type by its name', "$x = $victim -as 'System.IO.StreamWriter'"],
  [
    'a cmdlet by its module, and a function of its name',
    'function Clear-Content { }; Microsoft.PowerShell.Management\\Clear-Content $victim',
  ],
  ['a function that a module exports and nobody imported', "& ${function:Get-CsName}.Module.ExportedCommands['Set-CsVictim'] $victim"],
]

/** Its reader is what a look may call; it needs cmdlets for itself. */
export const WRITER_MODULE = `
function Get-CsName([string]$path) { (New-Object System.IO.FileInfo $path).Name }
function Set-CsVictim([string]$path) { Remove-Item -LiteralPath $path }
Export-ModuleMember -Function *-Cs*
`
