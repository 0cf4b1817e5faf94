# What a part of a block means by the place where it stands: a text that is never run, a type that is only named, a variable of the block's own.

# `-Filter { ... }` of the cmdlets of ActiveDirectory, Skype and Exchange is a text in its own language, which PowerShell never runs; a function of the block may run it.
$filters = '^(\w+-(AD|Cs)\w+|Get-(ActiveSyncDevice|CASMailbox|Contact|DistributionGroup|DynamicDistributionGroup|Group|Mailbox|MailContact|MailUser|MobileDevice|Recipient|RemoteMailbox|SecurityPrincipal|UMMailbox|User)|(Get|Remove|Resume|Suspend)-Message|(Get|Resume|Retry|Suspend)-Queue)$'

function Test-Filter($node, $own) {
  for ($inner = $node; $null -ne $inner; $inner = $inner.Parent) {
    $call = $inner.Parent
    if ($inner -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst] -or $call -isnot [System.Management.Automation.Language.CommandAst]) { continue }
    $name = $call.GetCommandName()
    $before = $call.CommandElements[$call.CommandElements.IndexOf($inner) - 1]
    if ($name -cmatch $filters -and @($own.Name) -notcontains $name -and $before -is [System.Management.Automation.Language.CommandParameterAst] -and $before.ParameterName -eq 'Filter') { return $true }
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

# What `ForEach-Object` is given: script blocks, a variable that holds one, the name of a method that only computes, or what belongs to a parameter that takes it;
# the name of a property.
function Test-Each($node, [int]$at, $methods) {
  $element = $node.CommandElements[$at]
  if ($element -is [System.Management.Automation.Language.CommandParameterAst] -or $element -is [System.Management.Automation.Language.ScriptBlockExpressionAst]) { return $true }
  $before = $node.CommandElements[$at - 1]
  if ($before -is [System.Management.Automation.Language.CommandParameterAst] -and $null -eq $before.Argument -and 'Process', 'Begin', 'End', 'RemainingScripts', 'MemberName', 'Verbose', 'Debug' -notcontains $before.ParameterName) { return $true }
  if ($element -is [System.Management.Automation.Language.VariableExpressionAst]) { return Test-Own $element @([System.Management.Automation.Language.ScriptBlockExpressionAst]) }
  $element -is [System.Management.Automation.Language.StringConstantExpressionAst] -and ($methods.reading -contains $element.Value -or $methods.properties -contains $element.Value)
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
