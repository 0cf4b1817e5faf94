# What a program may be given in a block that looks: the beginnings that ask, and, where a later word may be a second order, no other words than those listed.

function Find-Program([string]$name, $readers) {
  foreach ($program in $readers.programs) { if ($program.name -eq $name -or $program.name -eq $name + '.exe') { return $program } }
}

function Find-ArgumentFault($node, $program, [string[]]$bound) {
  # Many programs take orders so.
  if ($program.name -ne 'findstr.exe' -and $node.Parent -is [System.Management.Automation.Language.PipelineAst] -and $node.Parent.PipelineElements.IndexOf($node) -gt 0) { return 'What `' + $program.name + '` is given by the pipeline may be orders: give it arguments.' }
  $given = @($node.CommandElements | Select-Object -Skip 1 | ForEach-Object { Read-Argument $_ $bound })
  foreach ($one in $given) {
    if ($null -ne $program.words -and -not @($program.words | Where-Object { Test-Word $one $_ })) { return '`' + $program.name + '` may not be given `' + $one.written + '` in a block that looks. ' + $MOVE }
  }
  foreach ($beginning in $program.arguments) {
    $wanted = @($beginning)
    $same = $true
    for ($i = 0; $i -lt $wanted.Count; $i++) { if (-not (Test-Word $given[$i] $wanted[$i])) { $same = $false } }
    if ($same) { return }
  }
  '`' + $program.name + '` only looks when its arguments begin with one of: ' + (@($program.arguments | ForEach-Object { @($_) -join ' ' }) -join '; ') + '.'
}

# What an argument says for certain: all of it where `whole`, else what it begins with. `plain`: a value of the document, alone.
# `several`: Windows PowerShell passes it on without care for its quotes, so that the program may see more than one.
function Read-Argument($element, [string[]]$bound) {
  $one = @{ text = ''; whole = $false; plain = $false; several = $false; written = $element.Extent.Text }
  if ($element -is [System.Management.Automation.Language.VariableExpressionAst]) { $one.plain = -not $element.Splatted -and $bound -contains $element.VariablePath.UserPath }
  elseif ($element -is [System.Management.Automation.Language.ExpandableStringExpressionAst]) {
    $one.text = $element.Value -replace '(?s)[$].*$'
    # `"$dc"` is `$dc`.
    $only = $element.NestedExpressions[0]
    $one.plain = $only -is [System.Management.Automation.Language.VariableExpressionAst] -and $element.Value -eq $only.Extent.Text -and $bound -contains $only.VariablePath.UserPath
  }
  elseif ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $one.text = $element.Value; $one.whole = $true }
  elseif ($element -is [System.Management.Automation.Language.ConstantExpressionAst] -or $element -is [System.Management.Automation.Language.CommandParameterAst]) { $one.text = $element.Extent.Text; $one.whole = $true }
  if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst] -or $element -is [System.Management.Automation.Language.ExpandableStringExpressionAst]) { $one.several = Test-Several $element.Value }
  $one
}

function Test-Several([string]$text) { $text -match '(?s)"|\s.*\\$' }

function Test-Word($given, [string]$wanted) {
  if ($wanted -eq '<end>') { return $null -eq $given }
  if ($null -eq $given -or $given.several) { return $false }
  if ($wanted -eq '<value>') { return $given.plain }
  if ($wanted -eq '<word>') { return $given.text -match '^[\p{L}\p{N}\\.*_]' }
  if ($wanted.EndsWith('*')) { return $given.text.StartsWith($wanted.TrimEnd('*'), [StringComparison]::OrdinalIgnoreCase) }
  $given.whole -and $given.text -eq $wanted
}

# What the loader could not know: a value that is an option itself, or that the program would see as several arguments.
function Find-ValueFaults($tree, $readers, $values) {
  foreach ($node in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
    $program = Find-Program ([string]$node.GetCommandName()) $readers
    if ($null -eq $program -or $null -eq $program.words) { continue }
    foreach ($variable in $node.FindAll({ param($node) $node -is [System.Management.Automation.Language.VariableExpressionAst] }, $true)) {
      foreach ($value in @($values[$variable.VariablePath.UserPath])) {
        $isOption = ($variable.Parent -eq $node -or $variable.Parent.Value -eq $variable.Extent.Text) -and [string]$value -match '^[/-]'
        if ($isOption -or (Test-Several $value)) { @{ node = $variable; why = 'The value of `' + $variable.Extent.Text + '` would be an option, or several words, to `' + $program.name + '`: `' + $value + '`.' } }
      }
    }
  }
}
