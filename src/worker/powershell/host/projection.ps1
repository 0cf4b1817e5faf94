# What of an object leaves the host: plain values, two levels deep, cut and counted. Live objects explode in ConvertTo-Json (`Get-Item .` takes 11 s).

$largestExact = 9007199254740991
$answerNames = 'Ok', 'Done', 'Detail'
$providerNames = 'PSPath', 'PSParentPath', 'PSChildName', 'PSDrive', 'PSProvider', 'PSIsContainer', 'PSComputerName', 'PSShowComputerName', 'RunspaceId'

function Limit-Text([string]$text, [int]$most) {
  if ($text.Length -le $most) { return $text }
  $text.Substring(0, $most) + ' (' + ($text.Length - $most) + ' more characters)'
}

# Integers that a JavaScript number cannot hold, and every type that JSON does not know, travel as strings.
function ConvertTo-Projection($value, [int]$depth) {
  if ($null -eq $value -or $value -is [DBNull]) { return $null }
  $plain = $value
  if ($value -is [psobject]) {
    # What came over from another PowerShell is another type: an enumeration is a number that knows its name, DBNull an object without properties.
    if ($value.psobject.TypeNames -contains 'Deserialized.System.Enum') { return [string]$value }
    if ($value.psobject.TypeNames -contains 'Deserialized.System.DBNull') { return $null }
    $plain = $value.psobject.BaseObject
  }
  if ($plain -is [string]) { return Limit-Text ('' + $plain) 8000 }
  if ($plain -is [bool]) { return $plain }
  if ($plain -is [enum]) { return [string]$plain }
  if ($plain -is [int] -or $plain -is [int16] -or $plain -is [byte] -or $plain -is [sbyte] -or $plain -is [uint16] -or $plain -is [uint32]) { return [long]$plain }
  if ($plain -is [long] -or $plain -is [uint64]) {
    if ($plain -le $largestExact -and $plain -ge -$largestExact) { return $plain }
    return $plain.ToString([cultureinfo]::InvariantCulture)
  }
  if ($plain -is [double] -or $plain -is [single]) {
    if ([double]::IsNaN($plain) -or [double]::IsInfinity($plain)) { return $plain.ToString([cultureinfo]::InvariantCulture) }
    return $plain
  }
  if ($plain -is [datetime] -or $plain -is [datetimeoffset]) { return $plain.ToString('o', [cultureinfo]::InvariantCulture) }
  if ($plain -is [securestring] -or $plain -is [pscredential]) { return '(secret)' }
  if ($plain -is [byte[]]) { return 'byte[' + $plain.Length + ']' }
  if ($plain -is [System.Collections.IDictionary]) { return ConvertTo-Pairs $plain $depth }
  if ($plain -is [System.Collections.IEnumerable]) { return ConvertTo-List $plain $depth }
  if ($plain -is [System.Management.Automation.PSCustomObject] -or $plain.GetType().IsClass -and -not (Test-Simple $plain)) { return ConvertTo-Properties $value $depth }
  # A cast in PowerShell writes in the invariant culture.
  Limit-Text ([string]$plain) 8000
}

function Test-Simple($plain) {
  $plain -is [version] -or $plain -is [uri] -or $plain -is [scriptblock] -or $plain -is [type] -or $plain -is [exception]
}

function ConvertTo-Pairs($pairs, [int]$depth) {
  if ($depth -ge 2) { return $pairs.GetType().Name + ' of ' + $pairs.Count }
  $made = [ordered]@{}
  # A hashtable has no order of its own, and another one in each process.
  $keys = @($pairs.Keys)
  if ($pairs -is [hashtable]) { $keys = @($keys | Sort-Object { [array]::IndexOf($answerNames, [string]$_) -lt 0 }, { [array]::IndexOf($answerNames, [string]$_) }, { [string]$_ }) }
  foreach ($key in $keys) {
    if ($made.Count -ge 50) { break }
    $made[[string]$key] = ConvertTo-Projection $pairs[$key] ($depth + 1)
  }
  $made
}

function ConvertTo-List($items, [int]$depth) {
  if ($depth -ge 2) { return $items.GetType().Name }
  $made = New-Object System.Collections.ArrayList
  foreach ($item in $items) {
    if ($made.Count -ge 200) { $made.Add('(more)') | Out-Null; break }
    $made.Add((ConvertTo-Projection $item ($depth + 1))) | Out-Null
  }
  , $made.ToArray()
}

# Script and code properties are left out: to read them is to run something.
function ConvertTo-Properties($value, [int]$depth) {
  if ($depth -ge 2) { return Limit-Text ([string]$value) 200 }
  $made = [ordered]@{}
  $custom = $value.psobject.BaseObject -is [System.Management.Automation.PSCustomObject]
  foreach ($property in $value.psobject.Properties) {
    if ($made.Count -ge 50) { break }
    if ($providerNames -contains $property.Name) { continue }
    if ([string]$property.MemberType -ne 'NoteProperty' -and [string]$property.MemberType -ne 'Property') { continue }
    try { $found = $property.Value } catch { continue }
    if (-not $custom -and -not (Test-Plain $found)) { continue }
    $made[$property.Name] = ConvertTo-Projection $found ($depth + 1)
  }
  $made
}

function Test-Plain($value) {
  $null -eq $value -or $value -is [DBNull] -or $value -is [string] -or $value -is [valuetype] -or $value -is [version] -or $value -is [uri]
}
