/** What is said in Teams only: of accounts and places there, and of what Teams did not do. */

import type { TeamsNoteWords } from './teams-note-words.ts'

/** Something that we ask of Teams. */
export type TeamsCall = 'send' | 'update' | 'remove' | 'member' | 'members' | 'create'

/** What Teams did not do. Times in seconds. */
export type TeamsFault =
  /** `code`: Teams' own. */
  | { is: 'refused'; call: TeamsCall; status: number; code?: string }
  /** Nobody knows whether it was done. `code`: the system's. */
  | { is: 'silent'; call: TeamsCall; code?: string }
  | { is: 'waits'; call: TeamsCall; seconds: number }
  /** Entra gives us no token. `code`: its own. */
  | { is: 'no-token'; code: string }
  /** Of the team or chat in which the run is shown. */
  | { is: 'no-member' }
  | { is: 'guest' }
  /** `tenant`: their own. */
  | { is: 'foreign'; tenant: string }
  /** A tenant whose people may not speak. */
  | { is: 'unlisted'; tenant: string }

/** Why an account may do nothing here. */
export type TeamsUnfit =
  | { is: 'no-object' }
  | { is: 'no-tenant' }
  /** Teams names several tenants for one thing that was done. */
  | { is: 'two-tenants'; tenants: readonly string[] }
  | { is: 'foreign'; tenant: string; allowed: readonly string[] }
  | { is: 'bot' }
  /** In the team or chat, as Teams says it now. */
  | { is: 'guest' }
  | { is: 'not-here' }
  | { is: 'no-role' }
  /** `role`: Teams' own word. */
  | { is: 'no-member'; role: string }
  /** Teams knows somebody else by this address. */
  | { is: 'another' }

/** Why nothing is taken from an account, or in a place. */
export type TeamsRefusal =
  | { of: 'account'; because: TeamsUnfit }
  /** `fault`: as the platform's fault is said. */
  | { of: 'account-not-checked'; fault: string }
  | { of: 'place'; because: 'direct' }
  | { of: 'place'; because: 'other'; allowed: readonly string[] }

export interface TeamsWords {
  refusal(refusal: TeamsRefusal): string
  fault(fault: TeamsFault): string
  /** The one button of a card that everybody sees: it shows their own. */
  yourPart: string
  /** A button: has lists looked for with what is written now. */
  lookForChoices: string
  note: TeamsNoteWords
}
