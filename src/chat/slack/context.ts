/** What every answer to Slack needs. */
import type { ChatBackend } from '../backend.ts'
import type { Words } from '../../words/words.ts'
import type { Note } from '../note.ts'
import type { Says } from '../live/platform-error.ts'
import type { SlackRefusal } from '../../words/slack-words.ts'
import type { AccountIds, Accounts } from './account.ts'
import type { SlackApi } from './web-api/api.ts'
import type { Channels } from './channels.ts'
import type { FormOutcome } from '../receive/form-outcome.ts'
import type { ConnectionLog } from '../live/connection-state.ts'
import type { Dedupe } from '../receive/dedupe.ts'
import { renderNote } from './render/note.ts'
import type { Taken } from '../receive/take-action.ts'
import type { Teller } from './show/tell-one-person.ts'
import type { Admission } from '../receive/admission.ts'

export interface SlackContext {
  platform: 'Slack'
  backend: ChatBackend
  api: SlackApi
  accounts: Accounts
  channels: Channels
  teller: Teller
  admission: Admission
  /** What became of a command or a press, by its event's id; undefined where a form was opened. */
  once: Dedupe<Taken | undefined>
  /** What became of a form, by the id of the event that brought it. */
  deliveries: Dedupe<FormOutcome>
  /** The same by what was sent, as long as it stands: two events can bring one form twice. */
  forms: Dedupe<FormOutcome>
  log: ConnectionLog
}

/** Bolt's acknowledgement; what may be in it depends on what is acknowledged. */
export type Ack = (response?: Record<string, unknown>) => Promise<void>

/** An approval is worth what Slack says of the account at that moment. */
export const PRESS_AGE_MS = 1000
export const TYPED_AGE_MS = 60_000

export function ephemeral(words: Words, note: Note): Record<string, unknown> {
  const { text, blocks } = renderNote(words, note)
  return { response_type: 'ephemeral', text, blocks }
}

/**
 * Answers Slack; false where it has gone meanwhile, as a connection of Socket Mode may. What was done stands, so whoever did it must hear of it
 * on another way: Slack brings the event again, but it is not done again.
 */
export async function acknowledge({ log }: Pick<SlackContext, 'log'>, ack: Ack, response?: Record<string, unknown>): Promise<boolean> {
  try {
    await ack(response)
    return true
  } catch (cause) {
    log.warn({ err: cause }, 'Slack was gone before it could be answered')
    return false
  }
}

/** What must hold before the engine is asked: says why the account may do nothing here. */
export function accountGood(
  { accounts }: Pick<SlackContext, 'accounts'>,
  account: AccountIds,
  maxAgeMs: number,
): () => Promise<Says | undefined> {
  return async () => saysRefusal(await accounts.refusal(account, maxAgeMs))
}

/** The same of the channel in which a run is started. */
export function channelGood({ channels }: Pick<SlackContext, 'channels'>, channel: string): () => Promise<Says | undefined> {
  return async () => saysRefusal(await channels.refusal(channel))
}

function saysRefusal(refusal: SlackRefusal | undefined): Says | undefined {
  return refusal && (({ slack }) => slack.refusal(refusal))
}
