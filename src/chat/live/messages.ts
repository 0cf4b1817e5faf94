/**
 * What a run's conversation needs of a platform whose messages can be posted and updated. Ids of messages and of direct conversations are the
 * platform's own and opaque. Every call rejects with `Paused` or `PlatformError` and nothing else, and does what it does at most once.
 */
import type { PlatformName } from '../../words/live-words.ts'
import type { SaidView } from '../../words/said-view.ts'
import type { Card } from '../card/card.ts'
import type { AskSaid } from './ask-said.ts'
import type { LineText } from './thread-lines.ts'

/** Where a run is shown. */
export interface Place {
  run: string
  channel: string
  /** Nothing that is looked for is older: ISO 8601. */
  since: string
}

export interface Limits {
  /** How long the call may wait for its turn; after that it is `Paused`, and nothing was sent. */
  longestWaitMs: number
}

/** A run's card as the platform shows it. */
export interface Drawing {
  /** The same for two that look the same. */
  hash: string
  /** What people decide on at the gate is not whole on it. */
  cutPlan: boolean
  /** Answers the id of the new message. */
  post(limits: Limits): Promise<string>
  /** Takes the place of what the message says. */
  update(id: string, limits: Limits): Promise<void>
}

/** Somebody who is asked at a gate. `duty`: because nobody answered. */
export interface Asked {
  gate: number
  duty: boolean
  /** Id of `people.yaml`. */
  person: string
}

/** Somebody who was told what the document says. `tells`: the notice's key. */
export interface TellMark {
  tells: string
  person: string
}

/** One person's direct conversation. */
export interface Direct {
  person: string
  channel: string
}

export interface Messages {
  readonly platform: PlatformName
  /** Least time between two shows of one conversation. */
  readonly intervalMs: number
  /** How lines are written into a message. */
  readonly lineText: LineText
  /** Is this an id of a message, as this platform makes them? What the engine kept is read by it. */
  isId(id: string): boolean

  /** `notTold`: whom nothing reached, a sentence each. */
  draw(place: Place, view: SaidView, card: Card, notTold: readonly string[]): Drawing
  /** For a platform that does not take the whole card: what the run is, and `why` it is not whole, with the way to the rest. */
  drawShort(place: Place, view: SaidView, card: Card, why: string): Drawing
  /** An older card says only this from now on. */
  retireCard(place: Place, id: string, says: string, limits: Limits): Promise<void>
  /** Does the message still stand? Undefined where the platform does not say. Never rejects. */
  stands(place: Place, id: string, limits: Limits): Promise<boolean | undefined>
  /** Which of these messages of a channel are not there any more; those that cannot be looked at are not judged. */
  removedOf(channel: string, ids: readonly string[]): Promise<string[]>

  /** Are there threads below messages of this channel? */
  hasThreads(channel: string): boolean
  /** Into the run's thread, or after its card where there are no threads. `text` is written by `lineText`, `ends`: `n` of the lines that end in it. False: the card is gone, and nothing of it was said. */
  say(place: Place, card: string, text: string, ends: readonly number[], limits: Limits): Promise<boolean>
  /** A file in the run's thread. Without it, what would be a file is said there in pieces. */
  attach?(place: Place, card: string, file: { name: string; text: string; comment: string }): Promise<void>
  /** In the run's thread, so that this person is told of it. Answers the id of the message. */
  mention(place: Place, card: string, asked: Asked, says: string, limits: Limits): Promise<string>

  /** Names the account of a person on this platform, for nobody to read; undefined where there is none. */
  accountOf(person: string): string | undefined
  /** Rejects with `NoAccount` where this person must not be told what is planned, and with others where that is not known. */
  checkAccount(place: Place, person: string): Promise<void>
  /** Opens the direct conversation with a person who has an account. */
  openDirect(place: Place, person: string): Promise<string>
  /** Answers the id of the message. `mark`: so that it is found again. */
  postDirect(place: Place, to: Direct, says: AskSaid | string, mark: Asked | TellMark | undefined, limits: Limits): Promise<string>
  updateDirect(to: Direct, id: string, says: AskSaid | string, limits: Limits): Promise<void>
  removeDirect(to: Direct, id: string, limits: Limits): Promise<void>
  /** Leads to the card. */
  linkTo(place: Place, card: string): Promise<string>

  /** What an earlier process posted, where its record was lost: nothing where the platform does not let us look. Cards come oldest first. */
  findCards(place: Place): Promise<string[]>
  findLines(place: Place, card: string): Promise<ReadonlySet<number>>
  findFile(place: Place, card: string, name: string): Promise<boolean>
  findAsk(place: Place, to: Direct, asked: Asked): Promise<string | undefined>
  findTold(place: Place, to: Direct, mark: TellMark): Promise<string | undefined>
  findMention(place: Place, card: string, asked: Asked): Promise<string | undefined>
}
