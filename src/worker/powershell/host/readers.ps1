# What a block that looks may be made of, judged over PowerShell's own syntax tree before anything of it runs. What is not known here is refused.

# The list: cmdlets by name, those whose name ends in `*` by its beginning, and programs. `names` is what `Import-Module` takes,
# `paths` where the programs are, `taken` the cmdlets that are there while modules are imported.
function New-ReaderList($cmdlets, $programs, $addresses) {
  $list = @{ exact = @{}; beginnings = @(); programs = @($programs); addresses = @($addresses); names = @($cmdlets | ForEach-Object { $_.name }); paths = @{}; taken = @() }
  foreach ($cmdlet in $cmdlets) {
    if ($cmdlet.name.EndsWith('*')) { $list.beginnings += @{ name = $cmdlet.name.TrimEnd('*'); reader = $cmdlet } }
    # The first entry of a name counts.
    elseif (-not $list.exact.ContainsKey($cmdlet.name)) { $list.exact[$cmdlet.name] = $cmdlet }
  }
  $list
}

# None before the host was given one: then no block may look.
$looks = $null
# Beside the readers, what changes things and leaves nothing in this process. A block that acts and is made of more costs its process.
$leavesNothing = 'Copy-Item', 'Move-Item', 'Remove-Item', 'Rename-Item', 'New-Item', 'Set-Content', 'Add-Content', 'Clear-Content', 'Out-File', 'Start-Sleep',
  'Start-Service', 'Stop-Service', 'Restart-Service', 'Set-Service', 'Write-Output', 'Write-Host', 'Write-Verbose', 'Write-Warning', 'Write-Information',
  'Write-Progress', 'Write-Error', 'Write-Debug', 'Out-Null', 'Read-Host', 'ForEach-Object', 'Where-Object'
$acts = New-ReaderList @($leavesNothing | ForEach-Object { @{ name = $_; parameters = 'any' } }) @() @()
$lookNodes = 'ScriptBlockAst', 'NamedBlockAst', 'StatementBlockAst', 'PipelineAst', 'PipelineChainAst', 'CommandAst', 'CommandParameterAst', 'CommandExpressionAst',
  'ConstantExpressionAst', 'StringConstantExpressionAst', 'ExpandableStringExpressionAst', 'VariableExpressionAst', 'ArrayExpressionAst', 'ArrayLiteralAst',
  'SubExpressionAst', 'ParenExpressionAst', 'HashtableAst', 'BinaryExpressionAst', 'UnaryExpressionAst', 'TernaryExpressionAst', 'IndexExpressionAst',
  'MemberExpressionAst', 'InvokeMemberExpressionAst', 'ConvertExpressionAst', 'TypeExpressionAst', 'TypeConstraintAst', 'ScriptBlockExpressionAst',
  'AssignmentStatementAst', 'IfStatementAst', 'ForEachStatementAst', 'ForStatementAst', 'WhileStatementAst', 'DoWhileStatementAst', 'DoUntilStatementAst',
  'SwitchStatementAst', 'TryStatementAst', 'CatchClauseAst', 'ThrowStatementAst', 'ReturnStatementAst', 'BreakStatementAst', 'ContinueStatementAst',
  'FunctionDefinitionAst', 'ParamBlockAst', 'ParameterAst', 'MergingRedirectionAst', 'FileRedirectionAst'
# What ConstrainedLanguage calls core types (about_Language_Modes): their static methods only compute.
$plainTypes = 'array', 'bigint', 'bool', 'boolean', 'byte', 'char', 'datetime', 'decimal', 'double', 'float', 'single', 'guid', 'hashtable', 'ordered', 'int', 'int16', 'int32',
  'int64', 'long', 'ipaddress', 'net.ipaddress', 'mailaddress', 'net.mail.mailaddress', 'nullstring', 'object', 'psobject', 'regex', 'text.regularexpressions.regex', 'sbyte',
  'securestring', 'short', 'string', 'switch', 'timespan', 'uint16', 'uint32', 'uint64', 'ulong', 'ushort', 'uint', 'uri', 'version', 'void', 'xml'
