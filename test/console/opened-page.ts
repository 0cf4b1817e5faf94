/** The page of a console, opened for people in a browser that is there already; what it complains of fails the test. */
import type { Browser, Page } from 'playwright-core'
import { afterEach, expect } from 'vitest'
import type { SaidView } from '../../src/words/said-view.ts'
import { view } from '../chat/views.ts'
import { consoleForEachTest } from './opened.ts'

export type OpenedPage = ReturnType<typeof pageForEachTest>

export function pageForEachTest(browser: Browser | undefined) {
  const at = consoleForEachTest()
  const complaints: string[] = []
  const pages: Page[] = []
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()))
    expect(complaints.splice(0)).toEqual([])
  })

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

  return { at, complaints, openPage, show }
}

/** It waits for Carol. */
export const CAROLS = { asked: ['carol'], mayReject: ['amir', 'carol'] }
