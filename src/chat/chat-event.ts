/** What a platform tells of a person's deed, and what it gets back. Slack, Teams and the console speak these words. */
import type { Account } from '../policy/account.ts'
import type { Note } from './note.ts'
import type { Press } from './press.ts'

export interface ChatEvent {
  /** `console`, `slack`, `teams`. */
  platform: string
  /** Where in the platform; the run's conversation when this starts one. */
  channel: string
  account: Account
  /** What entries say under `via`: the platform, or `practice`. */
  via: string
  /** The platform's id of this event, the same when it is delivered again. */
  eventId: string
  /** The form that this was sent with: it begins one run at most, however often it is sent and whatever stands in it. */
  form?: string
  /** What the platform says of the person's languages: tags of BCP 47, the most wanted first. */
  languages?: readonly string[]
  /** When it was received: UTC, ISO 8601. */
  at: string
  action: ChatAction
}

export type ChatAction =
  | { type: 'typed'; text: string }
  /** Undefined: no button of ours, or one of a card that is too old to be read. */
  | { type: 'pressed'; press: Press | undefined }
  /** A procedure's form, sent as a whole; `answers` as written, by parameter. */
  | { type: 'filled'; procedure: string; rehearsal: boolean; answers: Record<string, string> }

/**
 * The answer to this account only. What a channel sees comes from the run's sealed log alone, as card and thread: so no answer
 * of a conversation is public, and nothing public can differ from what was recorded.
 */
export interface Reply {
  note: Note
  /** The run that this began or changed. */
  run?: string
  /** Faults by parameter, for the form they were typed in. */
  fields?: Record<string, string>
}
