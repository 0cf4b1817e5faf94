/** `npm run screenshots` draws the pictures of the README's Slack section: a real failover in the stand-in's workspace, looked at by the preview. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../console/find-browser.ts'
import type { Pressable } from '../conversation/platform.ts'
import { buttonOf, patiently, runOf, untilSays } from '../conversation/watch.ts'
import { WORDS } from '../practice/players.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { channelPage, dialogsPage, type Confirm, type View } from './preview.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { cardOf, slackPlatform, type HeldButton } from './slack-platform.ts'
import { ACCOUNTS } from './stand-in/accounts.ts'
import { newTrigger, pressOf } from './stand-in/actions.ts'

const RUN = 'R-1'
/** Messages of the thread that a picture shows. */
const NEWEST = 10

const found = await launchBrowser()
if (!found) throw new Error('there is no browser here to draw with: install Chromium')
const browser: Browser = found
const slack: SlackHouse = await openSlackHouse('socket', { speed: 1 })
try {
  await failover()
} finally {
  await browser.close()
  await slack.close()
}

async function draw(html: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } })
  await page.setContent(html)
  const images = join(ROOT, 'docs', 'images')
  mkdirSync(images, { recursive: true })
  await page.locator('#picture').screenshot({ path: join(images, `slack-${name}.png`) })
  await page.close()
}

/** The channel as it is now. `as`: with what this person alone was told last. */
async function drawChannel(name: string, as?: 'dana'): Promise<void> {
  const { workspace } = slack
  const [message] = await cardOf(workspace, RUN)
  const { calls } = workspace.api
  const thread = calls.filter(({ method, args }) => method === 'chat.postMessage' && args['thread_ts'] === message?.ts)
  const told = as && calls.findLast(({ method, args }) => method === 'chat.postEphemeral' && args['user'] === ACCOUNTS[as].id)
  const texts = thread.map(({ args }) => String(args['text']))
  await draw(
    channelPage({
      channel: 'incident',
      card: message?.blocks ?? [],
      thread: texts.slice(-NEWEST),
      replies: texts.length,
      ...(told && { ephemeral: told.args['blocks'] as Record<string, unknown>[] }),
    }),
    name,
  )
}

/** The form that Reject opens; nobody sends it. */
async function rejection({ held }: Pressable): Promise<View> {
  const { workspace, transport } = slack
  const { button, message } = held as HeldButton
  const trigger = await newTrigger(workspace, 'carol')
  await transport.deliver(pressOf('carol', button.element, button.blockId, message, trigger, `${workspace.api.url}response/x`))
  const opened = workspace.api.calls.findLast(({ method, args }) => method === 'views.open' && args['trigger_id'] === trigger)
  return opened?.args['view'] as View
}

/** Drawn at its form, at a gate, at work and done. */
async function failover(): Promise<void> {
  const platform = slackPlatform(slack.workspace, slack.transport)
  const asked = await platform.type('dana', WORDS.replace(/ files=.*/, ''))
  const form = await platform.form('dana', asked)
  const answers = Object.fromEntries([...WORDS.matchAll(/ (\w+)=(\S+)/g)].map(([, field = '', value = '']) => [field, value]))
  runOf(await platform.submit('dana', form, answers))

  const first = await untilSays(platform, RUN, 'Gate 1')
  for (const as of ['amir', 'carol'] as const) await platform.press(as, buttonOf(first, 'Approve'))
  await untilSays(platform, RUN, '30 %')
  await drawChannel('at-work')

  const second = await untilSays(platform, RUN, 'Gate 2')
  const question = (buttonOf(second, 'Approve').held as HeldButton).button.element.confirm as unknown as Confirm
  await draw(dialogsPage([[form.held as View], [question, await rejection(buttonOf(second, 'Reject'))]]), 'form')
  await platform.press('dana', buttonOf(second, 'Approve'))
  await platform.press('amir', buttonOf(second, 'Approve'))
  await untilSays(platform, RUN, '1 of dba: Amir Haddad')
  await drawChannel('gate', 'dana')
  await platform.press('carol', buttonOf(second, 'Approve'))

  const third = await untilSays(platform, RUN, 'Gate 3')
  for (const as of ['amir', 'carol'] as const) await platform.press(as, buttonOf(third, 'Approve'))
  await patiently(() => untilSays(platform, RUN, 'Done'))
  await drawChannel('done')
}
