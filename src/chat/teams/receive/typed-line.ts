/** What somebody typed to us in Teams, as a line that `readTyped` reads; or that it was not for us. */
import type { Procedure } from '../../../procedure/procedure.ts'
import { verbOf } from '../../receive/verb-alone.ts'
import { WORDS } from '../../typed.ts'
import { isDirect, mentionEntity, type MessageActivity } from './activities.ts'

/**
 * Teams' editor turns blanks and quotes and puts characters between that nobody sees; in a value, which goes to a server as it is typed,
 * they would be something else than what was meant. What stands there otherwise stays as it is, and is never read as mark-up.
 */
export function asTyped(text: string): string {
  return text
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\r\n?/g, '\n')
    .trim()
}

/** After the mention the word `countersign` may be left out: `@Countersign runs`. Nothing at all asks for help. */
export function lineOf(typed: string, procedures: readonly Pick<Procedure, 'command'>[]): string {
  const first = withoutSlash(typed.split(/\s/)[0] ?? '')
  if (first === '') return '/countersign help'
  if (procedures.some((procedure) => withoutSlash(verbOf(procedure)) === first)) return typed
  return WORDS.some((word) => word === first) ? `/countersign ${typed.replace(/^\//, '')}` : typed
}

/** Where a bot hears everything, only what is said to it is for it: a mention, a slash with a word of ours, a word to it alone. */
export function isForUs(activity: MessageActivity, typed: string, procedures: readonly Pick<Procedure, 'command'>[]): boolean {
  if (isDirect(activity)) return true
  const mentioned = (activity.entities ?? []).some((entity) => mentionEntity.safeParse(entity).data?.mentioned.id === activity.recipient.id)
  if (mentioned) return true
  const first = typed.split(/\s/)[0]?.toLowerCase() ?? ''
  return first === '/countersign' || (first.startsWith('/') && procedures.some((procedure) => verbOf(procedure) === first))
}

function withoutSlash(word: string): string {
  return word.toLowerCase().replace(/^\//, '')
}
