/** One tab of the console as a person uses it: everything by clicks and keys. */
import type { Browser, Locator, Page } from 'playwright-core'

export class ConsolePage {
  readonly page: Page
  /** What the browser complained of, and every request that left this console. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
  }

  static async open(browser: Browser, address: string, size = { width: 1240, height: 1000 }): Promise<ConsolePage> {
    // A bar that moves to and fro is drawn sixty times a second, in each tab (measured: a sixth of the whole run's CPU).
    const context = await browser.newContext({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const tab = new ConsolePage(page)
    page.on('pageerror', ({ message }) => tab.complaints.push(message))
    page.on('console', (message) => (message.type() === 'error' ? tab.complaints.push(message.text()) : undefined))
    page.on('request', (request) =>
      new URL(request.url()).origin === new URL(address).origin ? undefined : tab.complaints.push(request.url()),
    )
    await page.goto(address)
    await page.getByText('live', { exact: true }).waitFor()
    // Set once: gone after a reload.
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }))
    return tab
  }

  async speakAs(id: string): Promise<void> {
    await this.page.getByLabel('Speak as').selectOption(id)
    await this.page.locator('.card').first().waitFor({ state: 'attached' })
  }

  card(run: string): Locator {
    return this.page.locator(`#run-${run} .card`)
  }

  /** Waits until the card says this state, for as long as a step may take. */
  async until(run: string, words: string | RegExp): Promise<void> {
    await this.card(run).getByText(words).first().waitFor({ timeout: 120_000 })
  }

  /** Opens the question and answers it; resolves with what this person alone is told. */
  async decide(run: string, opens: string, go: RegExp): Promise<string> {
    const card = this.card(run)
    const before = await this.page.locator(`#run-${run} .note`).count()
    if (before > 0) await this.page.locator(`#run-${run} .note .close`).click()
    const panel = card.getByRole('button', { name: opens })
    if ((await panel.getAttribute('aria-expanded')) !== 'true') await panel.click()
    await card.getByRole('button', { name: go }).click()
    return (await this.page.locator(`#run-${run} .note h3`).textContent()) ?? ''
  }

  /** Every value that the progress bar shows from now on. */
  async recordProgress(): Promise<() => Promise<number[]>> {
    await this.page.evaluate(() => {
      const seen: number[] = []
      Object.assign(window, { seen })
      new MutationObserver(() => {
        const now = document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')
        if (typeof now === 'string' && seen.at(-1) !== Number(now)) seen.push(Number(now))
      }).observe(document.body, { subtree: true, childList: true })
    })
    return () => this.page.evaluate(() => (window as unknown as { seen: number[] }).seen)
  }

  async wasNeverReloaded(): Promise<boolean> {
    return this.page.evaluate(() => 'neverReloaded' in window)
  }
}
