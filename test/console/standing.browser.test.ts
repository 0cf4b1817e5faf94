/** What is broken on purpose stands on the page also when the panel is closed, whoever broke it. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openConsole } from '../../src/chat/console/open-console.ts'
import { startControl } from '../estate/control/control-server.ts'
import { launchBrowser } from './find-browser.ts'
import { consoleForEachTest, quiet, SECRETS } from './opened.ts'

const browser: Browser | undefined = await launchBrowser()
const at = consoleForEachTest()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})
afterAll(async () => browser?.close())

const mishap = (id: string, title: string, on: boolean): object => ({
  id,
  title,
  does: 'd',
  see: 's',
  away: 'w',
  begins: 'Begin',
  ends: 'End',
  on,
})

describe.skipIf(!browser)('a mishap that stands', () => {
  test('is named on the page with the way to take it away, and the line goes with it', async () => {
    let on = true
    const control = await startControl({
      'GET /practice': () => ({ mishaps: [mishap('lost-share', 'Lost share', on), mishap('slow-restore', 'Slow restore', false)] }),
      'POST /practice': () => {
        on = false
        return {
          said: 'The share is back.',
          mishaps: [mishap('lost-share', 'Lost share', false), mishap('slow-restore', 'Slow restore', false)],
        }
      },
    })
    open.push(control)
    const console = await openConsole({ backend: at.backend, port: 0, practice: true, control, log: quiet, ...SECRETS })
    if ('refusal' in console) throw new Error(console.refusal.sentence)
    open.push(console)
    const page = await (browser as Browser).newPage({ viewport: { width: 390, height: 844 } })
    open.push(page)
    await page.goto(console.address)
    await page.getByText('Broken on purpose: Lost share', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Take away…' }).click()
    await page.getByRole('article', { name: 'Lost share' }).getByRole('button', { name: 'End' }).click()
    await page.getByText('The share is back.').waitFor()
    expect(await page.locator('#standing').isHidden()).toBe(true)
  })
})
