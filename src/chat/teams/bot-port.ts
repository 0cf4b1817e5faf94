/** What we need of the Bot Framework, and all that the rest of Teams knows of it. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface BotPort {
  /**
   * Validates who calls (JWT), hands the activity on, and sends what `handle` answers (invokes). The body must have been read and parsed into `request.body`.
   * Never rejects: what is malformed or forged is answered by its status alone, logged, and `handle` never sees it.
   */
  process(request: ParsedRequest, response: ServerResponse, handle: Handle): Promise<void>
  /** Where an activity came from, as JSON that can be kept. Undefined where it does not say so. */
  referenceOf(activity: unknown): Reference | undefined
  /** Text of a message without the mentions of this bot, entities decoded, blanks at its ends removed. Empty where there is no text. */
  withoutMention(activity: unknown): string
  /** Calls in a conversation at any time. Each of them rejects with `CallFailed` and nothing else; what `work` throws comes through. */
  continueIn<T>(reference: Reference, work: (calls: Calls) => Promise<T>): Promise<T>
}

/** The token with which the bot calls Teams. */
export interface AppToken {
  /** Rejects with `CallFailed` whose `unsent` is true, and nothing else. */
  of(signal: AbortSignal): Promise<string>
  /** Teams did not take it: the next call gets another one. */
  forget(): void
}

export type ParsedRequest = IncomingMessage & { body?: unknown }

/** Undefined: nothing to be said. An invoke that gets no answer is answered 501. */
export type Handle = (activity: unknown) => Promise<InvokeAnswer | undefined>

export interface InvokeAnswer {
  /** HTTP. */
  status: number
  /** Sent as JSON. */
  body?: unknown
}

export interface Reference {
  serviceUrl: string
  tenant: string
  /** With `;messageid=` it is a thread of a channel. */
  conversation: string
  kind: 'channel' | 'groupChat' | 'personal'
}

/** Ten seconds for each call, its token included; nothing is tried twice. */
export interface Calls {
  /** The new activity's id. */
  send(activity: Outgoing): Promise<string>
  update(id: string, activity: Outgoing): Promise<void>
  remove(id: string): Promise<void>
  /** By object id or `29:` id. */
  member(id: string): Promise<Member>
  /** A page of those who are in the conversation; `after` is given where there are more. */
  members(after?: string): Promise<{ members: Member[]; after?: string }>
  /** The 1:1 conversation with a member, by their `29:` id or object id. */
  openDirect(memberId: string): Promise<Reference>
}

export interface Member {
  /** `29:…`: an address for messages, another one for each bot, and no person. */
  id: string
  /** Entra object id. */
  object?: string
  tenant?: string
  name?: string
  /** `user`, `guest`, `anonymous` … */
  role?: string
}

/** Text, or one Adaptive Card with a summary. */
export interface Outgoing {
  text?: string
  /** Teams reads text as Markdown where nothing is said. */
  textFormat?: 'markdown' | 'plain' | 'xml'
  card?: object
  /** What notifications say. */
  summary?: string
  /** Besides the card: file consent and the like, each with its `contentType`. */
  attachments?: object[]
  /** Mentions: each `text` must stand in the text as it is. */
  entities?: object[]
  /** Shown to this `29:` id alone; behind the switch `teams.targeted`. */
  targeted?: string
}

/** What is known of a call that did not succeed. No status: nothing was answered. */
export interface CallFault {
  /** HTTP status. */
  status?: number
  /** Teams' own, as `MessageWritesBlocked`; Entra's, as `AADSTS7000215`, where no token was given. */
  code?: string
  /** The system's, as `ECONNREFUSED`; `TIMEOUT`, `NO_ID`, `NO_TOKEN` and `UNREADABLE` are ours. */
  system?: string
  retryAfterMs?: number
  /** It is the token that could not be had: nothing was sent to Teams. */
  unsent?: boolean
}

/** A call did not succeed. */
export class CallFailed extends Error implements CallFault {
  override readonly name = 'CallFailed'
  readonly status?: number
  readonly code?: string
  readonly system?: string
  readonly retryAfterMs?: number
  readonly unsent?: boolean

  constructor(fault: CallFault, cause?: unknown) {
    super(`Teams did not do a call: ${[fault.status, fault.code, fault.system].filter((part) => part !== undefined).join(' ')}`, { cause })
    Object.assign(this, fault)
  }
}
