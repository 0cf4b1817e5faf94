/**
 * `npm run test:teams-playground`: the whole run in Microsoft's own page that acts as Teams, in a browser, as three people, with a screenshot of each part.
 * Where the Playground or a browser is missing it says so, and ends well: nothing was tried.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { loadInstallation } from '../../../src/cli/installation/load-installation.ts'
import { launchBrowser } from '../../console/find-browser.ts'
import { openHouse } from '../../conversation/installation.ts'
import { openConsoleClient } from '../../practice/console-client.ts'
import { buttonsOf, WORDS, type Shown } from '../../practice/players.ts'
import { freePort, ROOT } from '../../practice/write-configuration.ts'
import { TENANT } from '../stand-in/accounts.ts'
import { untilListening } from '../teams-installation.ts'
import { findPlayground, HOW_TO_INSTALL } from './find-playground.ts'
import { PlaygroundPage } from './playground-page.ts'
import { startPlayground } from './start-playground.ts'

const RUN = 'R-1'
const PICTURES = join(ROOT, '.countersign', 'teams-playground')
const GIVE_UP_MS = 600_000
process.exitCode = await tried()
process.exit()

async function tried(): Promise<number> {
  const { values } = parseArgs({ options: { playground: { type: 'string' } } })
  const script = findPlayground(values.playground, process.env['PATH'] ?? '')
  if (script === undefined) return skipped(HOW_TO_INSTALL)
  const browser = await launchBrowser()
  if (!browser) return skipped('No Chrome, Chromium or Edge was found, so nothing was tried.')
  rmSync(PICTURES, { recursive: true, force: true })
  mkdirSync(PICTURES, { recursive: true })
  try {
    await play(browser, script)
    say(`Done. What each of them saw is in ${PICTURES}.`)
    return 0
  } catch (cause) {
    say(`It stopped: ${cause instanceof Error ? cause.message : String(cause)}`)
    say(`What was seen until then is in ${PICTURES}.`)
    return 1
  } finally {
    await browser.close()
  }
}

function skipped(why: string): number {
  say(`Skipped. ${why}`)
  return 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function play(browser: Browser, script: string): Promise<void> {
  const port = await freePort()
  const bot = `http://127.0.0.1:${port}/api/messages`
  const house = await openHouse({ configuration: { teams: { tenant: TENANT, port } }, speed: 3 })
  try {
    await untilListening(bot)
    const playground = await startPlayground(script, join(house.dir, 'playground'), bot)
    try {
      const address = /http:\S+/.exec(house.bot.ready)?.[0] ?? ''
      const seat = await PlaygroundPage.open(browser, playground.address, PICTURES)
      await begin(seat)
      const log = await lead(seat, address)
      const verdict = await house.verify(log)
      const said = verdict.replace(/^.*judged\.jsonl/, `The log of ${RUN}`)
      if (!verdict.includes('.jsonl: intact:')) throw new Error(said)
      say(said)
    } catch (cause) {
      await browser
        .contexts()[0]
        ?.pages()[0]
        ?.screenshot({ path: join(PICTURES, 'stopped.png'), fullPage: true })
      throw cause
    } finally {
      await playground.close()
    }
  } finally {
    await house.close()
  }
}

/** Dana asks for it, and answers the form that she alone sees. */
async function begin(seat: PlaygroundPage): Promise<void> {
  say('Dana mentions Countersign, and is asked what is missing.')
  await seat.mention('failover persistent-chat')
  await seat.until('Your part')
  await seat.draw('base-card')
  await seat.press('Your part')
  await seat.until('Start')
  await seat.draw('form')
  await seat.fill(answers())
  await seat.draw('form-filled-in')
  await seat.press('Start')
}

/** The question of each parameter, and what the demo answers. */
function answers(): [question: string, answer: string][] {
  const { procedures } = loadInstallation(join(ROOT, 'countersign.yaml'))
  const asked = new Map(procedures.find(({ command }) => WORDS.startsWith(command))?.parameters.map(({ name, ask }) => [name, ask]))
  return [...WORDS.matchAll(/ (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [asked.get(name) ?? name, value])
}

/** Amir and Carol countersign gate after gate, until the run is over. Answers its log. */
async function lead(seat: PlaygroundPage, address: string): Promise<string> {
  const client = await openConsoleClient(address)
  const giveUpAt = Date.now() + GIVE_UP_MS
  let gate = 0
  for (;;) {
    if (Date.now() > giveUpAt) throw new Error(`${RUN} did not end in ten minutes`)
    const { shown } = await client.get<Shown>(`/api/runs/${RUN}`)
    const approve = buttonsOf(shown.card).find(({ act }) => act === 'approve')
    if (shown.over) break
    if (approve && Number(approve['gate']) > gate) {
      gate = Number(approve['gate'])
      await countersign(seat, gate)
    }
    await pause(500)
  }
  await seat.until(/Done/)
  seat.sitDown('dana')
  await seat.draw('done')
  return client.text(`/api/runs/${RUN}/log?as=file`)
}

async function countersign(seat: PlaygroundPage, gate: number): Promise<void> {
  for (const who of ['amir', 'carol'] as const) {
    say(`${who} countersigns gate ${gate}.`)
    seat.sitDown(who)
    await seat.press('Your part')
    await seat.press('Approve…')
    await seat.draw(`gate-${gate}-${who}`)
    await seat.press(/^Approve [0-9a-f]{4}-/, 'Approve…')
    await seat.until(`Your approval of gate ${gate} of ${RUN} is recorded.`)
    await seat.draw(`gate-${gate}-${who}-recorded`)
  }
}
