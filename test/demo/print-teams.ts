/** Prints what the stand-in's tenant shows: cards, threads, 1:1 chats and files, in the order in which they came. */
import { setTimeout as pause } from 'node:timers/promises'
import { buttonsIn, linesOf } from '../conversation/read-card.ts'
import { ACCOUNTS, type AccountName } from '../teams/stand-in/accounts.ts'
import { CARD, FILE_CONSENT, shownText } from '../teams/stand-in/activity-faults.ts'
import type { ConnectorCall } from '../teams/stand-in/call.ts'
import type { Connector } from '../teams/stand-in/connector.ts'
import type { Transcript } from './transcript.ts'

type Json = Record<string, unknown>

interface Shown {
  /** Lines of the card as it was printed last, and whose message it is. */
  card: string[]
  message?: string
}

const LOOK_EVERY_MS = 50
const LAST_CARD_WITHIN_MS = 20_000

export function printTeams(connector: Pick<Connector, 'calls' | 'messages'>, transcript: Transcript): { end(): Promise<void> } {
  const shown: Shown = { card: [] }
  let next = 0
  const look = (): void => {
    // A call without an answer is still under way: what came after it waits for it.
    for (let call = connector.calls[next]; call?.answer; call = connector.calls[next]) {
      next++
      if (call.answer.status < 300) print(connector, call, shown, transcript)
    }
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  return {
    // At Teams' pace the last card comes some seconds after the end; then nobody has a part in it any more.
    end: async () => {
      const giveUpAt = Date.now() + LAST_CARD_WITHIN_MS
      while (shown.card.some(isButtons) && Date.now() < giveUpAt) await pause(LOOK_EVERY_MS)
      clearInterval(looking)
      look()
    },
  }
}

function print({ messages }: Pick<Connector, 'messages'>, call: ConnectorCall, shown: Shown, transcript: Transcript): void {
  const { operation, conversation, thread, of, body, answer } = call
  const place = messages.places.get(conversation)
  const person = place?.kind === 'personal' ? nameOf(place.members[0]) : undefined
  const card = cardIn(body)
  if (operation === 'remove' && person !== undefined) transcript.say(`   (the message in the 1:1 chat with ${person} is taken back)`)
  if (operation !== 'send' && operation !== 'update') return
  if (person !== undefined) {
    const word = operation === 'send' ? '' : ', changed'
    transcript.say(`   (1:1 chat with ${person}${word}) ${saidIn(body).join(' ').replaceAll('\n', ' ')}`)
  } else if (card && (operation === 'send' || of === shown.message)) {
    if (operation === 'send') shown.message = String(answer?.body?.['id'])
    printCard(card, shown, transcript)
  } else if (operation === 'send') {
    const where = thread === undefined ? '' : 'in the thread: '
    for (const line of saidIn(body)) transcript.say(`   ${where}${line}`)
  }
}

/** The whole card where there is something to decide, or nothing any more; else the lines that are new. */
function printCard(card: Json, shown: Shown, transcript: Transcript): void {
  const buttons = buttonsIn(card).map(({ label }) => `[ ${label} ]`)
  const seers = seersOf(card)
  const lines = [
    ...linesOf(card).flatMap((line) => line.split('\n')),
    ...(buttons.length === 0 ? [] : [buttons.join('  ')]),
    ...(seers.length === 0 ? [] : [`(a view of their own, with what they can do: ${seers.join(', ')})`]),
  ]
  const before = new Set(shown.card)
  const asks = lines.filter((line) => line.startsWith('◔ ') || line.startsWith('▲ '))
  const whole = before.size === 0 || !lines.some(isButtons) || asks.some((line) => !before.has(line))
  shown.card = lines
  if (whole) for (const line of ['┌──── the card', ...lines.map((each) => `│ ${each}`), '└────']) transcript.say(line)
  else for (const line of lines.filter((each) => !before.has(each))) transcript.progress(line)
}

function seersOf(card: Json): string[] {
  const ids = (card['refresh'] as { userIds?: string[] } | undefined)?.userIds ?? []
  return (Object.keys(ACCOUNTS) as AccountName[]).filter((name) => ids.includes(ACCOUNTS[name].id)).map(nameOf)
}

function isButtons(line: string): boolean {
  return line.startsWith('[ ')
}

function saidIn(body: Json): string[] {
  const card = cardIn(body)
  if (card) return [...linesOf(card), ...buttonsIn(card).map(({ label }) => `[ ${label} ]`)]
  const offered = (body['attachments'] as Json[] | undefined)?.find(({ contentType }) => contentType === FILE_CONSENT)
  if (offered) return [`a file is offered: ${String(offered['name'])}`]
  const { text, textFormat } = body
  return typeof text === 'string' ? shownText(text, textFormat).split('\n') : []
}

function cardIn({ attachments }: Json): Json | undefined {
  return (attachments as Json[] | undefined)?.find(({ contentType }) => contentType === CARD)?.['content'] as Json | undefined
}

function nameOf(person: AccountName | undefined): string {
  return `${person?.[0]?.toUpperCase()}${person?.slice(1)}`
}
