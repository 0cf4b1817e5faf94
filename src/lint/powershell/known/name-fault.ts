/** Why a name that looks like a cmdlet of Skype for Business Server is none, and which one was meant. */
import { acts } from '../../../procedure/acts.ts'
import type { Role } from '../../../procedure/procedure.ts'
import type { Complaint } from '../../../text/fault.ts'
import { closestName } from '../../../text/closest-name.ts'
import type { KnownCmdlet, Readers } from '../../readers.ts'
import { listedAs } from '../listed.ts'

/** `name` is what is called, without its module; `written` as it stands there. */
export function nameFault(name: string, written: string, role: Role, { known }: Readers): Complaint | undefined {
  if (!isOfFamily(name) || listedAs(name, known) !== undefined) return undefined
  const meant = meantBy(name, role, known)
  const list = acts(role) ? 'readers.acting' : 'readers.cmdlets'
  return {
    what: `\`${written}\` is no cmdlet of Skype for Business Server that is known here`,
    next:
      meant.length > 0
        ? `did you mean ${meant.map((each) => `\`${each}\``).join(' or ')}?`
        : `write it as its reference does, or add it to \`${list}\` in the configuration`,
  }
}

/** Its noun begins with `Cs`, as no other module's does but for `Csv`; a verb may be lost. */
export function isOfFamily(name: string): boolean {
  return /^[^-]+-cs(?!v)[a-z]/i.test(name) || /^Cs\p{Lu}\p{L}+$/u.test(name)
}

/** Where the verb is none, the noun says what was meant, and the role whether it looks. */
function meantBy(name: string, role: Role, known: readonly KnownCmdlet[]): string[] {
  const names = known.map((each) => each.name)
  const verb = verbOf(name)
  if (names.some((each) => verbOf(each) === verb)) {
    // Where the noun is one, it is the verb that is wrong, and no other noun is meant.
    const ofNoun = names.filter((each) => nounOf(each) === nounOf(name))
    if (ofNoun.length > 0) return ofNoun.filter((each) => looks(each) === looks(name) && (acts(role) || looks(each)))
    const closest = closestName(
      name,
      names.filter((each) => looks(each) === looks(name)),
    )
    return closest === undefined ? [] : [closest]
  }
  const noun = closestName(nounOf(name), new Set(names.map(nounOf)))
  return names.filter((each) => nounOf(each) === noun && looks(each) !== acts(role))
}

function verbOf(name: string): string {
  return name.includes('-') ? name.toLowerCase().replace(/-.*$/, '') : ''
}

function nounOf(name: string): string {
  return name.toLowerCase().replace(/^[^-]*-/, '')
}

function looks(name: string): boolean {
  return /^(get|test)-/i.test(name)
}
