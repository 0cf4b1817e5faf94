/** Methods by what they do, in small letters. The host is given them with the readers, and lets a look call all of these, and nothing else. */

/** Methods that only compute, whatever they belong to. */
export const COMPUTING =
  words(`tostring tolower toupper tolowerinvariant toupperinvariant trim trimstart trimend startswith endswith contains containskey
  containsvalue substring split indexof lastindexof padleft padright equals compareto gettype gethashcode getenumerator tochararray
  adddays addhours addminutes addseconds addmilliseconds addmonths addyears addticks subtract touniversaltime tolocaltime
  tobytearray getaddressbytes getvalueordefault where foreach`)
/** Methods of a text, a number, a time, a version and the like. */
export const OF_PLAIN =
  words(`replace remove insert add match matches ismatch indexofany lastindexofany normalize isnormalized negate duration toarray
  isdaylightsavingtime tofiletime tofiletimeutc tooadate toshortdatestring tolongdatestring toshorttimestring tolongtimestring`)
/** Methods of what the block made itself. */
export const OF_OWN = words(
  'add addrange remove removeat clear insert contains containskey containsvalue indexof getenumerator toarray count reverse sort clone',
)
/** Methods of a core type. Not all of them only compute: `[regex]::CompileToAssembly` writes a file. */
export const OF_TYPE =
  words(`parse tryparse parseexact tryparseexact join format isnullorempty isnullorwhitespace compare compareordinal concat equals
  replace split match matches ismatch escape unescape newguid now specifykind daysinmonth isleapyear fromfiletime fromfiletimeutc
  fromoadate frombinary fromdays fromhours fromminutes fromseconds frommilliseconds fromticks min max abs pow sign clamp isnan
  isinfinity isdigit isletter isletterordigit isupper islower iswhitespace ispunctuation toupper tolower toupperinvariant tolowerinvariant
  getnumericvalue indexof lastindexof reverse sort binarysearch copy new isloopback checkhostname escapedatastring unescapedatastring
  escapeuristring iswellformeduristring hosttonetworkorder networktohostorder trycreate referenceequals divide remainder log log10
  round floor ceiling truncate`)

/** Words that nothing has as a method: `ForEach-Object Name` takes the property, where `ForEach-Object Delete` would call it. */
export const PROPERTIES =
  words(`computername computers databasename description displayname distinguishedname domain domains fqdn friendlyname fullname
  guid hostname id identity index ipaddress ipaddresses key keys lastwritetime length line location machinename
  message name names objectguid owner path poolfqdn port primarysmtpaddress processid replicafqdn role roles
  samaccountname server servername services sid sipaddress size state status subject thumbprint title userprincipalname value values
  version`)

/** What the host is told: each list of names as it is asked for there. */
export const METHODS = {
  reading: [...new Set([...COMPUTING, ...OF_PLAIN, ...OF_OWN])],
  ofType: [...OF_TYPE],
  properties: [...PROPERTIES],
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
