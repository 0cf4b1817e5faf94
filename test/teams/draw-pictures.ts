/** `npm run screenshots` draws the pictures of the README's Teams section: a real failover in the stand-in's tenant, looked at by the preview. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '../console/find-browser.ts'
import type { ShownCard } from '../conversation/platform.ts'
import { buttonOf, patiently, runOf, untilCard, untilSays } from '../conversation/watch.ts'
import { WORDS } from '../practice/players.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { palettePng } from './palette-png.ts'
import { teamsPage, type Picture } from './preview.ts'
import { ACCOUNTS, type AccountName } from './stand-in/accounts.ts'
import { cardFor, threadUnder, type Message } from './stand-in/messages.ts'
import { CHANNEL } from './stand-in/places.ts'
import { openTeamsHouse } from './teams-installation.ts'
import { newestCard, teamsPlatform } from './teams-platform.ts'

const RUN = 'R-1'
/** Messages of the thread that a picture shows. */
const NEWEST = 3

const found = await launchBrowser()
if (!found) throw new Error('there is no browser here to draw with: install Chromium')
const browser = found
// Only the people of the practice estate, and none of those who must be refused.
const people = join('approvals', 'people.yaml')
const house = await openTeamsHouse({ speed: 1, prepare: (dir) => copyFileSync(join(ROOT, people), join(dir, people)) })
const { teams } = house
const platform = teamsPlatform(teams)
try {
  await failover()
} finally {
  await browser.close()
  await house.close()
}

/** At its gate with no way back, at work and done. */
async function failover(): Promise<void> {
  const asked = await platform.type('dana', WORDS.slice(1).replace(/ files=.*/, ''))
  const form = await platform.form('dana', asked)
  const answers = Object.fromEntries([...WORDS.matchAll(/ (\w+)=(\S+)/g)].map(([, field = '', value = '']) => [field, value]))
  runOf({ ...asked, ...(await platform.submit('dana', form, answers)) })

  const first = await untilGate('Gate 1')
  for (const as of ['amir', 'carol'] as const) await platform.press(as, buttonOf(first, 'Approve'))
  await untilSays(platform, RUN, 'percent processed')
  await draw('at-work')

  const second = await untilGate('Gate 2')
  await platform.press('amir', buttonOf(second, 'Approve'))
  await untilSays(platform, RUN, '1 of dba: Amir Haddad')
  await draw('gate', 'carol')
  await draw('gate-others')
  await draw('gate-phone', 'carol', 'phone')
  await platform.press('carol', buttonOf(second, 'Approve'))

  const third = await untilGate('Gate 3')
  for (const as of ['amir', 'carol'] as const) await platform.press(as, buttonOf(third, 'Approve'))
  await patiently(() => untilSays(platform, RUN, 'Done'))
  await draw('done')
}

/** As soon as it can be approved: views follow the card that everybody sees. */
function untilGate(name: string): Promise<ShownCard> {
  return untilCard(
    platform,
    RUN,
    ({ text, buttons }) => text.join('\n').includes(name) && buttons.some(({ label }) => label.startsWith('Approve')),
  )
}

/** The channel as it is now. `as`: how this person sees it, whose client has just asked for their view. */
async function draw(name: string, as?: AccountName, width: Picture['width'] = 'desktop'): Promise<void> {
  const { messages } = teams.connector
  const message = newestCard(teams, CHANNEL, RUN)
  if (!message) throw new Error(`there is no card of ${RUN}`)
  if (as) await teams.refresh(as, message)
  const card = as ? cardFor(messages, message, as) : message.card
  const said = threadUnder(messages, message)
  const thread = said.slice(-NEWEST).map(({ text, from }: Message) => ({ text, ...(from !== 'bot' && { from: ACCOUNTS[from].name }) }))
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } })
  const seenBy = as && { seenBy: ACCOUNTS[as].name }
  await page.setContent(
    teamsPage({ place: 'Contoso UC › incident', ...seenBy, width, posts: [{ card: card ?? {}, thread, replies: said.length }] }),
  )
  const images = join(ROOT, 'docs', 'images')
  mkdirSync(images, { recursive: true })
  writeFileSync(join(images, `teams-${name}.png`), palettePng(await page.locator('#picture').screenshot()))
  await page.close()
}