# Methods of those types. Not all of them only compute: `[regex]::CompileToAssembly` writes a file.
$typeMethods = 'Parse', 'TryParse', 'ParseExact', 'TryParseExact', 'Join', 'Format', 'IsNullOrEmpty', 'IsNullOrWhiteSpace', 'Compare', 'CompareOrdinal', 'Concat', 'Equals',
  'Replace', 'Split', 'Match', 'Matches', 'IsMatch', 'Escape', 'Unescape', 'NewGuid', 'Now', 'SpecifyKind', 'DaysInMonth', 'IsLeapYear', 'FromFileTime', 'FromFileTimeUtc',
  'FromOADate', 'FromBinary', 'FromDays', 'FromHours', 'FromMinutes', 'FromSeconds', 'FromMilliseconds', 'FromTicks', 'Min', 'Max', 'Abs', 'Pow', 'Sign', 'Clamp', 'IsNaN',
  'IsInfinity', 'IsDigit', 'IsLetter', 'IsLetterOrDigit', 'IsUpper', 'IsLower', 'IsWhiteSpace', 'IsPunctuation', 'ToUpper', 'ToLower', 'ToUpperInvariant', 'ToLowerInvariant',
  'GetNumericValue', 'IndexOf', 'LastIndexOf', 'Reverse', 'Sort', 'BinarySearch', 'Copy', 'new', 'IsLoopback', 'CheckHostName', 'EscapeDataString', 'UnescapeDataString',
  'EscapeUriString', 'IsWellFormedUriString', 'HostToNetworkOrder', 'NetworkToHostOrder', 'TryCreate', 'ReferenceEquals', 'Divide', 'Remainder', 'Log', 'Log10'
# Through these a block reaches what runs it: not even a constant of them is read.
$reachingTypes = '^(scriptblock|powershell|runspace\w*|initialsessionstate|wmi|wmiclass|wmisearcher|psmoduleinfo|pscmdlet|activator|appdomain|environment|console|type|diagnostics\.process|(management\.automation|reflection|runtime|threading|timers|codedom|microsoft)\..*)$'
# Types that only compute, and that ConstrainedLanguage calls no method of.
$computingTypes = 'math', 'convert', 'io.path', 'system.io.path', 'pscustomobject', 'psobject'
$readingMethods = 'ToString', 'ToLower', 'ToUpper', 'ToLowerInvariant', 'ToUpperInvariant', 'Trim', 'TrimStart', 'TrimEnd', 'StartsWith', 'EndsWith', 'Contains',
  'ContainsKey', 'ContainsValue', 'Substring', 'Split', 'Replace', 'IndexOf', 'LastIndexOf', 'PadLeft', 'PadRight', 'Equals', 'CompareTo', 'GetType', 'GetHashCode',
  'GetEnumerator', 'ToCharArray', 'Match', 'Matches', 'IsMatch', 'AddDays', 'AddHours', 'AddMinutes', 'AddSeconds', 'AddMilliseconds', 'AddMonths', 'AddYears', 'AddTicks',
  'Subtract', 'Add', 'ToUniversalTime', 'ToLocalTime', 'ToArray', 'ToByteArray', 'GetAddressBytes', 'Where', 'ForEach',
  # Of what the block made itself: on anything else ConstrainedLanguage calls none of them.
  'GetValueOrDefault', 'IndexOfAny', 'LastIndexOfAny', 'Normalize', 'IsNormalized', 'Negate', 'Duration', 'IsDaylightSavingTime', 'ToFileTime', 'ToFileTimeUtc',
  'ToOADate', 'ToShortDateString', 'ToLongDateString', 'ToShortTimeString', 'ToLongTimeString', 'AddRange', 'Remove', 'RemoveAt', 'Clear', 'Insert', 'Count', 'Reverse', 'Sort', 'Clone'
$computingMethods = 'Min', 'Max', 'Abs', 'Round', 'Floor', 'Ceiling', 'Truncate', 'Combine', 'GetFileName', 'GetFileNameWithoutExtension', 'GetExtension',
  'GetDirectoryName', 'ToInt32', 'ToInt64', 'ToBoolean'
