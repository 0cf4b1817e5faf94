/** A run that waits at its gate, and everything with which somebody could try to get past it. */
import { setTimeout as pause } from 'node:timers/promises'
import { buttonsIn, linesOf, type CardButton } from '../conversation/read-card.ts'
import { waitingIn, type Outcome, type RefusalIn, type Waiting } from '../conversation/rules-of-refusals.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import type { AccountName } from './stand-in/accounts.ts'
import { executeOf, messageOf, submitOf, type Activity } from './stand-in/activities.ts'
import type { Message } from './stand-in/messages.ts'
import { CHANNEL, type Place } from './stand-in/places.ts'
import type { TeamsHouse } from './teams-installation.ts'
import { newestCard, teamsPlatform } from './teams-platform.ts'

export type Refusal = RefusalIn<Scene>

type Spoil = (activity: Activity) => void

export interface Scene extends TeamsHouse, Waiting {
  /** Types into the channel where nothing is said; what is told is read in that person's own chat. */
  type(as: AccountName, line: string, more?: { place?: string; spoil?: Spoil }): Promise<Outcome>
  /** The first button of Amir's card that begins so, with its data spoilt. */
  press(as: AccountName, label: string, data?: (data: Record<string, unknown>) => unknown, spoil?: Spoil): Promise<Outcome>
  /** The same in a client that sends it as a message. */
  submit(as: AccountName, data: object): Promise<Outcome>
}

export async function sceneIn(house: TeamsHouse): Promise<Scene> {
  const { teams, installation } = house
  const { messages, serviceUrl } = teams.connector
  const found = await waitingIn({ platform: teamsPlatform(teams), installation })
  const message = newestCard(teams, CHANNEL, found.waiting.run)
  if (!message) throw new Error('no card was posted')
  const at = { message, place: placeOf(house, CHANNEL) }
  const told = async (as: AccountName, activity: Activity): Promise<Outcome> => {
    const since = messages.all.length
    const { status } = await teams.deliver(activity)
    return { status, says: status === 200 ? await untilTold(house, as, since) : '' }
  }
  return {
    ...house,
    ...found,
    type: (as, line, { place = CHANNEL, spoil } = {}) => {
      const activity = messageOf(as, { place: placeOf(house, place) }, String(Date.now()), line, 'desktop', serviceUrl)
      spoil?.(activity)
      return told(as, activity)
    },
    press: async (as, label, data = (each) => each, spoil) => {
      const button = buttonOf(await cardOf(house, message), label)
      const action = { ...button.action, data: data(button.action.data) as object }
      const activity = executeOf(as, at, action, 'manual', serviceUrl)
      spoil?.(activity)
      const { status, shown } = await teams.deliver(activity)
      const says =
        shown.type === 'message' ? shown.text : shown.type === 'error' ? shown.message : shown.type === 'card' ? noteOf(shown.card) : ''
      return { status, says }
    },
    submit: (as, data) => told(as, submitOf(as, at, data, serviceUrl)),
  }
}

export function placeOf({ teams }: Pick<TeamsHouse, 'teams'>, id: string): Place {
  const place = teams.connector.messages.places.get(id)
  if (!place) throw new Error(`there is no place ${id}`)
  return place
}

/** As Amir sees it, who may do most. */
async function cardOf({ teams }: TeamsHouse, message: Message): Promise<unknown> {
  const { shown } = await teams.refresh('amir', message)
  if (shown.type !== 'card') throw new Error(`no card was shown but ${JSON.stringify(shown)}`)
  return shown.card
}

function buttonOf(card: unknown, label: string): CardButton {
  const button = buttonsIn(card).find((each) => each.label.startsWith(label))
  if (!button) throw new Error(`the card has no button ${label}`)
  return button
}

function noteOf(card: Record<string, unknown> | undefined): string {
  const body = (card?.['body'] ?? []) as Record<string, unknown>[]
  return withoutMark(linesOf(body.find(({ id }) => id === 'note')).join('\n'))
}

function withoutMark(line: string): string {
  return line.replace(/^(?:✓|ℹ︎|✗) /, '')
}

async function untilTold({ teams }: TeamsHouse, as: AccountName, since: number): Promise<string> {
  const { messages } = teams.connector
  const own = messages.personal(as).id
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const note = messages.all
      .slice(since)
      .find(({ conversation, from, card }) => conversation === own && from === 'bot' && noteOf(card) !== '')
    if (note) return noteOf(note.card)
    if (Date.now() > giveUpAt) throw new Error(`${as} was told nothing`)
    await pause(25)
  }
}
