/** Who did something in Teams: whose account it is, where it was, and in whose language they are answered. */
import { accountName } from '../../../policy/account.ts'
import type { TeamsRefusal } from '../../../words/teams-words.ts'
import type { Words } from '../../../words/words.ts'
import type { Says } from '../../live/platform-error.ts'
import { said, type Note } from '../../note.ts'
import type { ActionAt, ActionContext } from '../../receive/take-action.ts'
import { wordsFor } from '../../receive/words-for.ts'
import type { TeamsAccount, TeamsSpeaker } from '../account.ts'
import type { Reference } from '../bot-port.ts'
import type { TeamsContext } from '../context.ts'
import { channelOf, type Activity } from './activities.ts'
import type { Listener } from './tell-one-person.ts'

export interface Speaker {
  who: TeamsSpeaker
  words: Words
  /** Where they are told what only they should read. */
  listener: Listener
  at: Reference
  /** A run's conversation is called by it. */
  channel: string
  /** Hands their deeds over in their language. */
  taking: ActionContext<TeamsAccount>
}

/** Whose account is not known, or may do nothing; they are told why. */
export interface Unknown {
  refused: Note
  words: Words
  listener: Listener
}

/** Undefined: the activity does not say where it came from, so nobody can be answered there. */
export function speakerOf(context: TeamsContext, activity: Activity, raw: unknown): Speaker | Unknown | undefined {
  const at = context.port.referenceOf(raw)
  if (at === undefined) return undefined
  const { id: address, name } = activity.from
  const locale = activity.locale ?? undefined
  const from = { at, address, ...(name ? { name } : {}) }
  const who = context.accounts.of(raw)
  if ('refusal' in who) {
    const words = context.backend.speak(locale)
    return { refused: said('refused', words.teams.refusal(who.refusal)), words, listener: { ...from, account: address } }
  }
  const { backend, admission, log } = context
  const taking = { platform: 'Teams' as const, backend, admission, log, accounts: { locale: () => locale } }
  const listener = { ...from, account: accountName(who.account) }
  return { who, words: wordsFor(taking, who.account), listener, at, channel: channelOf(activity), taking }
}

/** What must hold before the engine is asked. `start`: a run is to be shown where they are. */
export function checksOf(context: TeamsContext, { who, at }: Speaker, maxAgeMs: number, start = false): ActionAt<TeamsAccount>['before'] {
  const before = [() => context.accounts.refusal(who, at, maxAgeMs)]
  if (start) before.push(async () => says(context.places.refusal(at)))
  return before
}

function says(refusal: TeamsRefusal | undefined): Says | undefined {
  return refusal && (({ teams }) => teams.refusal(refusal))
}

/** Somebody who may speak here can be written to from now on. */
export function letIn({ remembered }: TeamsContext, { who: { account, address }, at }: Speaker): void {
  remembered.note(at)
  remembered.met({ tenant: account.tenant, object: account.object, id: address })
}
