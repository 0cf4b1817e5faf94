/** A channel with nothing behind it but the stand-in of a platform, and what can be read there. */
import { beforeEach } from 'vitest'
import { LiveShow } from '../../../src/chat/live/show.ts'
import type { SaidRequest } from '../../../src/words/said-port.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { en } from '../../../src/words/en.ts'
import { PEOPLE } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'
import type { MessagesStandIn } from './messages-stand-in.ts'

export const CHANNEL = '19:incident@thread.tacv2'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const now = Date.now()
const later = new Date(now + 3_600_000).toISOString()

/** `at`: what the test that runs has set. */
export function showing(at: () => { messages: MessagesStandIn; nowMs: number }) {
  const troubles = new Map<string, string>()
  const connection = {
    up: (part: string) => void troubles.delete(part),
    down: (part: string, why: string) => void troubles.set(part, why),
  }
  /** People with an account in Slack. */
  const elsewhere = new Set<string>()
  beforeEach(() => {
    troubles.clear()
    elsewhere.clear()
  })

  /** Another process of the bot, which knows nothing of the one before. */
  function born(): LiveShow {
    return new LiveShow({
      messages: at().messages,
      connection,
      now: () => at().nowMs,
      log: silent,
      people: () => PEOPLE,
      platformsOf: (person) => (elsewhere.has(person) ? ['slack'] : []),
      words: () => en,
      shown: () => undefined,
    })
  }

  const cards = (): string[] =>
    at()
      .messages.messages.filter(({ under, channel }) => channel === CHANNEL && !under)
      .map(({ id }) => id)
  const under = (card: string | undefined): string[] =>
    at()
      .messages.messages.filter((each) => each.under === card)
      .map(({ text }) => text.replace(/\d\d:\d\d:\d\d UTC {2}/g, ''))
  return { born, cards, under, troubles, elsewhere }
}

export function request(over: Partial<SaidRequest> = {}, run: Partial<SaidView> = {}): SaidRequest {
  const conversation = { platform: 'teams', channel: CHANNEL }
  const shown = view({ conversation, startedAt: later, ...run })
  return { conversation, view: shown, viewIn: () => shown, lines: [], notices: [], ...over }
}

export const line = (n: number, text: string): { n: number; at: string; text: string } => ({ n, at: later, text })
