/** The incident by clicks and keys: Dana asks in one tab, Amir and Carol countersign in another, over the real engine, worker and practice estate. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lateLog } from '../estate/state/seed.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { ConsolePage } from './console-page.ts'
import { launchBrowser } from './find-browser.ts'
import { startRealHouse, type RealHouse } from './real-installation.ts'

const RUN = 'R-1'
/** `npm run screenshots` draws the pictures of the README anew. */
const DRAW = (import.meta as unknown as { env?: { MODE?: string } }).env?.MODE === 'screenshots'
const browser: Browser | undefined = await launchBrowser()
let installation: RealHouse

beforeAll(async () => {
  if (browser) installation = await startRealHouse(DRAW ? 1 : 3)
})
afterAll(async () => {
  await browser?.close()
  await installation?.close()
})

async function draw({ page }: ConsolePage, name: string): Promise<void> {
  if (!DRAW) return
  const images = join(ROOT, 'docs', 'images')
  mkdirSync(images, { recursive: true })
  await page.locator(`#run-${RUN}`).evaluate((run) => run.scrollIntoView())
  await page.screenshot({ path: join(images, `${name}.png`) })
}

describe.skipIf(!browser)('the whole run in a browser', () => {
  test('three people lead it to its end in two tabs', { timeout: 300_000 }, async () => {
    const dana = await ConsolePage.open(browser as Browser, installation.address)
    const other = await ConsolePage.open(browser as Browser, installation.address)
    const progress = await dana.recordProgress()

    await askForIt(dana)
    await dana.until(RUN, 'Gate 1: Stop log shipping to the backup server')
    await other.speakAs('amir')
    await draw(other, 'gate')
    await dana.until(RUN, /^You cannot approve gate 1: Dana Whitfield asked for this run\. To have it approved/)
    expect(
      await dana
        .card(RUN)
        .getByRole('button', { name: /^(Approve|Reject)…$/ })
        .count(),
    ).toBe(0)
    await countersign(other, 1)

    await dana.until(RUN, /^Step 4, item [2-5] of /)
    await dana.page.locator('[role="progressbar"][aria-valuenow]').waitFor()
    await draw(dana, 'at-work')
    lateLog(installation.estate.state)

    await dana.until(RUN, 'Step 5 needs people')
    await dana.until(RUN, /log backups on the share not copied: 1/)
    await draw(dana, 'failed')
    await retryFromTheCopy(dana)
    await other.speakAs('amir')
    expect(await other.decide(RUN, 'Approve…', /^Approve [0-9a-f]{4}-/)).toContain('is recorded')

    await dana.until(RUN, 'Gate 3: Bring the backup database online')
    await dana.until(RUN, 'NO WAY BACK after step 5.')
    await countersign(other, 3)
    await dana.until(RUN, 'Gate 4: Switch the pool to the backup database')
    await countersign(other, 4)

    await dana.until(RUN, /^✓ Done$/)
    await other.until(RUN, /^✓ Done$/)
    await draw(dana, 'done')
    expect(new Set(await progress()).size).toBeGreaterThan(2)
    for (const tab of [dana, other]) {
      expect(await tab.wasNeverReloaded()).toBe(true)
      expect(tab.complaints).toEqual([])
    }
    const threads = await Promise.all([dana, other].map(({ page }) => page.locator(`#run-${RUN} .line:not(.mine)`).allTextContents()))
    expect(threads[0]).toEqual(threads[1])
    expect(threads[0]?.at(-1)).toContain('The log ends with entry')
  })
})

/** By keyboard alone: the command, then the form, field by field, and Enter on its button. */
async function askForIt({ page }: ConsolePage): Promise<void> {
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  await page.getByLabel('Command').focus()
  await page.keyboard.type('/failover persistent-chat')
  await press('Enter')
  await page.locator('[data-section="form"]').waitFor()
  await page.waitForFunction(() => document.activeElement?.matches('[data-section="form"] *') === true)
  const answers = [
    'lyncpc.contoso.com',
    undefined,
    'SEC',
    'SECM',
    'sec-host',
    'management',
    '\\\\sqlb1.contoso.com\\csdatabackup',
    'pc5.contoso.com, pc6.contoso.com, pc7.contoso.com, pc8.contoso.com',
  ]
  for (const answer of answers) {
    if (answer !== undefined) await page.keyboard.type(answer)
    await press('Tab')
  }
  await press('Enter')
}

/** Amir and then Carol, in the same tab. */
async function countersign(tab: ConsolePage, gate: number): Promise<void> {
  for (const person of ['amir', 'carol']) {
    await tab.speakAs(person)
    expect(await tab.decide(RUN, 'Approve…', /^Approve [0-9a-f]{4}-/)).toBe(`✓ Your approval of gate ${gate} of ${RUN} is recorded.`)
  }
}

async function retryFromTheCopy(tab: ConsolePage): Promise<void> {
  const card = tab.card(RUN)
  await card.getByRole('button', { name: 'Retry…' }).click()
  await card.getByLabel('Begin again from').selectOption('3')
  await card.getByLabel('Why?').fill('A log backup turned up late; copy it first.')
  expect(await tab.decide(RUN, 'Retry…', /^Ask to retry step 5$/)).toContain('It needs its own approval.')
}
