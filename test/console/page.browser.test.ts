/** The page in a real browser: by keyboard, in two tabs, with what attackers type. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunSummary } from '../../src/run/view/view.ts'
import { gate, view } from '../chat/views.ts'
import { launchBrowser } from './find-browser.ts'
import { CAROLS, pageForEachTest } from './opened-page.ts'
import { rulesOfButtons } from './rules-of-buttons.ts'
import { rulesOfForms } from './rules-of-forms.ts'

const browser: Browser | undefined = await launchBrowser()
const opened = pageForEachTest(browser)
const { at, complaints, openPage, show } = opened

beforeAll(() => {
  if (!browser) process.stdout.write('No browser was found: the tests of the page are skipped.\n')
})
afterAll(async () => browser?.close())

const running = { order: 'o-1', step: 3, item: 2, attempt: 1, worker: 'sec-1', since: '2026-11-21T03:20:00.000Z' }

describe.skipIf(!browser)('the page', () => {
  rulesOfForms(opened)
  rulesOfButtons(opened)

  test('what can be started stands by verb, and a document is read with every block', async () => {
    const page = await openPage('dana')
    await page.locator('#begin').click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['failover'])
    await dialog.getByRole('button', { name: 'Read it' }).click()
    const note = page.getByRole('region', { name: 'Answer' })
    await note.getByRole('heading', { name: '1. ', exact: false }).first().waitFor()
    const code = await note.locator('pre').allTextContents()
    expect(code).toEqual(
      at.backend.loaded().procedures.flatMap(({ steps }) => steps.flatMap(({ blocks }) => blocks.map(({ text }) => text))),
    )
  })

  test('two tabs show the same, and progress moves in both without a reload', async () => {
    const tabs = [await openPage('dana'), await openPage('amir')]
    await show({ running }, { percent: 10, line: 'Step 3 began.' })
    await show({ seq: 12, running }, { percent: 70 })
    for (const tab of tabs) {
      await tab.locator('[role="progressbar"][aria-valuenow="70"]').waitFor()
      expect(await tab.locator('.thread .line').allTextContents()).toEqual(['03:12:00Step 3 began.'])
    }
  })

  test('goes on by itself when the bot was started again: what was typed stays, and the new secret is fetched', async () => {
    at.backend.answer = () => ({ seq: 14, rehearsal: false })
    at.backend.views.set('R-7', view({ seq: 13, phase: 'waiting', gate: gate({ ...CAROLS, missing: 'Told by the runs themselves.' }) }))
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('amir')
    await page.getByRole('button', { name: 'Reject…' }).click()
    await page.getByLabel('Why do you reject it?').fill('wrong pool')
    await at.restart()
    await page.getByText('Told by the runs themselves.').waitFor()
    await page.getByRole('button', { name: 'Reject 7f3a-91c2' }).click()
    await page.getByRole('heading', { name: 'Your rejection of gate 2 of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([{ type: 'reject', reason: 'wrong pool' }])
    complaints.splice(0)
  })

  test('shows who lives, what each worker is at, and what has nobody', async () => {
    const since = '2026-11-29T03:00:00.000Z'
    at.workers = {
      workers: [
        { site: 'dc2', worker: 'dc2-a', state: 'connected', since, orders: ['R-7/3/0/1'], aheadMs: 400 },
        { site: 'dc2', worker: 'dc2-b', state: 'silent', since, orders: [], aheadMs: -400_000 },
        { site: 'dc3', worker: 'dc3-a', state: 'never-seen', orders: [] },
      ],
      waiting: [{ site: 'dc3', order: 'R-8/1/0/1', since }],
    }
    const page = await openPage('dana')
    await page.locator('#workers .waits').waitFor()
    expect(await page.locator('#workers li').allInnerTexts()).toEqual([
      'dc2-a\n● connected\nSite dc2, since 2026-11-29 03:00:00 UTC\nAt R-7/3/0/1',
      "dc2-b\n○ not connected\nSite dc2, heard of last at 2026-11-29 03:00:00 UTC\nAt nothing\nIts clock is 400 s behind the bot's.",
      'dc3-a\n○ not seen yet\nSite dc3\nAt nothing',
      'R-8/1/0/1 waits for a worker of dc3 since 2026-11-29 03:00:00 UTC',
    ])
  })

  test('lists all runs page by page, newest first', async () => {
    const ended = (run: string): RunSummary => ({ ...view({ run, phase: 'done' }), endedAt: view().startedAt })
    at.backend.views.set('R-9', view({ run: 'R-9', phase: 'done', endedAt: view().startedAt }))
    at.backend.older = ['R-8', 'R-5', 'R-3'].map(ended)
    const page = await openPage('dana')
    await page.getByRole('button', { name: 'All runs' }).click()
    const more = page.getByRole('button', { name: 'More runs' })
    const listed = () => page.locator('.all-runs button').allInnerTexts()
    await more.waitFor()
    expect(await listed()).toEqual(['R-9'])
    await more.click()
    await page.locator('.all-runs').getByText('R-5', { exact: true }).waitFor()
    expect(await listed()).toEqual(['R-9', 'R-8', 'R-5'])
    await more.click()
    await page.locator('.all-runs').getByText('R-3', { exact: true }).waitFor()
    await more.click()
    await more.waitFor({ state: 'hidden' })
    expect(await listed()).toEqual(['R-9', 'R-8', 'R-5', 'R-3'])
  })

  test('shows what people type as text, and nothing of it runs', async () => {
    const nasty = '<img src=x onerror="document.title=\'owned\'"> [pay](https://evil.example) **loud**'
    await show({ title: nasty, facts: [{ name: nasty, value: nasty }], requester: { id: 'dana', name: nasty } }, { line: nasty })
    const page = await openPage('dana')
    await page.locator('.card').getByText('[pay](https://evil.example) **loud**').first().waitFor()
    expect(await page.locator('main img, main a, .side img').count()).toBe(0)
    expect(await page.title()).toBe('Countersign')
  })

  test('on a phone nothing is wider than the screen', async () => {
    const long = { name: 'path', value: 'x'.repeat(300) }
    await show({ phase: 'waiting', facts: [{ ...long, name: 'other' }], gate: gate({ ...CAROLS, values: [long] }) })
    const page = await openPage('carol')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: 'Approve…' }).click()
    const wide = await page.evaluate(() =>
      Math.max(
        ...['html', 'main', '.card', '.card .ac-richTextBlock']
          .flatMap((each) => [...document.querySelectorAll(each)])
          .map(({ scrollWidth }) => scrollWidth),
      ),
    )
    expect(wide).toBeLessThanOrEqual(360)
  })
})