# What every cmdlet takes. A variable that is a value of the document cannot be set by it: it is constant.
$commonParameters = 'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction', 'OutBuffer', 'ErrorVariable', 'WarningVariable',
  'InformationVariable', 'OutVariable', 'PipelineVariable'
# `-Parallel` and `-AsJob` run what they are given in another PowerShell, where everything is.
$itemParameters = 'Process', 'Begin', 'End', 'InputObject', 'RemainingScripts'
$MOVE = 'Move it into the `run` block.'

function Find-Cmdlet([string]$name, $readers) {
  if ($readers.exact.ContainsKey($name)) { return $readers.exact[$name] }
  foreach ($beginning in $readers.beginnings) { if ($name.StartsWith($beginning.name, [StringComparison]::OrdinalIgnoreCase)) { return $beginning.reader } }
}

function Find-Program([string]$name, $readers) {
  foreach ($program in $readers.programs) { if ($program.name -eq $name -or $program.name -eq $name + '.exe') { return $program } }
}

# Each fault as { node, why }, in the order of the text. `computes`: what only computes passes too, for a block that acts.
function Find-Faults($tree, $readers, [string[]]$bound, [bool]$computes) {
  # Those that are defined whatever comes.
  $own = @($tree.EndBlock.Statements | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] })
  foreach ($node in $tree.FindAll({ $true }, $true)) {
    $kind = $node.GetType().Name
    $why = $null
    if ($lookNodes -notcontains $kind) { $why = 'A block that looks may not hold this (' + $kind + '). ' + $MOVE }
    else {
      switch ($kind) {
        'ScriptBlockAst' { if ($null -ne $node.ScriptRequirements) { $why = 'A block that looks may not hold `#requires`. Name its modules in the configuration.' } }
        'CommandAst' { if (-not (Test-Filter $node $own)) { $why = Find-CommandFault $node $readers $own } }
        'FileRedirectionAst' { if ($node.Location.Extent.Text -ne '$null') { $why = 'A block that looks may not write a file. ' + $MOVE } }
        'VariableExpressionAst' {
          $path = $node.VariablePath
          if (-not $path.IsVariable -and $path.DriveName -ne 'env' -or $path.IsGlobal -or $path.IsScript -or $path.IsPrivate) { $why = 'A block that looks may not use `' + $node.Extent.Text + '`, which reaches beyond it.' }
        }
        { $_ -eq 'TypeExpressionAst' -or $_ -eq 'TypeConstraintAst' } { if (-not (Test-Named $node)) { $why = Find-TypeFault $node.TypeName.FullName $computes } }
        'BinaryExpressionAst' {
          if ($node.Operator -eq 'As' -and $node.Right -isnot [System.Management.Automation.Language.TypeExpressionAst]) { $why = 'A block that looks may not make a type that is only known later, with `-as`.' }
        }
        'InvokeMemberExpressionAst' { $why = Find-CallFault $node $computes }
        'MemberExpressionAst' { if ($node.Member -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { $why = 'A block that looks names its properties by words: `.Name`.' } }
        'AssignmentStatementAst' { $why = Find-TargetFault $node.Left $bound }
        'UnaryExpressionAst' { if ([string]$node.TokenKind -match 'PlusPlus|MinusMinus') { $why = Find-TargetFault $node.Child $bound } }
        'ForEachStatementAst' { $why = Find-TargetFault $node.Variable $bound }
        'ParameterAst' { $why = Find-TargetFault $node.Name $bound }
      }
    }
    if ($why) { @{ node = $node; why = $why } }
  }
}

# `-Filter { … }` of the cmdlets of ActiveDirectory is a text in its own language, which PowerShell never runs; a function of the block may run it.
function Test-Filter($node, $own) {
  for ($inner = $node; $null -ne $inner; $inner = $inner.Parent) {
    $call = $inner.Parent
    if ($inner -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst] -or $call -isnot [System.Management.Automation.Language.CommandAst]) { continue }
    $name = $call.GetCommandName()
    $before = $call.CommandElements[$call.CommandElements.IndexOf($inner) - 1]
    if ($name -match '^\w+-AD\w+$' -and @($own.Name) -notcontains $name -and $before -is [System.Management.Automation.Language.CommandParameterAst] -and $before.ParameterName -eq 'Filter') { return $true }
  }
  $false
}

