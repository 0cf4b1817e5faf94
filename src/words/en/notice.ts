/** What a document tells people. The sentence is its own. */
import { CONVERSATION } from '../../procedure/procedure.ts'
import type { Tells } from '../../run/facts/notice.ts'
import { spoken } from '../../text/instant.ts'

/** `tells duty-managers (Max, Erin)`. `names`: of those who are in the group. */
export function tellsWhom({ to }: Pick<Tells, 'to'>, names?: readonly string[]): string {
  if (to === CONVERSATION) return 'says here'
  if (names === undefined) return `tells ${to}`
  return names.length === 0 ? `tells ${to}, in which nobody is` : `tells ${to} (${names.join(', ')})`
}

/** In a rehearsal nobody is told anything but that. */
export function wouldTell({ to }: Pick<Tells, 'to'>, names: readonly string[]): string {
  return to === CONVERSATION ? 'would say here' : tellsWhom({ to }, names).replace(/^tells/, 'would tell')
}

/** The sentence with its values; a name that nobody has found a value for stays as it is written. */
export function sentence({ say, values }: Pick<Tells, 'say' | 'values'>): string {
  return say.replaceAll(/\{(\w+)\}/g, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return written
    return typeof value === 'string' ? value : spoken(value.ms)
  })
}
