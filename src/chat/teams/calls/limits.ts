/** What Teams lets one bot do, as learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit gives it. */
import type { TeamsCall } from '../../../words/teams-words.ts'
import type { Slot, Window } from './rate-limit.ts'

const SECOND = 1000
const HOUR = 3_600_000

/** Every call in one conversation, its threads included. */
const CONVERSATION: readonly Window[] = [
  { most: 7, perMs: SECOND },
  { most: 8, perMs: 2 * SECOND },
  { most: 60, perMs: 30 * SECOND },
  { most: 1800, perMs: HOUR },
]

/** The roster of one conversation. */
const MEMBERS: readonly Window[] = [
  { most: 14, perMs: SECOND },
  { most: 16, perMs: 2 * SECOND },
  { most: 120, perMs: 30 * SECOND },
  { most: 3600, perMs: HOUR },
]

/** All calls to one tenant. */
const TENANT: readonly Window[] = [{ most: 50, perMs: SECOND }]

export interface Where {
  tenant: string
  conversation: string
}

/** Which limits a call counts against. New 1:1 chats count against one limit wherever they are asked for. */
export function slotsOf(call: TeamsCall, where: Where): Slot[] {
  const tenant = { key: `tenant/${where.tenant}`, windows: TENANT }
  if (call === 'create') return [{ key: `create/${where.tenant}`, windows: CONVERSATION }, tenant]
  const place = withoutThread(where.conversation)
  if (call === 'member' || call === 'members') return [{ key: `members/${place}`, windows: MEMBERS }, tenant]
  return [{ key: `messages/${place}`, windows: CONVERSATION }, tenant]
}

/** A thread of a channel is limited with its channel: nobody wrote which of the two counts. */
export function withoutThread(conversation: string): string {
  return conversation.split(';messageid=', 1)[0] ?? conversation
}

/** Of a conversation's calls in an hour, cards may take two thirds; lines and answers have the rest. */
const CARDS_AN_HOUR = 1200
/** Up to here cards are as quick as may be. */
const UNHURRIED = 600
/** Least time between two updates of cards in one conversation. */
const CARD_GAP_MS = 2500

/**
 * The share that updates of cards have, whether something changed or only somebody looks whether they stand. `used`: updates of the last hour.
 * The more there were, the longer is the gap, so that they become slower and never stop: at a steady pace it comes to about four seconds.
 */
export function cardSlot(where: Where, used: number): Slot {
  const gapMs = used <= UNHURRIED ? CARD_GAP_MS : (CARD_GAP_MS * UNHURRIED) / Math.max(1, CARDS_AN_HOUR - used)
  return {
    key: cardKey(where),
    windows: [
      { most: 1, perMs: gapMs },
      { most: CARDS_AN_HOUR, perMs: HOUR },
    ],
  }
}

/** Of an hour's calls, a third at most are looks whether cards still stand; four at a time. */
export const LOOKS: readonly Window[] = [{ most: 4, perMs: 24 * SECOND }]

export function lookKey({ conversation }: Where): string {
  return `looks/${withoutThread(conversation)}`
}

export function cardKey({ conversation }: Where): string {
  return `cards/${withoutThread(conversation)}`
}

export const AN_HOUR_MS = HOUR