# Where a type is only compared with, caught or asked for a constant.
function Test-Named($node) {
  $parent = $node.Parent
  if (($node.TypeName.FullName -replace '^System\.', '') -match $reachingTypes) { return $parent -is [System.Management.Automation.Language.CatchClauseAst] -and $node.TypeName.FullName -match 'Exception$' }
  if ($parent -is [System.Management.Automation.Language.CatchClauseAst]) { return $true }
  if ($parent -is [System.Management.Automation.Language.BinaryExpressionAst]) { return @('Is', 'IsNot') -contains [string]$parent.Operator -and $parent.Right -eq $node }
  $parent -is [System.Management.Automation.Language.MemberExpressionAst] -and $parent -isnot [System.Management.Automation.Language.InvokeMemberExpressionAst] -and $parent.Static
}

# Of a type and of a value the methods that only compute.
function Find-CallFault($node, [bool]$computes) {
  $named = $node.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]
  if ($named -and $node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst] -and ($computes -or $typeMethods -contains $node.Member.Value)) { return }
  $known = $named -and ($readingMethods -contains $node.Member.Value -or ($computes -and $computingMethods -contains $node.Member.Value))
  # `.ForEach('Delete')` calls a method of that name.
  if ($known -and 'Where', 'ForEach' -contains $node.Member.Value -and $node.Arguments[0] -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst]) { $known = $false }
  if (-not $known) { '`.' + $node.Member.Extent.Text + '()` is no method that only reads. ' + $MOVE }
}

function Find-CommandFault($node, $readers, $own) {
  $first = $node.CommandElements[0]
  if ([string]$node.InvocationOperator -eq 'Dot') { return 'A block that looks may not run anything in its own scope with `.`.' }
  if ($first -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return }
  $name = $node.GetCommandName()
  if (-not $name) { return 'A block that looks calls commands by their names.' }
  # With a module before it, it is no function of the block. What that module has is judged by its name, and only readers of it are there.
  $qualified = $name -match '^[\w.]+\\(\w+-\w+)$'
  if ($qualified) { $name = $Matches[1] }
  if ($aliases.ContainsKey($name)) { $name = $aliases[$name] }
  foreach ($function in $own) {
    $extent = $function.Extent
    if (-not $qualified -and $function.Name -eq $name -and $node.Extent.StartOffset -gt $extent.StartOffset) { return }
  }
  $program = Find-Program $name $readers
  # Many programs take orders so.
  if ($program -and $program.name -ne 'findstr.exe' -and $node.Parent -is [System.Management.Automation.Language.PipelineAst] -and $node.Parent.PipelineElements.IndexOf($node) -gt 0) { return 'What `' + $program.name + '` is given by the pipeline may be orders: give it arguments.' }
  if ($program) { return Find-ArgumentFault $node $program }
  $reader = Find-Cmdlet $name $readers
  if (-not $reader) { return '`' + $name + '` is not in the list of what a block that looks may call. Move it into the `run` block, or add it to `readers` in the configuration if it changes nothing.' }
  Find-ParameterFault $node $name $reader $readers
}

