/** What does not work in Slack stands on the terminal and on the console of the real bot, until it works again; a card that somebody removes comes back. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { enter, readEvents } from '../console/http.ts'
import { newCopy, type Stage } from '../conversation/stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { CHANNEL } from './stand-in/accounts.ts'

const WITHIN = { interval: 200 }

let slack: SlackHouse
let stage: Stage
beforeAll(async () => {
  slack = await openSlackHouse('http')
  stage = { platform: slackPlatform(slack.workspace, slack.transport), installation: slack.installation }
})
afterEach(() => {
  delete slack.workspace.api.faults
})
afterAll(() => slack?.close())

async function started(): Promise<string> {
  const copy = newCopy()
  slack.installation.writeLetter(copy.name)
  return runOf(await stage.platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host`))
}

/** What the console shows of other platforms, as a page that opens now is told. */
async function onConsole(): Promise<string> {
  const address = /http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? ''
  await enter(address)
  const events = await readEvents(address, '/api/events', {}, (seen) => seen.some(({ event }) => event === 'ready'))
  const text = events.findLast(({ event }) => event === 'trouble')?.data['text']
  return typeof text === 'string' ? text : ''
}

test('an archived channel is said on the terminal and the console, everybody is asked all the same, and it is over when the card stands', async () => {
  slack.workspace.api.faults = ({ method, args }) =>
    method === 'chat.postMessage' && args['channel'] === CHANNEL ? { type: 'refuse', error: 'is_archived' } : undefined
  const run = await started()
  const says = `${run}: its card cannot be posted in channel ${CHANNEL}. Slack refused chat.postMessage (is_archived): the channel is archived. Unarchive it, or start the run in another.`
  await expect.poll(() => slack.installation.bot.printed(), WITHIN).toContain(`Slack: ${says}\n`)
  expect(await onConsole()).toMatch(
    new RegExp(`^Slack: ${says.replace(/[().]/g, '\\$&')} Since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\.$`, 'm'),
  )
  const asked = (): unknown[] =>
    slack.workspace.api.calls.filter(
      ({ args, answer }) => answer?.ok === true && String(args['text']).startsWith(`${run} waits for your approval`),
    )
  await expect.poll(() => asked().length, WITHIN).toBe(3)
  delete slack.workspace.api.faults
  await untilButton(stage.platform, run, 'Approve')
  await expect.poll(() => slack.installation.bot.printed(), WITHIN).toContain(`Slack, over: ${says}\n`)
  await expect.poll(onConsole, WITHIN).not.toContain('cannot be posted')
})

test('a card that somebody removes while its gate waits comes back by itself, can be approved there, and its thread goes on there', async () => {
  const run = await started()
  await untilButton(stage.platform, run, 'Approve')
  const [first] = await cardOf(slack.workspace, run)
  await slack.workspace.emulator.asApp('chat.delete', { channel: CHANNEL, ts: first?.ts ?? '' })
  const cards = async (): Promise<string[]> => (await cardOf(slack.workspace, run)).map(({ ts }) => ts)
  await expect.poll(async () => (await cards()).filter((ts) => ts !== first?.ts).length, WITHIN).toBe(1)
  await stage.platform.press('amir', await untilButton(stage.platform, run, 'Approve'))
  await stage.platform.press('bob', buttonOf(await untilSays(stage.platform, run, 'Amir Haddad'), 'Approve'))
  await untilSays(stage.platform, run, 'Done')
  await untilThread(stage.platform, run, 'This thread goes on from an earlier one')
  expect((await cards()).length).toBe(1)
})
