/** What is said in Teams only: of accounts and places there, and of what Teams did not do. */

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

export interface TeamsWords {
  fault(fault: TeamsFault): string
  /** The one button of a card that everybody sees: it shows their own. */
  yourPart: string
}
