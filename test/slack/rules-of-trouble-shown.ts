/** What does not work in Slack stands on the terminal and on the console of the real bot, until it works again; a card that somebody removes comes back. */
import { expect, onTestFinished, test } from 'vitest'
import { enter, readEvents } from '../console/http.ts'
import { newCopy } from '../conversation/stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import { cardOf } from './slack-platform.ts'
import type { SlackStage } from './slack-installation.ts'
import { CHANNEL } from './stand-in/accounts.ts'

const WITHIN = { interval: 200 }

async function started(slack: SlackStage): Promise<string> {
  const copy = newCopy()
  slack.installation.writeLetter(copy.name)
  return runOf(await slack.platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host`))
}

/** What the console shows of other platforms, as a page that opens now is told. */
async function onConsole(slack: SlackStage): Promise<string> {
  const address = /http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? ''
  await enter(address)
  const events = await readEvents(address, '/api/events', {}, (seen) => seen.some(({ event }) => event === 'ready'))
  const text = events.findLast(({ event }) => event === 'trouble')?.data['text']
  return typeof text === 'string' ? text : ''
}

export function rulesOfTroubleShown(slack: SlackStage): void {
  test('an archived channel is said on the terminal and the console, everybody is asked all the same, and it is over when the card stands', async () => {
    onTestFinished(() => void delete slack.workspace.api.faults)
    slack.workspace.api.faults = ({ method, args }) =>
      method === 'chat.postMessage' && args['channel'] === CHANNEL ? { type: 'refuse', error: 'is_archived' } : undefined
    const run = await started(slack)
    const says = `${run}: its card cannot be posted in channel ${CHANNEL}. Slack refused chat.postMessage (is_archived): the channel is archived. Unarchive it, or start the run in another.`
    await expect.poll(() => slack.installation.bot.printed(), WITHIN).toContain(`Slack: ${says}\n`)
    expect(await onConsole(slack)).toMatch(
      new RegExp(`^Slack: ${says.replace(/[().]/g, '\\$&')} Since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\.$`, 'm'),
    )
    const asked = (): unknown[] =>
      slack.workspace.api.calls.filter(
        ({ args, answer }) => answer?.ok === true && String(args['text']).startsWith(`${run} waits for your approval`),
      )
    await expect.poll(() => asked().length, WITHIN).toBe(3)
    delete slack.workspace.api.faults
    await untilButton(slack.platform, run, 'Approve')
    await expect.poll(() => slack.installation.bot.printed(), WITHIN).toContain(`Slack, over: ${says}\n`)
    await expect.poll(() => onConsole(slack), WITHIN).not.toContain('cannot be posted')
  })

  test('a card that somebody removes while its gate waits comes back by itself, can be approved there, and its thread goes on there', async () => {
    const run = await started(slack)
    await untilButton(slack.platform, run, 'Approve')
    const [first] = await cardOf(slack.workspace, run)
    await slack.workspace.emulator.asApp('chat.delete', { channel: CHANNEL, ts: first?.ts ?? '' })
    const cards = async (): Promise<string[]> => (await cardOf(slack.workspace, run)).map(({ ts }) => ts)
    await expect.poll(async () => (await cards()).filter((ts) => ts !== first?.ts).length, WITHIN).toBe(1)
    await slack.platform.press('amir', await untilButton(slack.platform, run, 'Approve'))
    await slack.platform.press('bob', buttonOf(await untilSays(slack.platform, run, 'Amir Haddad'), 'Approve'))
    await untilSays(slack.platform, run, 'Done')
    await untilThread(slack.platform, run, 'This thread goes on from an earlier one')
    expect((await cards()).length).toBe(1)
  })
}
