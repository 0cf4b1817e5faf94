/** People in Teams, for the suite that every platform passes. */
import { setTimeout as pause } from 'node:timers/promises'
import { buttonsIn, inputsIn, linesOf, type CardButton } from '../conversation/read-card.ts'
import type { Form, Platform, Pressable, Told, Who } from '../conversation/platform.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { ACCOUNTS, tenantOf, type AccountName, type TeamsAccount } from './stand-in/accounts.ts'
import type { Delivered } from './stand-in/deliver.ts'
import { postsIn, refreshedFor, threadUnder, type Message } from './stand-in/messages.ts'
import { CHANNEL } from './stand-in/places.ts'
import type { Teams } from './stand-in/teams.ts'

type Json = Record<string, unknown>

/** A button, and the message on which it was seen. */
export interface HeldButton {
  button: CardButton
  message: Message
}

/** `place`: a channel or a group chat. */
export function teamsPlatform(teams: Teams, place = CHANNEL): Platform {
  const { messages } = teams.connector
  const view = async (as: Who, run: string): Promise<{ card: Json; message: Message } | undefined> => {
    const message = newestCard(teams, place, run)
    if (!message) return undefined
    const { shown } = await teams.refresh(as, message)
    return shown.type === 'card' ? { card: shown.card, message } : undefined
  }
  const press = async (as: Who, { held }: Pressable, written: Record<string, string> = {}): Promise<Told> => {
    const { button, message } = held as HeldButton
    const inputs = Object.fromEntries(Object.entries(written).map(([name, value]) => [`${button.action.data.act}.${name}`, value]))
    const since = messages.all.length
    const delivered = await teams.press(as, message, button.action, { ...valuesIn(button), ...inputs })
    return pressedTold(await lateToo(teams, as, since, delivered), message)
  }
  return {
    via: 'teams',
    account: (as) => `teams account ${tenantOf(as)}/${objectOf(as)}`,
    type: async (as, line) => {
      const since = messages.all.length
      mustBeWell(await teams.type(as, line, { place }))
      return noteTold(await untilTold(teams, as, since, line.startsWith('/countersign audit')))
    },
    form: async (as, { run = '', lines }): Promise<Form> => {
      const found = await until(async () => {
        const seen = await view(as, run)
        const button = seen && buttonsIn(seen.card).find(({ action }) => action.data.act === 'answer')
        return seen && button ? { ...seen, button } : undefined
      })
      if (!found) throw new Error(`the card of ${run} has no form; ${as} was told: ${lines.join(' ')}`)
      const { card, message, button } = found
      const inputs = inputsIn(card)
      const fields = inputs.map(({ id, label, value, choices }) => [
        id.replace(/^answer\./, ''),
        { label, ...(value !== undefined && { value }), ...(choices && { choices: choices.map((choice) => choice.value) }) },
      ])
      const initial = Object.fromEntries(inputs.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])))
      const held: HeldButton = { button: { ...button, action: { ...button.action, data: { ...initial, ...button.action.data } } }, message }
      return { run, fields: Object.fromEntries(fields), held: { label: button.label, held } }
    },
    submit: (as, form, answers) => press(as, form.held as Pressable, answers),
    press,
    card: async (run) => {
      const message = newestCard(teams, place, run)
      if (!message?.card) return undefined
      const people = refreshedFor(message)
      const views = await Promise.all(people.map((as) => teams.refresh(as, message)))
      const lists = views.map(({ shown }) => (shown.type === 'card' ? buttonsIn(shown.card) : []))
      return {
        text: linesOf(message.card),
        buttons: together(lists).map((button) => ({ label: button.label, held: { button, message } satisfies HeldButton })),
      }
    },
    thread: async (run) => {
      const cards = postsIn(messages, place).filter(({ card }) => cardOf(card, run))
      return cards
        .flatMap((message) => threadOf(teams, place, message))
        .flatMap(({ text }) => text.split('\n'))
        .map((line) => line.replace(/^\d\d:\d\d:\d\d UTC {2}/, ''))
    },
  }
}

/** In a chat, what follows the card is its thread. */
function threadOf({ connector: { messages } }: Teams, place: string, message: Message): Message[] {
  const isChannel = messages.places.get(place)?.kind === 'channel'
  return isChannel ? threadUnder(messages, message) : postsIn(messages, place).filter(({ from, card }) => from === 'bot' && !card)
}

export function newestCard({ connector: { messages } }: Teams, place: string, run: string): Message | undefined {
  return postsIn(messages, place).findLast(({ card }) => cardOf(card, run))
}

function cardOf(card: Json | undefined, run: string): boolean {
  return card !== undefined && new RegExp(`^${run}\\b`).test(String(card['fallbackText']))
}

/** Every button that one of them sees, in the order of who sees most. */
function together(lists: CardButton[][]): CardButton[] {
  const [first = [], ...rest] = lists.toSorted((a, b) => b.length - a.length)
  const more = rest.flat().filter((button) => !first.some(({ label }) => label === button.label))
  return [...first, ...more.filter((button, index) => more.findIndex(({ label }) => label === button.label) === index)]
}

