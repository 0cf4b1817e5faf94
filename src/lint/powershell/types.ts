/** Types that a block names. */

/** What ConstrainedLanguage calls core types, by about_Language_Modes: their methods only compute, and a value can be made one of them. */
const CORE: ReadonlySet<string> = new Set(
  `array bigint bool boolean byte char datetime decimal double float single guid hashtable ordered int int16 int32 int64 long ipaddress
  net.ipaddress mailaddress net.mail.mailaddress nullstring object psobject regex text.regularexpressions.regex sbyte securestring
  short string switch timespan uint16 uint32 uint64 ulong ushort uint uri version void xml`.split(/\s+/),
)

/** Whether a block that looks may make a value one of these, and call what belongs to the type. */
export function isCoreType(type: string): boolean {
  return CORE.has(plain(type))
}

/** Namespaces and types through which a text or another program runs, the host ends, or something stays behind. */
const REACHES_OUT =
  /^(scriptblock|powershell|runspace\w*|initialsessionstate|wmi|wmiclass|wmisearcher|psmoduleinfo|pscmdlet|activator|appdomain|environment|console|type|diagnostics\.process|(management\.automation|reflection|runtime|threading|timers|codedom|microsoft)\..*)$/
const HARMLESS = /^management\.automation\.(pscredential|psobject|errorrecord|\w*exception|semanticversion|actionpreference)$/

/** Whether no block may use the type. */
export function reachesOut(type: string): boolean {
  const name = plain(type)
  return REACHES_OUT.test(name) && !HARMLESS.test(name)
}

/** In small letters, without `System.` and what makes it an array. */
function plain(type: string): string {
  return type
    .toLowerCase()
    .replaceAll(/[\s[\]]/g, '')
    .replace(/^system\./, '')
}
