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
# Types that only compute, and that ConstrainedLanguage calls no method of.
$computingTypes = 'math', 'convert', 'io.path', 'system.io.path', 'pscustomobject', 'psobject'
$readingMethods = 'ToString', 'ToLower', 'ToUpper', 'ToLowerInvariant', 'ToUpperInvariant', 'Trim', 'TrimStart', 'TrimEnd', 'StartsWith', 'EndsWith', 'Contains',
  'ContainsKey', 'ContainsValue', 'Substring', 'Split', 'Replace', 'IndexOf', 'LastIndexOf', 'PadLeft', 'PadRight', 'Equals', 'CompareTo', 'GetType', 'GetHashCode',
  'GetEnumerator', 'ToCharArray', 'Match', 'Matches', 'IsMatch', 'AddDays', 'AddHours', 'AddMinutes', 'AddSeconds', 'AddMilliseconds', 'AddMonths', 'AddYears', 'AddTicks',
  'Subtract', 'Add', 'ToUniversalTime', 'ToLocalTime', 'ToArray', 'ToByteArray', 'GetAddressBytes', 'Where', 'ForEach',
  # Of what the block made itself: on anything else ConstrainedLanguage calls none of them.
  'AddRange', 'Remove', 'RemoveAt', 'Clear', 'Insert', 'Count', 'Reverse', 'Sort', 'Clone'
$computingMethods = 'Min', 'Max', 'Abs', 'Round', 'Floor', 'Ceiling', 'Truncate', 'Combine', 'GetFileName', 'GetFileNameWithoutExtension', 'GetExtension',
  'GetDirectoryName', 'ToInt32', 'ToInt64', 'ToBoolean'
# What every cmdlet takes. A variable that is a value of the document cannot be set by it: it is constant.
$commonParameters = 'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction', 'OutBuffer', 'ErrorVariable', 'WarningVariable',
  'InformationVariable', 'OutVariable', 'PipelineVariable'
# `-Parallel` and `-AsJob` run what they are given in another PowerShell, where everything is.
$itemParameters = 'Process', 'Begin', 'End', 'InputObject', 'RemainingScripts'
$coreModules = 'Microsoft.PowerShell.Core\', 'Microsoft.PowerShell.Utility\', 'Microsoft.PowerShell.Management\'
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
        'CommandAst' { $why = Find-CommandFault $node $readers $own }
        'FileRedirectionAst' { if ($node.Location.Extent.Text -ne '$null') { $why = 'A block that looks may not write a file. ' + $MOVE } }
        'VariableExpressionAst' {
          $path = $node.VariablePath
          if (-not $path.IsVariable -and $path.DriveName -ne 'env' -or $path.IsGlobal -or $path.IsScript -or $path.IsPrivate) { $why = 'A block that looks may not use `' + $node.Extent.Text + '`, which reaches beyond it.' }
        }
        { $_ -eq 'TypeExpressionAst' -or $_ -eq 'TypeConstraintAst' } { $why = Find-TypeFault $node.TypeName.FullName $computes }
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

# Of a type every method; of a value those that only compute.
function Find-CallFault($node, [bool]$computes) {
  $named = $node.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]
  if ($named -and $node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst]) { return }
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
  foreach ($module in $coreModules) { if ($name.StartsWith($module, [StringComparison]::OrdinalIgnoreCase)) { $name = $name.Substring($module.Length) } }
  if ($aliases.ContainsKey($name)) { $name = $aliases[$name] }
  foreach ($function in $own) {
    $extent = $function.Extent
    if ($function.Name -eq $name -and $node.Extent.StartOffset -gt $extent.StartOffset) { return }
  }
  $program = Find-Program $name $readers
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
    if ($name -eq 'ForEach-Object' -and $element -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $readingMethods -notcontains $element.Value) {
      return '`ForEach-Object ' + $element.Extent.Text + '` would call a method of that name: write `ForEach-Object { $_.' + $element.Value + ' }` for the property.'
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

# An address that answers a POST without changing anything, written out in the block.
function Test-Address($node, $readers) {
  foreach ($element in $node.CommandElements) {
    if ($element -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { continue }
    foreach ($beginning in $readers.addresses) { if ($element.Value.StartsWith($beginning, [StringComparison]::OrdinalIgnoreCase)) { return $true } }
  }
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
  $name = $type -replace '\[\]$', ''
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
  elseif ($inner -is [System.Management.Automation.Language.MemberExpressionAst] -and (Test-OwnTable $inner.Expression)) { $inner = $inner.Expression }
  if ($inner -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return 'A block that looks sets nothing but variables of its own, and not `' + $target.Extent.Text + '`.' }
  $path = $inner.VariablePath
  if (-not $path.IsVariable) { return 'A block that looks sets nothing but variables of its own, and not `' + $target.Extent.Text + '`.' }
  if ($bound -contains ($path.UserPath -replace '^(local|variable):', '')) { return 'The value `$' + $path.UserPath + '` stays as it was approved: choose another name.' }
  if ($path.UserPath -eq 'PSDefaultParameterValues') { return 'A block that looks gives its parameters where it calls.' }
}

# A variable that the block gives hashtables alone.
function Test-OwnTable($variable) {
  if ($variable -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return $false }
  $root = $variable
  while ($null -ne $root.Parent) { $root = $root.Parent }
  $name = $variable.VariablePath.UserPath
  $given = @($root.FindAll({ param($node) $node -is [System.Management.Automation.Language.AssignmentStatementAst] -and $node.Left.Extent.Text -eq ('$' + $name) }, $true))
  foreach ($one in $given) {
    $value = $one.Right.Expression
    if ($value -is [System.Management.Automation.Language.ConvertExpressionAst]) { $value = $value.Child }
    if ($value -isnot [System.Management.Automation.Language.HashtableAst]) { return $false }
  }
  $given.Count -gt 0
}