function valuesIn({ action: { data } }: CardButton): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => entry[0].includes('.') && typeof entry[1] === 'string'),
  )
}

interface Heard {
  cards: Json[]
  texts: string[]
  message?: Message
  file?: { name: string; text: string }
}

/** Notes in a person's own chat since then: cards that begin with one. */
function heardBy({ connector: { messages } }: Teams, as: Who, since: number): Message[] {
  const own = messages.personal(as).id
  return messages.all
    .slice(since)
    .filter(({ conversation, from, card }) => conversation === own && from === 'bot' && noteIn(card) !== undefined)
}

function noteIn(card: Json | undefined): Json | undefined {
  const body = (card?.['body'] ?? []) as Json[]
  return body.find(({ id }) => id === 'note')
}

/** What the bot says when the engine is slow: it is not what came of a deed, and is waited past. */
const LATER = 'what it came to.'

async function untilTold(teams: Teams, as: Who, since: number, filesToo: boolean): Promise<Heard> {
  const heard = await until(async () => {
    const notes = heardBy(teams, as, since).filter(({ card }) => !linesOf(card).join('\n').includes(LATER))
    return notes.length > 0 ? notes : undefined
  })
  if (!heard) throw new Error(`${as} was told nothing`)
  const [message] = heard
  const refused = heard.length === 1 && linesOf(heard[0]?.card).length === 1
  const file = filesToo && !refused ? await fileFor(teams, as, since) : undefined
  return {
    cards: heard.flatMap(({ card }) => (card === undefined ? [] : [card])),
    texts: [],
    ...(message && { message }),
    ...(file && { file }),
  }
}

/** Takes the file that is offered, as a person does. */
async function fileFor(teams: Teams, as: Who, since: number): Promise<{ name: string; text: string }> {
  const { messages, uploads } = teams.connector
  const own = messages.personal(as).id
  const offer = await until(async () =>
    messages.all
      .slice(since)
      .find(({ conversation, attachments }) => conversation === own && String(attachments[0]?.['contentType']).endsWith('.file.consent')),
  )
  if (!offer) throw new Error(`${as} was offered no file`)
  mustBeWell(await teams.answerFile(as, offer, 'accept'))
  const name = String(offer.attachments[0]?.['name'])
  const bytes = await until(async () => uploads.get(`${offer.id}-${name}`))
  if (!bytes) throw new Error(`the file ${name} never came`)
  return { name, text: Buffer.from(bytes).toString('utf8') }
}

/** An answer that the engine was too slow for comes to the person's own chat. */
async function lateToo(teams: Teams, as: Who, since: number, delivered: Delivered): Promise<Heard> {
  mustBeWell(delivered)
  const { shown } = delivered
  if (shown.type === 'error') throw new Error(`the press was answered with ${shown.code}: ${shown.message}`)
  if (shown.type === 'message' && shown.text.includes(LATER)) return untilTold(teams, as, since, false)
  return { cards: shown.type === 'card' ? [shown.card] : [], texts: shown.type === 'message' ? shown.text.split('\n') : [] }
}

function pressedTold(heard: Heard, message: Message): Told {
  const faults = heard.cards.flatMap((card) => faultsIn(card))
  const told = noteTold({ message, ...heard })
  return { ...told, fields: Object.fromEntries(faults) }
}

function noteTold({ cards, texts, message, file }: Heard): Told {
  const notes = cards.flatMap((card) => noteIn(card) ?? [])
  const lines = [...texts, ...notes.flatMap((note) => linesOf(note)).flatMap((line) => line.replace(/^(?:✓|ℹ︎|✗) /, '').split('\n'))]
  const run = /\bR-\d+\b/.exec(lines.join(' '))?.[0]
  const buttons = notes.flatMap((note) => buttonsIn(note))
  return {
    lines,
    fields: {},
    ...(run !== undefined && { run }),
    ...(file && { file }),
    ...(buttons.length > 0 &&
      message && { buttons: buttons.map((button) => ({ label: button.label, held: { button, message } satisfies HeldButton })) }),
  }
}

/** A fault stands below its field. */
function faultsIn(card: Json): [string, string][] {
  const lines: [string, string][] = []
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    const { id, type } = node as Json
    const named = /^answer\.(.+)-fault$/.exec(String(id))?.[1]
    if (type === 'RichTextBlock' && named !== undefined) lines.push([named, linesOf(node).join('').replace(/^✗ /, '')])
    Object.values(node).forEach(look)
  }
  look(card)
  return lines
}

function objectOf(as: AccountName): string {
  const account: TeamsAccount = ACCOUNTS[as]
  return account.object ?? ''
}

function mustBeWell({ status, text }: Delivered): void {
  if (status !== 200 && status !== 202) throw new Error(`the bot answered ${status}: ${text}`)
}

/** Undefined where it never came. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined || Date.now() > giveUpAt) return found
    await pause(40)
  }
}
