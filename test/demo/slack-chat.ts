/** The demo in Slack: the real bot by Socket Mode, and people who type, press and fill in forms in the stand-in's workspace. */
import { setTimeout as pause } from 'node:timers/promises'
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import type { Pressable, Told, Who } from '../conversation/platform.ts'
import { openConsoleClient, type ConsoleClient, type Reply } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import { slackEntries } from '../slack/slack-installation.ts'
import { slackPlatform, type HeldButton } from '../slack/slack-platform.ts'
import { socketTransport } from '../slack/stand-in/delivery.ts'
import { openWorkspace } from '../slack/stand-in/workspace.ts'
import type { Chat } from './chat.ts'
import { printSlack } from './print-slack.ts'
import type { Transcript } from './transcript.ts'

type Platform = ReturnType<typeof slackPlatform>

/** What the console's command has typed behind it, written into the form. */
const ANSWERS = Object.fromEntries([...WORDS.matchAll(/ (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
const CARD_WITHIN_MS = 20_000

export async function slackChat(): Promise<Chat> {
  const workspace = await openWorkspace(neededScopes())
  // Slack's own pace: one message a second in the channel, one card every two and a half.
  const { configuration, environment } = slackEntries(workspace, { hurry: 1 })
  return {
    where: ' in Slack: the real bot by Socket Mode, in a workspace of this machine that stands in for slack.com',
    words: '/failover persistent-chat',
    entries: configuration,
    environment,
    join: async (address, transcript) => {
      await workspace.socket.connected()
      const platform = slackPlatform(workspace, socketTransport(workspace.socket))
      return { client: await speakThere(address, platform, transcript), ...printSlack(workspace, transcript) }
    },
    close: () => workspace.close(),
  }
}

/** Whatever is read of a run comes from the console, as before; everything that people do goes through Slack. */
async function speakThere(address: string, platform: Platform, transcript: Transcript): Promise<ConsoleClient> {
  const reads = await openConsoleClient(address)
  return {
    ...reads,
    type: async (as, line) => {
      const told = await platform.type(as as Who, line)
      const form = await platform.form(as as Who, told)
      transcript.person(
        as,
        `fills it in: ${Object.entries(ANSWERS)
          .map(([name, value]) => `${name} = ${value}`)
          .join('; ')}`,
      )
      return replyOf(await platform.submit(as as Who, form, ANSWERS))
    },
    press: async (as, data) => {
      const button = await untilThere(platform, data)
      const { confirm } = (button.held as HeldButton).button.element
      if (confirm) transcript.say(`   Slack asks first: ${confirm.text.text.replaceAll('\n', ' ')}  [ ${confirm.confirm.text} ]`)
      return replyOf(await platform.press(as as Who, button, inputsOf(data)))
    },
  }
}

/** The button on the card in the channel, as soon as the card has it: a card follows its run at Slack's pace. */
async function untilThere(platform: Platform, data: Record<string, unknown>): Promise<Pressable> {
  const giveUpAt = Date.now() + CARD_WITHIN_MS
  for (;;) {
    const card = await platform.card(String(data['run']))
    const found = card?.buttons.find(({ held }) => isOf(held as HeldButton, data))
    if (found) return found
    if (Date.now() > giveUpAt) throw new Error(`the card of ${String(data['run'])} never had the button ${String(data['act'])}`)
    await pause(100)
  }
}

function isOf({ button }: HeldButton, data: Record<string, unknown>): boolean {
  const value = JSON.parse(button.element.value ?? '{}') as Record<string, unknown>
  return Object.entries(value).every(([name, each]) => data[name] === each)
}

/** `retry.reason` of a press is the field `reason` of its form. */
function inputsOf(data: Record<string, unknown>): Record<string, string> {
  const written = Object.entries(data).filter(([name]) => name.includes('.'))
  return Object.fromEntries(written.map(([name, value]) => [name.split('.').at(-1) ?? name, String(value)]))
}

function replyOf({ lines, run }: Told): Reply {
  return { note: { tone: 'info', title: lines.join(' ') }, ...(run !== undefined && { run }) }
}
