/** 03:00, a phone: what waits for me is on the first screen, and Approve with it. Drawn with the first document's own words. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import type { OpenedStep } from '../../src/run/view/view.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { gate, view } from '../chat/views.ts'
import { ROOT } from '../practice/write-configuration.ts'
import { channelPage } from '../slack/preview.ts'
import { launchBrowser } from './find-browser.ts'
import { consoleForEachTest } from './opened.ts'
import { procedureOf } from './stand-in-backend.ts'

const PHONE = { width: 375, height: 667 }
const DESKTOP = { width: 1240, height: 900 }
const DRAW = (import.meta as unknown as { env?: { MODE?: string } }).env?.MODE === 'screenshots'

const browser: Browser | undefined = await launchBrowser()
const at = consoleForEachTest()
afterAll(async () => browser?.close())

const { steps } = procedureOf('failover-persistent-chat')

/** Steps of the first document, as a gate before the first of them opens them. */
function opened(...numbers: number[]): OpenedStep[] {
  return steps
    .filter(({ number }) => numbers.includes(number))
    .map(({ number, title, oneWay, prose, blocks, each }) => ({
      step: number,
      title,
      oneWay,
      prose,
      blocks: blocks.filter(({ role }) => role === 'run').length,
      targets: number === 3 ? ['sec-host'] : ['SEC'],
      byHand: false,
      ...(each === undefined ? {} : { each: { list: each.of } }),
    }))
}

function statements(...numbers: number[]): NonNullable<SaidView['gate']>['statements'] {
  return steps
    .filter(({ number }) => numbers.includes(number))
    .flatMap(({ number, title, blocks }) =>
      blocks.filter(({ role }) => role === 'run').map(({ language, text }) => ({ step: number, title, target: 'SEC', language, text })),
    )
}

const expiresAt = new Date(Date.now() + 29 * 60_000).toISOString()
const openedAt = new Date(Date.now() - 60_000).toISOString()
const base = { openedAt, expiresAt, asked: ['amir', 'carol'], values: VALUES() }

const FIRST = gate({
  ...base,
  number: 1,
  title: 'Stop log shipping to the backup server',
  opens: { steps: opened(2, 3, 4), nextGate: 5 },
  statements: statements(2, 3, 4),
  lines: [
    { from: ['dba'], count: 1, by: [] },
    { from: ['uc-leads'], count: 1, by: [] },
  ],
  missing: 'Still needed: 1 of dba (Amir Haddad or Carol Jiménez) and 1 of uc-leads (Carol Jiménez or Bob Lindqvist).',
})
const ONE_WAY = gate({ ...base, opens: { steps: opened(5), nextGate: 6 }, statements: statements(5) })

function VALUES(): { name: string; value: string }[] {
  return [
    { name: 'Which Persistent Chat pool is down?', value: 'lyncpc.contoso.com' },
    { name: 'Which SQL Server holds the backup database?', value: 'SEC (sqlb1.contoso.com\\RTC)' },
    { name: 'newest', value: 'mgc_20261121024500.trn' },
  ]
}

async function open(as: string, viewport: { width: number; height: number }, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await (browser as Browser).newContext({ viewport, colorScheme: scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(`${at.console.address}#as=${as}`)
  await page.getByText('live', { exact: true }).waitFor()
  return page
}

async function show(over: Partial<SaidView>, lines = 0): Promise<SaidView> {
  const shown = view(over)
  at.backend.views.set(shown.run, shown)
  const thread = Array.from({ length: lines }, (_, index) => ({
    n: shown.seq * 1000 + index,
    at: shown.startedAt,
    text: `Step 1 "Record what the next step deletes" found: line ${index}.`,
    ...(index === 3 ? { stands: 'out' as const } : {}),
    ...(index === lines - 1 ? { head: `The log stands at entry 5: ${'a1'.repeat(32)} (signed: ${'b2'.repeat(40)})` } : {}),
  }))
  await at.console.port.show({ conversation: shown.conversation, view: shown, lines: thread, notices: [] })
  return shown
}

/** Whether the whole of it is inside the window, and nothing lies over it. */
async function isSeen(page: Page, run: string, name: string): Promise<boolean> {
  const button = page.locator(`#run-${run} .card`).getByRole('button', { name })
  if ((await button.count()) === 0) return false
  const box = await button.boundingBox()
  const size = page.viewportSize()
  if (!box || !size || box.y < 0 || box.y + box.height > size.height) return false
  return button.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })
}

