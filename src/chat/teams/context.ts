/** What every answer to Teams needs. */
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import type { ConnectionLog, ConnectionState } from '../live/connection-state.ts'
import type { Admission } from '../receive/admission.ts'
import type { Dedupe } from '../receive/dedupe.ts'
import type { Taken } from '../receive/take-action.ts'
import type { Accounts } from './account.ts'
import type { BotPort } from './bot-port.ts'
import type { Places } from './places.ts'
import type { OfferedFiles } from './receive/offered-files.ts'
import type { Teller } from './receive/tell-one-person.ts'
import type { Remembered } from './remembered.ts'

export interface TeamsContext {
  backend: ChatBackend
  port: Pick<BotPort, 'referenceOf' | 'withoutMention'>
  accounts: Pick<Accounts, 'of' | 'refusal'>
  places: Pick<Places, 'refusal'>
  remembered: Pick<Remembered, 'note' | 'met'>
  teller: Teller
  files: OfferedFiles
  admission: Admission
  /** What became of a line or a press, by its event's id. */
  once: Dedupe<Taken>
  /** What became of a form, by its run and what was written, as long as it stands: it may be open on two devices. */
  forms: Dedupe<Taken>
  /** Yes and no to files that were offered, by their event's id. */
  filesOnce: Dedupe<void>
  /** Whom nothing reached in a conversation of a run, a sentence each. */
  notTold(run: string, channel: string, words: Words): readonly string[]
  connection: Pick<ConnectionState, 'up' | 'down'>
  log: ConnectionLog
  /** Files may go to a place on this machine, over HTTP: beside a stand-in only. */
  localFiles: boolean
}

/** An approval is worth what Teams says of the account at that moment. */
export const PRESS_AGE_MS = 1000
export const TYPED_AGE_MS = 60_000
