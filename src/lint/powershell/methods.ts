/** Methods by what they do, in small letters. The host (`host/readers.ps1`) lets a look call all of these, and nothing else. */

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
  escapeuristring iswellformeduristring hosttonetworkorder networktohostorder trycreate referenceequals divide remainder log log10`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
