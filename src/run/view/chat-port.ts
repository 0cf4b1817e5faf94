/** What the engine asks of a platform: make a run's conversation look like this. Slack, Teams and the console each serve it. */
import type { ConversationAt } from '../command.ts'
import type { Tells } from '../facts/notice.ts'
import type { Progress, RunView, ThreadLine } from './view.ts'

export interface ChatPort {
  /** Least time between two shows of one conversation, as the platform's limits want it. */
  intervalMs: number
  /**
   * One try. MUST post lines in order, and MUST answer what was posted when it stops half-way; what is not answered is asked for again.
   * Throws when nothing could be tried: an error with `retryAfterMs` is tried again after that time, any other after a growing pause.
   */
  show(request: ShowRequest): Promise<Shown>
  /** What a run that has not ended says and shows, told each time that it is driven anew: for whoever keeps that in memory only. MUST return at once. */
  remember?(view: RunView, lines: ThreadLine[]): void
}

export interface ShowRequest {
  /** The one that is to look like this: one of `conversationsOf(view)`. People are asked in the first one of each platform. */
  conversation: ConversationAt
  view: RunView
  /** Thread lines that were not posted yet, by rising `n`. After a crash a line may be asked for a second time, with the same `n`. */
  lines: ThreadLine[]
  /** What the running attempt says of itself; absent when none runs. */
  progress?: Progress
  /** What people are to be told who were not told yet. */
  notices: Notice[]
  /** The platform's id of the run's card, as `show` answered it first; absent before. */
  card?: string
}

/** `people`: ids of `people.yaml`. A gate waits for them, or the document tells them something. */
export type Notice = { key: string; people: string[] } & ({ gate: number } | { tells: Tells })

export interface Shown {
  posted: {
    /** The platform's id of the card's message. */
    card?: string
    /** `n` of every line that was posted. */
    lines: number[]
    /** `key` of every notice that was given: everybody of it was told. */
    notices: string[]
  }
  /** There is a rest, which is tried again after this time; other runs of the conversation do not wait for it. */
  retryAfterMs?: number
}
