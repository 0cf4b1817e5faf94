# What a block that looks may be made of, judged over PowerShell's own syntax tree before anything of it runs. What is not known here is refused.

# The list: cmdlets by name, those whose name ends in `*` by its beginning, and programs. `names` is what `Import-Module` takes,
# `paths` where the programs are, `taken` the cmdlets that are there while modules are imported.
# `methods`: which may be called, `reading` of a value, `ofType` of a core type, and `properties`, which are none.
function New-ReaderList($cmdlets, $programs, $addresses, $methods) {
  $list = @{ exact = @{}; beginnings = @(); programs = @($programs); addresses = @($addresses); methods = $methods; names = @($cmdlets | ForEach-Object { $_.name }); paths = @{}; taken = @() }
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
$acts = New-ReaderList @($leavesNothing | ForEach-Object { @{ name = $_; parameters = 'any' } }) @() @() $null
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
# Through these a block reaches what runs it: not even a constant of them is read.
$reachingTypes = '^(scriptblock|powershell|runspace\w*|initialsessionstate|wmi|wmiclass|wmisearcher|psmoduleinfo|pscmdlet|activator|appdomain|environment|console|type|diagnostics\.process|(management\.automation|reflection|runtime|threading|timers|codedom|microsoft)\..*)$'
# Types that only compute, and that ConstrainedLanguage calls no method of.
$computingTypes = 'math', 'convert', 'io.path', 'system.io.path', 'pscustomobject', 'psobject'
$computingMethods = 'Min', 'Max', 'Abs', 'Round', 'Floor', 'Ceiling', 'Truncate', 'Combine', 'GetFileName', 'GetFileNameWithoutExtension', 'GetExtension',
  'GetDirectoryName', 'ToInt32', 'ToInt64', 'ToBoolean'
# What every cmdlet takes. A variable that is a value of the document cannot be set by it: it is constant.
$commonParameters = 'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction', 'OutBuffer', 'ErrorVariable', 'WarningVariable',
  'InformationVariable', 'OutVariable', 'PipelineVariable'
# `-Parallel` and `-AsJob` run what they are given in another PowerShell, where everything is.
$itemParameters = 'Process', 'Begin', 'End', 'MemberName', 'InputObject', 'RemainingScripts'
$repairs = '\b(win32_product|(win32|cim)_software(element|feature)\w*|cim_product|cim_logicalelement|cim_managedsystemelement)\b'
$MOVE = 'Move it into the `run` block.'

function Find-Cmdlet([string]$name, $readers) {
  if ($readers.exact.ContainsKey($name)) { return $readers.exact[$name] }
  foreach ($beginning in $readers.beginnings) { if ($name.StartsWith($beginning.name, [StringComparison]::OrdinalIgnoreCase)) { return $beginning.reader } }
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
        'CommandAst' { if (-not (Test-Filter $node $own)) { $why = Find-CommandFault $node $readers $own $bound } }
        'FileRedirectionAst' { if ($node.Location.Extent.Text -ne '$null') { $why = 'A block that looks may not write a file. ' + $MOVE } }
        'VariableExpressionAst' {
          $path = $node.VariablePath
          if (-not $path.IsVariable -and $path.DriveName -ne 'env' -or $path.IsGlobal -or $path.IsScript -or $path.IsPrivate) { $why = 'A block that looks may not use `' + $node.Extent.Text + '`, which reaches beyond it.' }
        }
        { $_ -eq 'TypeExpressionAst' -or $_ -eq 'TypeConstraintAst' } { if (-not (Test-Named $node)) { $why = Find-TypeFault $node.TypeName.FullName $computes } }
        'BinaryExpressionAst' {
          if ($node.Operator -eq 'As' -and $node.Right -isnot [System.Management.Automation.Language.TypeExpressionAst]) { $why = 'A block that looks may not make a type that is only known later, with `-as`.' }
        }
        'InvokeMemberExpressionAst' { $why = Find-CallFault $node $computes $readers.methods }
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

# Of a type and of a value the methods that only compute.
function Find-CallFault($node, [bool]$computes, $methods) {
  $named = $node.Member -is [System.Management.Automation.Language.StringConstantExpressionAst]
  if ($named -and $node.Static -and $node.Expression -is [System.Management.Automation.Language.TypeExpressionAst] -and ($computes -or $methods.ofType -contains $node.Member.Value)) { return }
  $known = $named -and ($methods.reading -contains $node.Member.Value -or ($computes -and $computingMethods -contains $node.Member.Value))
  # `.ForEach('Delete')` calls a method of that name.
  if ($known -and 'Where', 'ForEach' -contains $node.Member.Value -and $node.Arguments[0] -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst]) { $known = $false }
  if (-not $known) { '`.' + $node.Member.Extent.Text + '()` is no method that only reads. ' + $MOVE }
}

function Find-CommandFault($node, $readers, $own, [string[]]$bound) {
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
  if ($program) { return Find-ArgumentFault $node $program $bound }
  $reader = Find-Cmdlet $name $readers
  if (-not $reader) { return '`' + $name + '` is not in the list of what a block that looks may call. Move it into the `run` block, or add it to `readers` in the configuration if it changes nothing.' }
  if ($name -match '^Get-(CimInstance|WmiObject)$' -and $node.Extent.Text -match $repairs) { return 'Listing `' + $Matches[0] + '` makes Windows Installer check every product, and repair what differs.' }
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
    if ($name -eq 'ForEach-Object' -and -not (Test-Each $node $i $readers.methods)) {
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

function Find-TypeFault([string]$type, [bool]$computes) {
  $name = $type -replace '\[\]$', '' -replace '^System\.', ''
  if ($plainTypes -contains $name -or ($computes -and $computingTypes -contains $name)) { return }
  if ($name -eq 'pscustomobject' -or $name -eq 'psobject') { return 'A block that looks may not make `[' + $type + ']`: answer with a hashtable, `@{ Done = ...; Detail = ... }`.' }
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
