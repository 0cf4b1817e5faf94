/** The page in a browser that wants another language: nothing on it is said by the page itself. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole } from '../../src/chat/console/open-console.ts'
import { en } from '../../src/words/en.ts'
import { speaking } from '../../src/words/languages.ts'
import { gate, view } from '../chat/views.ts'
import { startControl } from '../estate/control/control-server.ts'
import { otherLanguage } from '../words/other-language.ts'
import { dataIn } from '../words/read-texts.ts'
import { dataOf, unsaid } from '../words/unsaid.ts'
import { launchBrowser } from './find-browser.ts'
import type { PEOPLE } from './stand-in-backend.ts'
import { consoleForEachTest, quiet, SECRETS } from './opened.ts'
import { byVerb } from '../../src/procedure/by-verb.ts'

const browser: Browser | undefined = await launchBrowser()
const at = consoleForEachTest()
const other = otherLanguage('qps')
const open: { close(): Promise<void> }[] = []
let page: Page

const SHARE = {
  id: 'lost-share',
  title: 'Lost share',
  does: 'Takes it away.',
  see: 'It is gone.',
  away: 'Bring it.',
  begins: 'Lose',
  on: true,
}
const SHOWN = view({ words: other, phase: 'waiting', gate: gate({ asked: ['carol'], mayReject: ['carol'] }) })
const WORKERS = {
  workers: [
    { site: 'dc2', worker: 'dc2-a', state: 'connected' as const, since: SHOWN.startedAt, orders: ['R-7/3/0/1'], aheadMs: 400_000 },
    { site: 'dc3', worker: 'dc3-a', state: 'never-seen' as const, orders: [] },
  ],
  waiting: [{ site: 'dc3', order: 'R-8/1/0/1', since: SHOWN.startedAt }],
}
const LINES = Array.from({ length: 12 }, (_, index) => ({ n: 12_000 + index, at: SHOWN.startedAt, text: `Said ${index}.`, head: 'ab12' }))

/** What a row of the log asked for is told by its code, as it stands in the file. */
const CODES = ['timer']

beforeEach(async () => {
  at.backend.speak = speaking({ en, qps: other })
  at.backend.views.set('R-7', SHOWN)
  at.backend.threads.set('R-7', LINES)
  const control = await startControl({ 'GET /practice': () => ({ mishaps: [SHARE] }), 'POST /practice': () => ({ mishaps: [SHARE] }) })
  const console = await openConsole({
    backend: at.backend,
    port: 0,
    practice: true,
    control,
    log: quiet,
    ...SECRETS,
    workers: () => WORKERS,
  })
  if ('refusal' in console) throw new Error(console.refusal.sentence)
  page = await (browser as Browser).newPage({ extraHTTPHeaders: { 'accept-language': 'qps' } })
  open.push(page, console, control)
  await console.port.show({ conversation: SHOWN.conversation, view: SHOWN, lines: LINES, notices: [] })
  await page.goto(`${console.address}#as=dana`)
  await page.getByText('⟦qps page.live⟧').waitFor()
  await page.locator('.card').waitFor()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})
afterAll(async () => browser?.close())

/** As they stand on the page: the initials of a name, and the groups beside it. */
const shortly = ({ name, groups }: (typeof PEOPLE)[number]): string[] => [name.replaceAll(/(\w)\w*\s?/g, '$1'), groups.join(', ')]

/** All that is seen, and all that is read aloud, besides what the run, its document and its people say. */
async function unsaidOnPage(): Promise<string[]> {
  const log = ((await at.backend.log('R-7')) ?? '').split('\n').filter(Boolean)
  const texts = await page.evaluate(() => {
    const named = ['aria-label', 'alt', 'title', 'placeholder', 'data-left'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((each) => each.getAttribute(name) ?? ''),
    )
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const seen: string[] = []
    while (walk.nextNode()) seen.push(walk.currentNode.textContent ?? '')
    return [...named, ...seen]
  })
  const { procedures, people, policies, installation } = at.backend.loaded()
  const data = dataOf(
    dataIn(
      procedures,
      people,
      policies,
      SHOWN,
      LINES,
      SHARE,
      WORKERS,
      'incident',
      installation,
      people.map(shortly),
      byVerb(procedures).map(({ verb }) => verb),
      log.map((line) => JSON.parse(line) as unknown),
      CODES,
    ),
  )
  return [...new Set(texts)].flatMap((text) => unsaid(text, data))
}

test.skipIf(!browser)('every part of the page speaks it, and says so', async () => {
  expect(await page.locator('html').getAttribute('lang')).toBe('qps')
  expect(await page.locator('.card').getAttribute('lang')).toBe('qps')
  expect(await unsaidOnPage()).toEqual([])
  await page.locator('#command').fill('/countersign whoami')
  await page.keyboard.press('Enter')
  await page.locator('.note').waitFor()
  expect(await unsaidOnPage()).toEqual([])
  for (const opener of ['#begin', '#older', '#practise', '.thread-head button']) {
    await page.locator(opener).click()
    await page.locator('dialog[open] :is(article, li, p)').first().waitFor()
    expect([opener, await unsaidOnPage()]).toEqual([opener, []])
    await page.keyboard.press('Escape')
  }
  await page.locator('#older').evaluate((button) => button.append('All of them'))
  expect(await unsaidOnPage()).toEqual(['All of them'])
})
