/** People of the demo on a platform: whatever is read of a run comes from the console, as before; everything that people do goes through the platform. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Platform, Pressable, Told, Who } from '../conversation/platform.ts'
import { openConsoleClient, type ConsoleClient, type Reply } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import type { Transcript } from './transcript.ts'

export interface Driver {
  platform: Platform
  /** What a button carries. */
  dataOf(button: Pressable): Record<string, unknown>
  /** What is asked before a press counts, as one line. */
  asks(button: Pressable): string | undefined
  /** Whether this person sees the button; where nothing is said, everybody does. */
  sees?(as: Who, button: Pressable): Promise<boolean>
}

/** What the console's command has typed behind it, written into the form. */
const ANSWERS = Object.fromEntries([...WORDS.matchAll(/ (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
const CARD_WITHIN_MS = 20_000

export async function speakThere(address: string, driver: Driver, transcript: Transcript): Promise<ConsoleClient> {
  const { platform } = driver
  const reads = await openConsoleClient(address)
  const seen: Pressable[] = []
  return {
    ...reads,
    type: async (as, line) => {
      const told = await platform.type(as as Who, line)
      const form = await platform.form(as as Who, told)
      const written = Object.entries(ANSWERS).map(([name, value]) => `${name} = ${value}`)
      transcript.person(as, `fills it in: ${written.join('; ')}`)
      return replyOf({ ...told, ...(await platform.submit(as as Who, form, ANSWERS)) })
    },
    press: async (as, data) => {
      const button = await untilThere(driver, data, seen)
      if ((await driver.sees?.(as as Who, button)) === false)
        transcript.say('   Their own view of the card has no such button; what is sent is what a client can be made to send.')
      const asked = driver.asks(button)
      if (asked !== undefined) transcript.say(`   ${asked}`)
      return replyOf(await platform.press(as as Who, button, inputsOf(data)))
    },
  }
}

/** The button as soon as somebody sees it, for a card follows its run at the platform's pace; one that was seen before can be pressed when it is old. */
async function untilThere(driver: Driver, data: Record<string, unknown>, seen: Pressable[]): Promise<Pressable> {
  const giveUpAt = Date.now() + CARD_WITHIN_MS
  for (;;) {
    const card = await driver.platform.card(String(data['run']))
    seen.unshift(...(card?.buttons ?? []))
    const found = seen.find((button) => Object.entries(driver.dataOf(button)).every(([name, value]) => data[name] === value))
    if (found) return found
    if (Date.now() > giveUpAt) throw new Error(`the card of ${String(data['run'])} never had the button ${String(data['act'])}`)
    await pause(100)
  }
}

/** `retry.reason` of a press is the field `reason` of its form. */
function inputsOf(data: Record<string, unknown>): Record<string, string> {
  const written = Object.entries(data).filter(([name]) => name.includes('.'))
  return Object.fromEntries(written.map(([name, value]) => [name.split('.').at(-1) ?? name, String(value)]))
}

function replyOf({ lines, run }: Told): Reply {
  return { note: { tone: 'info', title: lines.join(' ') }, ...(run !== undefined && { run }) }
}