function Find-ParameterFault($node, [string]$name, $reader, $readers) {
  $allowed = $null
  if ([string]$reader.parameters -ne 'any') { $allowed = @($reader.parameters) + $commonParameters }
  elseif ($name -eq 'ForEach-Object') { $allowed = $itemParameters + $commonParameters }
  if ($null -eq $allowed) { return }
  for ($i = 1; $i -lt $node.CommandElements.Count; $i++) {
    $element = $node.CommandElements[$i]
    if ($element -is [System.Management.Automation.Language.VariableExpressionAst] -and $element.Splatted) { return '`' + $name + '` must be given its parameters by their names in a block that looks, not as `' + $element.Extent.Text + '`.' }
    if ($name -eq 'ForEach-Object' -and -not (Test-Each $node $i)) {
      return '`ForEach-Object ' + $element.Extent.Text + '` would call a method of that name: write `ForEach-Object { $_.' + $element.Extent.Text.Trim('$', '''', '"') + ' }` for the property.'
    }
    if ($element -isnot [System.Management.Automation.Language.CommandParameterAst]) { continue }
    if ($allowed -notcontains $element.ParameterName) { return '`' + $name + '` may not be given `-' + $element.ParameterName + '` in a block that looks. ' + $MOVE }
    $values = $null
    if ($null -ne $reader.values) { $values = $reader.values.($element.ParameterName) }
    if ($null -eq $values) { continue }
    $value = $element.Argument
    if ($null -eq $value -and $i + 1 -lt $node.CommandElements.Count) { $value = $node.CommandElements[$i + 1] }
    $looking = $value -is [System.Management.Automation.Language.StringConstantExpressionAst] -and (@($values) -contains $value.Value -or ($value.Value -eq 'Post' -and (Test-Address $node $readers)))
    if (-not $looking) { return '`' + $name + '` may be given as `-' + $element.ParameterName + '` in a block that looks nothing but: ' + (@($values) -join ', ') + '. ' + $MOVE }
  }
}

# What `ForEach-Object` is given: script blocks, a variable that holds one, the name of a method that only computes, or what belongs to a parameter that takes it.
function Test-Each($node, [int]$at) {
  $element = $node.CommandElements[$at]
  if ($element -is [System.Management.Automation.Language.CommandParameterAst] -or $element -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return $true }
  $before = $node.CommandElements[$at - 1]
  if ($before -is [System.Management.Automation.Language.CommandParameterAst] -and $null -eq $before.Argument -and 'Process', 'Begin', 'End', 'RemainingScripts', 'Verbose', 'Debug' -notcontains $before.ParameterName) { return $true }
  if ($element -is [System.Management.Automation.Language.VariableExpressionAst]) { return Test-Own $element @([System.Management.Automation.Language.ScriptBlockExpressionAst]) }
  $element -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $readingMethods -contains $element.Value
}

# An address that answers a POST without changing anything, written out in the block. `..` leads out of what its beginning says.
function Test-Address($node, $readers) {
  $elements = $node.CommandElements
  $given = $null
  for ($i = 1; $i -lt $elements.Count; $i++) {
    if ($elements[$i] -isnot [System.Management.Automation.Language.CommandParameterAst] -or $elements[$i].ParameterName -ne 'Uri') { continue }
    $given = $elements[$i].Argument
    if ($null -eq $given -and $i + 1 -lt $elements.Count) { $given = $elements[$i + 1] }
  }
  if ($null -eq $given) { $given = $elements[1] }
  if ($given -isnot [System.Management.Automation.Language.StringConstantExpressionAst] -or $given.Value -match '\.\.|%2e|\\') { return $false }
  foreach ($beginning in $readers.addresses) { if ($given.Value.StartsWith($beginning, [StringComparison]::OrdinalIgnoreCase)) { return $true } }
  $false
}

function Find-ArgumentFault($node, $program) {
  $words = @($node.CommandElements | Select-Object -Skip 1 | ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  foreach ($word in $words) {
    if ($null -ne $program.words -and -not @($program.words | Where-Object { Test-Word $word $_ })) { return '`' + $program.name + '` may not be given `' + $word + '` in a block that looks. ' + $MOVE }
  }
  foreach ($beginning in $program.arguments) {
    $wanted = @($beginning)
    if ($words.Count -lt $wanted.Count) { continue }
    $same = $true
    for ($i = 0; $i -lt $wanted.Count; $i++) { if (-not (Test-Word $words[$i] $wanted[$i])) { $same = $false } }
    if ($same) { return }
  }
  '`' + $program.name + '` only looks when its arguments begin with one of: ' + (@($program.arguments | ForEach-Object { @($_) -join ' ' }) -join '; ') + '.'
}

function Test-Word([string]$word, [string]$wanted) {
  if ($wanted.EndsWith('*')) { return $word.StartsWith($wanted.TrimEnd('*'), [StringComparison]::OrdinalIgnoreCase) }
  $word -eq $wanted
}

function Find-TypeFault([string]$type, [bool]$computes) {
  $name = $type -replace '\[\]$', '' -replace '^System\.', ''
  if ($plainTypes -contains $name -or ($computes -and $computingTypes -contains $name)) { return }
  if ($name -eq 'pscustomobject' -or $name -eq 'psobject') { return 'A block that looks may not make `[' + $type + ']`: answer with a hashtable, `@{ Done = …; Detail = … }`.' }
  '`[' + $type + ']` is no plain type. A block that looks may use [string], [int], [datetime], [timespan], [version], [regex] and the like.'
}

# What may be set: a variable of the block's own, or an item of one.
function Find-TargetFault($target, [string[]]$bound) {
  $inner = $target
  while ($inner -is [System.Management.Automation.Language.ConvertExpressionAst]) { $inner = $inner.Child }
  if ($inner -is [System.Management.Automation.Language.ParenExpressionAst] -or $inner -is [System.Management.Automation.Language.ArrayLiteralAst]) {
    foreach ($element in $inner.Elements) { $why = Find-TargetFault $element $bound; if ($why) { return $why } }
    if ($inner.Elements) { return }
  }
  if ($inner -is [System.Management.Automation.Language.IndexExpressionAst]) { $inner = $inner.Target }
  elseif ($inner -is [System.Management.Automation.Language.MemberExpressionAst] -and (Test-Own $inner.Expression @([System.Management.Automation.Language.HashtableAst]))) { $inner = $inner.Expression }
  if ($inner -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return 'A block that looks sets nothing but variables of its own, and not `' + $target.Extent.Text + '`.' }
  $path = $inner.VariablePath
  if (-not $path.IsVariable) { return 'A block that looks sets nothing but variables of its own, and not `' + $target.Extent.Text + '`.' }
  if ($bound -contains ($path.UserPath -replace '^(local|variable):', '')) { return 'The value `$' + $path.UserPath + '` stays as it was approved: choose another name.' }
  if ($path.UserPath -eq 'PSDefaultParameterValues') { return 'A block that looks gives its parameters where it calls.' }
}

# A variable that the block gives nothing but these, and each time in a statement of its own: hashtables, script blocks.
function Test-Own($variable, $kinds) {
  if ($variable -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return $false }
  $root = $variable
  while ($null -ne $root.Parent) { $root = $root.Parent }
  $name = $variable.VariablePath.UserPath
  $given = 0
  foreach ($node in $root.FindAll({ $true }, $true)) {
    # `-OutVariable name`, `'+name'` in a table that is splatted.
    if ($node -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $node.Value.TrimStart('+') -eq $name -and $node.Parent -isnot [System.Management.Automation.Language.MemberExpressionAst]) { return $false }
    if ($node -isnot [System.Management.Automation.Language.VariableExpressionAst] -or $node.VariablePath.UserPath -ne $name) { continue }
    $target = $node
    while ($target.Parent -is [System.Management.Automation.Language.ConvertExpressionAst] -or $target.Parent -is [System.Management.Automation.Language.ArrayLiteralAst] -or $target.Parent -is [System.Management.Automation.Language.ParenExpressionAst]) { $target = $target.Parent }
    $parent = $target.Parent
    if ($parent -is [System.Management.Automation.Language.ParameterAst] -or ($parent -is [System.Management.Automation.Language.ForEachStatementAst] -and $parent.Variable -eq $target)) { return $false }
    if ($parent -isnot [System.Management.Automation.Language.AssignmentStatementAst] -or $parent.Left -ne $target) { continue }
    $value = $parent.Right.Expression
    if ($value -is [System.Management.Automation.Language.ConvertExpressionAst]) { $value = $value.Child }
    if ($target -ne $node -or $null -eq $value -or $kinds -notcontains $value.GetType()) { return $false }
    $given++
  }
  $given -gt 0
}
