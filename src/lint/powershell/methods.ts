/** Methods by what they do, in small letters. */

/** Methods that only compute, whatever they belong to. */
export const COMPUTING =
  words(`tostring tolower toupper tolowerinvariant toupperinvariant trim trimstart trimend startswith endswith contains containskey
  containsvalue substring split indexof lastindexof padleft padright equals compareto gettype gethashcode getenumerator tochararray
  adddays addhours addminutes addseconds addmilliseconds addmonths addyears addticks subtract touniversaltime tolocaltime totalseconds
  tobytearray getaddressbytes isinstanceoftype getvalueordefault where foreach`)
/** Methods of what the block made itself. */
export const OF_OWN = words(
  'add addrange remove removeat clear insert contains containskey containsvalue indexof getenumerator toarray count reverse sort clone',
)

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
