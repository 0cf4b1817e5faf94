/** The page in a real browser: by keyboard, in two tabs, with what attackers type. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RunSummary } from '../../src/run/view/view.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { logOf } from '../chat/choosing.ts'
import { gate, view } from '../chat/views.ts'
import { TARGETS } from '../run/practice.ts'
import { launchBrowser } from './find-browser.ts'
import { consoleForEachTest } from './opened.ts'

const browser: Browser | undefined = await launchBrowser()
const at = consoleForEachTest()
const complaints: string[] = []
const pages: Page[] = []

beforeAll(() => {
  if (!browser) process.stdout.write('No browser was found: the tests of the page are skipped.\n')
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
  expect(complaints.splice(0)).toEqual([])
})
afterAll(async () => browser?.close())

async function openPage(as: string): Promise<Page> {
  const context = await (browser as Browser).newContext({ viewport: { width: 1200, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  pages.push(page)
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => (message.type() === 'error' ? complaints.push(message.text()) : undefined))
  page.on('request', (request) =>
    new URL(request.url()).origin === new URL(at.address).origin ? undefined : complaints.push(request.url()),
  )
  await page.goto(`${at.console.address}#as=${as}`)
  await page.getByText('live', { exact: true }).waitFor()
  return page
}

async function show(over: Partial<SaidView>, more: { line?: string; percent?: number } = {}): Promise<void> {
  const shown = view(over)
  const lines = more.line === undefined ? [] : [{ n: shown.seq * 1000, at: shown.startedAt, text: more.line }]
  const progress = {
    run: shown.run,
    order: 'o-1',
    step: 3,
    item: 2,
    percent: more.percent ?? 0,
    text: `${more.percent} percent processed.`,
    at: shown.startedAt,
  }
  await at.console.port.show({
    conversation: shown.conversation,
    view: shown,
    lines,
    notices: [],
    ...(more.percent === undefined ? {} : { progress }),
  })
}

/** It waits for Carol. */
const CAROLS = { asked: ['carol'], mayReject: ['amir', 'carol'] }

const running = { order: 'o-1', step: 3, item: 2, attempt: 1, worker: 'sec-1', since: '2026-11-21T03:20:00.000Z' }
const questions: SaidView['questions'] = [
  { name: 'pool', ask: 'Which Persistent Chat pool is down?', type: 'fqdn', required: true, example: 'lyncpc.contoso.com' },
  {
    name: 'backup',
    ask: 'Which SQL Server holds the backup database?',
    type: 'sql-server',
    required: true,
    choices: [
      { title: 'SEC · sqlb1', value: 'SEC' },
      { title: 'SECM · sqlb2', value: 'SECM' },
    ],
  },
]

