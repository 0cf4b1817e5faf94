/** What stands in the conversations of the stand-in, and who sees which of it. */
import { ACCOUNTS, type AccountName } from './accounts.ts'
import { CARD, shownText } from './activity-faults.ts'
import { firstPlaces, personalPlace, type Place } from './places.ts'

type Json = Record<string, unknown>

export interface Message {
  id: string
  /** Of its place, without `;messageid=`. */
  conversation: string
  /** The message whose thread it stands in; a message of a chat has none. */
  thread?: string
  from: AccountName | 'bot'
  /** As people read it: mentions are names. */
  text: string
  card?: Json
  summary?: string
  attachments: Json[]
  /** Who was called by name. */
  mentioned: string[]
  /** How often it was changed. */
  edits: number
  deleted: boolean
  /** Alone for this one. */
  only?: AccountName
}

export interface Messages {
  places: Map<string, Place>
  all: Message[]
  /** The card that somebody alone sees in place of the posted one, until that is changed: by message and person. */
  views: Map<string, Json>
  /** What a person or the bot says. Gives it an id that no other has. */
  post(said: Omit<Message, 'id' | 'edits' | 'deleted'>): Message
  /** What the bot sent, as a message. */
  read(activity: Json): Pick<Message, 'text' | 'attachments' | 'mentioned'> & { card?: Json; summary?: string }
  /** The 1:1 chat of this person and the bot; made when it is not there. */
  personal(as: AccountName): Place
}

export function openMessages(): Messages {
  const places = new Map(firstPlaces().map((place) => [place.id, place]))
  let lastId = 1_764_300_000_000
  const all: Message[] = []
  return {
    places,
    all,
    views: new Map(),
    post: (said) => {
      lastId += 1
      const message = { ...said, id: String(lastId), edits: 0, deleted: false }
      all.push(message)
      return message
    },
    read: ({ text = '', textFormat, summary, attachments, entities }) => {
      const list = (Array.isArray(attachments) ? attachments : []) as Json[]
      const card = list.find(({ contentType }) => contentType === CARD)?.['content'] as Json | undefined
      const named = ((Array.isArray(entities) ? entities : []) as Json[]).filter(({ type }) => type === 'mention')
      return {
        text: shownText(String(text), textFormat),
        attachments: list,
        mentioned: named.map(({ mentioned }) => String((mentioned as Json)['id'])),
        ...(card && { card }),
        ...(typeof summary === 'string' && { summary }),
      }
    },
    personal: (as) => {
      const place = personalPlace(as)
      const there = places.get(place.id) ?? place
      places.set(place.id, there)
      return there
    },
  }
}

/** What stands at the top of a place, oldest first: in a channel, the messages that threads hang under. */
export function postsIn({ all }: Messages, place: string): Message[] {
  return all.filter(({ conversation, thread, deleted }) => conversation === place && thread === undefined && !deleted)
}

/** The replies under a message, oldest first. */
export function threadUnder({ all }: Messages, { id, conversation }: Message): Message[] {
  return all.filter((each) => each.conversation === conversation && each.thread === id && !each.deleted)
}

/** The card of a message as this person sees it: their own view where they have one. */
export function cardFor({ views }: Messages, message: Message, as: AccountName): Json | undefined {
  return views.get(viewKey(message.id, as)) ?? message.card
}

export function viewKey(message: string, as: AccountName): string {
  return `${message} ${as}`
}

/** Whose client asks for a view of its own by itself: those that the card's `refresh` names. */
export function refreshedFor({ card }: Message): AccountName[] {
  const ids = (card?.['refresh'] as { userIds?: string[] } | undefined)?.userIds ?? []
  return (Object.keys(ACCOUNTS) as AccountName[]).filter((name) => ids.includes(ACCOUNTS[name].id))
}
