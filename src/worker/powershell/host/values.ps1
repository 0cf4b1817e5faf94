# What a block is given: values become constants of the runspace, and never text.

# A list that nobody can change, and that says its length as an array does. It enumerates, compares, joins and binds to [string[]] like one.
class BoundList : System.Collections.ObjectModel.ReadOnlyCollection[object] {
  [int]$Length
  BoundList([object[]]$items) : base($items) { $this.Length = $items.Length }
}

# A value from the request: '=text', integer, boolean, list, { secure } for a SecureString, or { user, password } for a credential.
function ConvertTo-Value($sent) {
  if ($null -eq $sent -or $sent -is [bool] -or $sent -is [double] -or $sent -is [decimal]) { return $sent }
  if ($sent -is [string]) { return $sent.Substring(1) }
  if ($sent -is [int] -or $sent -is [long]) { return [long]$sent }
  if ($sent -is [array]) {
    $made = New-Object 'object[]' $sent.Count
    for ($i = 0; $i -lt $sent.Count; $i++) { $made[$i] = ConvertTo-Value $sent[$i] }
    return , [BoundList]::new($made)
  }
  if ($sent -is [psobject] -and $sent.secure -is [string]) {
    $secure = ConvertTo-SecureString -String $sent.secure.Substring(1) -AsPlainText -Force
    $secure.MakeReadOnly()
    return $secure
  }
  if ($sent -is [psobject] -and $sent.user -is [string] -and $sent.password -is [string]) {
    $secret = ConvertTo-SecureString -String $sent.password.Substring(1) -AsPlainText -Force
    return New-Object System.Management.Automation.PSCredential($sent.user.Substring(1), $secret)
  }
  throw 'A value is of a kind that the host does not take: send text, an integer, true or false, a list, a secret, or a credential.'
}

function ConvertTo-Values($sent) {
  $made = @{}
  foreach ($value in @($sent.psobject.Properties)) {
    if ($script:ownNames -contains $value.Name) { throw ("The value name '" + $value.Name + "' is PowerShell's own. Choose another name.") }
    $made[$value.Name] = ConvertTo-Value $value.Value
  }
  $made
}

# Constant, and copied into every scope that the block opens: whatever would set it again fails and says so.
function New-Constant([string]$name, $value) {
  New-Object System.Management.Automation.PSVariable($name, $value, 'Constant, AllScope')
}