describe.skipIf(!browser)('the page', () => {
  test('a field lists what its server has once that is answered, and takes what is typed all the same', async () => {
    const page = await openPage('dana')
    at.backend.targets = TARGETS
    at.backend.logs.set('R-7', logOf({}))
    at.backend.offer = { choices: [{ title: 'of Monday', value: 'mgc_1' }], more: false }
    const copy = { name: 'copy', ask: 'Which copy?', type: 'database', required: true, needs: ['backup', 'database'] }
    await show({ phase: 'gathering', questions: [...questions.slice(1), copy] })
    await page.getByText('There is something to choose from once backup is answered.').waitFor()
    await page.getByLabel('Which SQL Server holds the backup database?').selectOption('SEC')
    await page.getByText('1 found; another one can be typed.').waitFor()
    const field = page.getByLabel('Which copy?')
    expect(
      await field.evaluate((input: HTMLInputElement) => [...(input.list?.options ?? [])].map(({ value, text }) => [value, text])),
    ).toEqual([['mgc_1', 'of Monday']])
    expect(at.backend.choicesAsked).toMatchObject([{ target: 'SEC', name: 'copies', answers: { backup: 'SEC', database: 'mgc' } }])
    at.backend.offer = { not: { is: 'none', target: 'SECM' } }
    await page.getByLabel('Which SQL Server holds the backup database?').selectOption('SECM')
    await page.getByText('Nothing to choose from: SECM has nothing that fits. Type it.').waitFor()
    expect(await field.getAttribute('list')).toBeNull()
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await field.fill('mgc_9')
    await page.getByRole('button', { name: 'Start R-7' }).click()
    await expect.poll(() => at.backend.sent).toMatchObject([{ type: 'answer', answers: { backup: 'SECM', copy: 'mgc_9' } }])
  })

  test('a start by keyboard brings a form with the focus in its first field, and its faults to the fields', async () => {
    at.backend.answer = () => ({ seq: 1, rehearsal: false })
    const page = await openPage('dana')
    await page.locator('#command').focus()
    await page.keyboard.type('/failover persistent-chat')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'R-1 is started.' }).waitFor()
    await show({ run: 'R-1', phase: 'gathering', steps: [], questions })
    const pool = page.getByLabel('Which Persistent Chat pool is down?')
    await page.waitForFunction(() => document.activeElement?.closest('[data-section="form"]') !== null)
    await page.keyboard.type('not a name!')
    await page.keyboard.press('Tab')
    await page.keyboard.type('SECM')
    at.backend.answer = () => ({
      refusal: {
        code: 'bad-answers',
        facts: { command: '/failover persistent-chat', fields: { pool: { is: 'no-host', written: 'SECM' } } },
      },
    })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.fault', { hasText: '`SECM` is no full host name' }).waitFor()
    expect(await pool.getAttribute('aria-invalid')).toBe('true')
    expect(at.backend.sent.at(-1)).toMatchObject({
      type: 'answer',
      run: 'R-1',
      by: { id: 'dana' },
      answers: { pool: 'not a name!', backup: 'SECM' },
    })
  })

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

  test('what is being typed, and the focus, outlive every update of the card', async () => {
    await show({ phase: 'gathering', steps: [], questions })
    const page = await openPage('dana')
    const pool = page.getByLabel('Which Persistent Chat pool is down?')
    await pool.fill('lyncpc.con')
    await pool.evaluate((field: HTMLInputElement) => field.setSelectionRange(3, 3))
    await show({ seq: 13, phase: 'gathering', status: 'Another sentence.', steps: [], questions })
    await page.getByText('Another sentence.').waitFor()
    await show({ seq: 14, phase: 'gathering', status: 'One was answered.', steps: [], questions: questions.slice(0, 1) })
    await page.getByText('1 thing is missing').waitFor()
    await page.keyboard.type('X')
    expect(await pool.inputValue()).toBe('lynXcpc.con')
  })

  test('approving asks first: what cannot be undone, the whole fingerprint; an update does not close the question', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('carol')
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByText(gate().fingerprint).first().waitFor()
    await show({ seq: 13, phase: 'waiting', gate: gate({ ...CAROLS, missing: 'Somebody else approved meanwhile.' }) })
    await page.getByText('Somebody else approved meanwhile.').waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByRole('button', { name: 'Approve 7f3a-91c2' }).click()
    await page.getByRole('heading', { name: 'Your approval of gate 2 of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([
      { type: 'approve', gate: 2, fingerprint: gate().fingerprint, by: { id: 'carol', via: 'practice' } },
    ])
  })

  test('whoever is called sees it at the run, loudly, and nobody else does', async () => {
    const called = { since: '2026-11-21T03:30:00.000Z', people: ['carol'] }
    await show({ phase: 'waiting', gate: gate({ ...CAROLS, called }) })
    const page = await openPage('carol')
    await page.locator('.mine-now.urgent', { hasText: 'You are called: gate 2 of R-7 has waited since 2026-11-21 03:30:00 UTC.' }).waitFor()
    await page.getByRole('alert').filter({ hasText: 'You are called' }).waitFor()
    const other = await openPage('dana')
    await other.getByText('Gate 2').first().waitFor()
    expect(await other.locator('.mine-now:visible').count()).toBe(0)
  })

  test('a cancel that names no run asks which is meant, and its button does it', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    at.backend.views.set('R-7', view({ phase: 'waiting', gate: gate(CAROLS) }))
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('dana')
    await page.locator('#command').fill('/countersign cancel the site is back')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Is R-7 to be cancelled? Nothing is cancelled yet.' }).waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByRole('button', { name: 'Cancel R-7', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Your cancel of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([{ type: 'cancel', run: 'R-7', reason: 'the site is back', by: { id: 'dana' } }])
  })

  test('an open question about one plan is closed when the plan is another', async () => {
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('carol')
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('button', { name: 'Approve 7f3a-91c2' }).waitFor()
    await show({ seq: 13, phase: 'waiting', gate: gate({ ...CAROLS, fingerprint: 'beef0001'.repeat(8) }) })
    await page.getByText('beef-0001').waitFor()
    expect(await page.getByRole('button', { name: /^Approve [0-9a-f]/ }).count()).toBe(0)
  })

  test('a rejection without its reason is not sent', async () => {
    at.backend.answer = () => ({ seq: 13, rehearsal: false })
    await show({ phase: 'waiting', gate: gate(CAROLS) })
    const page = await openPage('amir')
    await page.getByRole('button', { name: 'Reject…' }).click()
    await page.getByRole('button', { name: 'Reject 7f3a-91c2' }).click()
    await page.getByText('This is needed.').waitFor()
    expect(at.backend.sent).toEqual([])
    await page.getByLabel('Why do you reject it?').fill('wrong pool')
    await page.getByRole('button', { name: 'Reject 7f3a-91c2' }).click()
    await page.getByRole('heading', { name: 'Your rejection of gate 2 of R-7 is recorded.' }).waitFor()
    expect(at.backend.sent).toMatchObject([{ type: 'reject', reason: 'wrong pool' }])
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
