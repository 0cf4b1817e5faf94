/** One run in two channels of one workspace. */
import { beforeAll, expect, test } from 'vitest'
import { rulesOfMirrors, type Places } from '../conversation/rules-of-mirrors.ts'
import { atGate } from '../conversation/stage.ts'
import { buttonOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import type { SlackHouse } from './slack-installation.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { CHANNEL, CHANNELS } from './stand-in/accounts.ts'

const MIRROR = CHANNELS['drill-1'] ?? ''

/** In a house with Socket Mode. */
export function rulesOfTwoChannels(slack: SlackHouse): void {
  const places = {} as Places
  beforeAll(() => {
    const { workspace, transport, installation } = slack
    const { api } = workspace
    Object.assign(places, {
      installation,
      platform: slackPlatform(workspace, transport),
      mirror: slackPlatform(workspace, transport, MIRROR),
      down: () => {
        api.faults = ({ method, args }) =>
          method.startsWith('chat.') && args['channel'] === MIRROR ? { type: 'refuse', error: 'is_archived' } : undefined
      },
      up: () => void delete api.faults,
      trouble: (run) => `Slack: ${run}: its thread in channel ${MIRROR} takes no lines.`,
    } satisfies Places)
  })

  rulesOfMirrors(places)

  test('each person is asked once, however many channels the run is shown in', async () => {
    const { run } = await atGate(places)
    await places.mirror.type('amir', `/countersign mirror ${run}`)
    await untilButton(places.mirror, run, 'Approve')
    const asked = slack.workspace.api.calls.filter(
      ({ method, args, answer }) =>
        method === 'chat.postMessage' && answer?.ok === true && String(args['text']).startsWith(`${run} waits for your approval`),
    )
    expect(asked.map(({ args }) => args['channel'])).toHaveLength(new Set(asked.map(({ args }) => args['channel'])).size)
    expect(asked).toHaveLength(3)
  })

  test('a bot that starts anew goes on in both channels, with the cards that stand there', async () => {
    const { workspace, installation } = slack
    const { run } = await atGate(places)
    await places.mirror.type('amir', `/countersign mirror ${run}`)
    await untilButton(places.mirror, run, 'Approve')
    await installation.bot.end()
    await installation.startBot()
    await workspace.socket.connected()
    await places.mirror.press('amir', await untilButton(places.mirror, run, 'Approve'))
    await places.platform.press('bob', buttonOf(await untilSays(places.platform, run, 'Amir Haddad'), 'Approve'))
    for (const [platform, channel] of [
      [places.platform, CHANNEL],
      [places.mirror, MIRROR],
    ] as const) {
      await untilSays(platform, run, 'Done')
      expect(await cardOf(workspace, run, channel)).toHaveLength(1)
      expect((await untilThread(platform, run, 'The log ends with')).filter((line) => line.includes('mirrors this run'))).toHaveLength(1)
    }
  })

  test('a run is one of those that are active here, where it is mirrored, as soon as the list has heard of it', async () => {
    const { run } = await atGate(places)
    await places.mirror.type('amir', `/countersign mirror ${run}`)
    const here = async (): Promise<string> => (await places.mirror.type('amir', '/countersign plan')).lines.join(' ')
    await expect.poll(here, { interval: 200 }).toMatch(new RegExp(`\\b${run}\\b`))
  })

  test('a direct message shows no run to anybody else: it is not mirrored there', async () => {
    const { run } = await atGate(places)
    const direct = slackPlatform(slack.workspace, slack.transport, 'D0DIRECT01')
    expect((await direct.type('amir', `/countersign mirror ${run} here`)).lines).toEqual([
      'Type it in a channel: others have to see and approve it, and a direct message has nobody but you.',
    ])
  })
}