/** Who speaks, as it is written, and whether there is room for all of it. */
async function whoSpeaks(page: Page): Promise<{ name: string; whole: boolean }> {
  return page.getByLabel('Speak as').evaluate((select: HTMLSelectElement) => {
    const name = select.selectedOptions[0]?.textContent ?? ''
    const style = getComputedStyle(select)
    const pen = new OffscreenCanvas(1, 1).getContext('2d')
    if (pen) pen.font = style.font
    const arrow = 20
    const room = select.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight) - arrow
    return { name, whole: (pen?.measureText(name).width ?? Number.POSITIVE_INFINITY) <= room }
  })
}

async function draw(page: Page, name: string): Promise<void> {
  if (!DRAW) return
  const folder = join(ROOT, '.countersign', 'pictures')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

const WAYS = ['retry' as const, 'skip' as const, 'mark-done' as const, 'abort' as const]

describe.skipIf(!browser)('the first screen', () => {
  test.each([
    ['a gate', 'gate', FIRST],
    ['a gate with no way back', 'no-way-back', ONE_WAY],
  ])('of a phone shows Approve and Reject of %s to whoever they wait for, without scrolling', async (_, name, asked) => {
    await show({ run: 'R-6', phase: 'done', status: 'All 7 steps are done.', startedAt: '2026-11-20T03:12:00.000Z' }, 30)
    await show({ phase: 'waiting', gate: asked }, 30)
    for (const scheme of ['light', 'dark'] as const) {
      const page = await open('amir', PHONE, scheme)
      await page.locator('#run-R-7 .card').getByRole('button', { name: 'Approve…' }).waitFor()
      await draw(page, `phone-${scheme}-${name}`)
      expect(await isSeen(page, 'R-7', 'Approve…')).toBe(true)
      expect(await isSeen(page, 'R-7', 'Reject…')).toBe(true)
      expect(await page.locator('#run-R-7 [id$=".until"]').getAttribute('data-left')).toMatch(/^ · 2[78] min left$/)
      expect(await whoSpeaks(page)).toEqual({ name: 'Amir Haddad', whole: true })
      await page.locator('#run-R-7 .card').getByRole('button', { name: 'Approve…' }).click()
      await expect.poll(() => isSeen(page, 'R-7', 'Approve 7f3a-91c2')).toBe(true)
      await draw(page, `phone-${scheme}-${name}-asked`)
      await page.context().close()
    }
  })

  test('is what waits for me, not the end of the thread and not what waits for others', async () => {
    const early = { startedAt: '2026-11-20T03:12:00.000Z' }
    await show({ run: 'R-5', phase: 'waiting', gate: gate({ asked: ['amir'] }), ...early }, 30)
    await show({ run: 'R-7', phase: 'waiting', gate: gate({ asked: ['carol'] }) }, 30)
    const amir = await open('amir', DESKTOP)
    await amir.locator('#run-R-7 .line').first().waitFor({ state: 'attached' })
    expect([await isSeen(amir, 'R-5', 'Approve…'), await isSeen(amir, 'R-7', 'Approve…')]).toEqual([true, false])
    await amir.getByLabel('Speak as').selectOption('carol')
    await amir.waitForFunction(() => document.querySelector('#run-R-7 .mine-now')?.textContent !== '')
    await expect.poll(() => isSeen(amir, 'R-7', 'Approve…')).toBe(true)
    await amir.context().close()
  })

  test('of somebody for whom nothing waits is the run that needs people', async () => {
    const attention = { reason: 'failed', sentence: 'Error 4305.', step: 3, offers: WAYS, mayBeginFrom: [3] }
    await show({ run: 'R-5', phase: 'attention', attention, startedAt: '2026-11-20T03:12:00.000Z' }, 30)
    await show({ run: 'R-7', phase: 'done', status: 'All 7 steps are done.' }, 30)
    const page = await open('dana', PHONE)
    await page.locator('#run-R-7 .line').first().waitFor({ state: 'attached' })
    for (const way of ['Retry…', 'Skip…', 'Mark done…', 'Abort…']) expect(await isSeen(page, 'R-5', way), way).toBe(true)
    await page.context().close()
  })

  test.runIf(DRAW)('is drawn at every phase, on a desktop, a phone and in the dark', async () => {
    const running = { order: 'o-1', step: 3, item: 2, attempt: 1, worker: 'dc2-a', since: '2026-11-21T03:20:00.000Z' }
    const attention = {
      reason: 'failed',
      sentence:
        'Step 3 "Apply the outstanding logs, oldest first" failed on SEC after 12 s: RESTORE LOG is terminating abnormally (error 3013, level 16). Its check says: mgc_3.trn is not applied. Retry, skip, mark it done or abort: each needs a reason and a second person.',
      step: 3,
      offers: WAYS,
      mayBeginFrom: [2, 3],
    }
    const deviation = gate({
      ...base,
      number: 3,
      kind: 'retry',
      reason: 'A log backup turned up late; copy it first.',
      title: 'Apply the outstanding logs, oldest first',
      opens: { steps: opened(3, 4), from: 3, until: expiresAt, nextGate: 5 },
      statements: statements(3, 4),
    })
    const scenes: Record<string, Partial<SaidView>> = {
      gate: { phase: 'waiting', gate: FIRST },
      'no-way-back': { phase: 'waiting', gate: ONE_WAY },
      work: { running },
      attention: { phase: 'attention', attention, status: attention.sentence },
      deviation: { phase: 'waiting', attention: { ...attention, offers: [] }, gate: deviation },
      'gate-of-another': { phase: 'waiting', gate: { ...FIRST, asked: ['carol'], approved: [], mayReject: ['carol'] } },
      rehearsal: { phase: 'waiting', rehearsal: true, gate: FIRST },
      done: {
        phase: 'done',
        status: 'All 4 steps are done.',
        steps: view({}).steps.map((each) => ({ ...each, state: 'done' as const })),
        endedAt: '2026-11-21T03:52:00.000Z',
        waits: { peopleMs: 600_000, machinesMs: 900_000 },
      },
      asking: { phase: 'gathering', status: '', steps: [], questions: QUESTIONS },
    }
    for (const [name, over] of Object.entries(scenes)) {
      await at.restart()
      await show(over, 12)
      const sizes = [
        ['desktop', DESKTOP, 'light'],
        ['desktop-dark', DESKTOP, 'dark'],
        ['phone', PHONE, 'light'],
      ] as const
      for (const [size, viewport, scheme] of sizes) {
        const page = await open('amir', viewport, scheme)
        await page.locator('#run-R-7 .line').first().waitFor({ state: 'attached' })
        await draw(page, `${name}-${size}`)
        await page.context().close()
      }
      const slack = await (browser as Browser).newPage({ viewport: { width: 1300, height: 900 } })
      await slack.setContent(channelPage({ channel: 'incident', card: renderCard(drawCard(view(over))).blocks, thread: [], replies: 0 }))
      if (DRAW) await slack.locator('#picture').screenshot({ path: join(ROOT, '.countersign', 'pictures', `${name}-slack.png`) })
      await slack.close()
    }
  })
})

const QUESTIONS: SaidView['questions'] = [
  { name: 'pool', ask: 'Which Persistent Chat pool is down?', type: 'fqdn', required: true, example: 'lyncpc.contoso.com' },
  { name: 'database', ask: 'Which database holds the chat content?', type: 'database', required: false, written: 'mgc' },
  {
    name: 'backup',
    ask: 'Which SQL Server holds the backup database?',
    type: 'sql-server',
    required: true,
    choices: [{ title: 'SEC · sqlb1.contoso.com\\RTC', value: 'SEC' }],
  },
]
