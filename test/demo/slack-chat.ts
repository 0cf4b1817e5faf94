/** The demo in Slack: the real bot by Socket Mode, and people who type, press and fill in forms in the stand-in's workspace. */
import { neededScopes } from '../../src/chat/slack/web-api/methods.ts'
import { slackEntries } from '../slack/slack-installation.ts'
import { slackPlatform, type HeldButton } from '../slack/slack-platform.ts'
import { socketTransport } from '../slack/stand-in/delivery.ts'
import { openWorkspace, type Workspace } from '../slack/stand-in/workspace.ts'
import type { Chat } from './chat.ts'
import { printSlack } from './print-slack.ts'
import { speakThere, type Driver } from './speak-there.ts'

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
      return { client: await speakThere(address, slackDriver(workspace), transcript), ...printSlack(workspace, transcript) }
    },
    close: () => workspace.close(),
  }
}

export function slackDriver(workspace: Workspace): Driver {
  return {
    platform: slackPlatform(workspace, socketTransport(workspace.socket)),
    dataOf: ({ held }) => JSON.parse((held as HeldButton).button.element.value ?? '{}') as Record<string, unknown>,
    asks: ({ held }) => {
      const { confirm } = (held as HeldButton).button.element
      return confirm && `Slack asks first: ${confirm.text.text.replaceAll('\n', ' ')}  [ ${confirm.confirm.text} ]`
    },
  }
}
