/** The page of Microsoft's Playground in a browser: one seat, at which several people sit down in turn. */
import { join } from 'node:path'
import { errors, type Browser, type Locator, type Page } from 'playwright-core'
import { ACCOUNTS, BOT, type AccountName } from '../stand-in/accounts.ts'
import { CHANNEL_NAME } from './start-playground.ts'

/** How long something on the page may take: the bot, the engine and a machine that is busy. */
const PATIENCE_MS = 60_000
/** So long is looked for a button that may not be there. */
const GLANCE_MS = 1500
const YOUR_PART = 'Your part'

export class PlaygroundPage {
  readonly page: Page
  private who: AccountName = 'dana'
  private readonly pictures: string
  private drawn = 0

  private constructor(page: Page, pictures: string) {
    this.page = page
    this.pictures = pictures
  }

  /** In the channel. `pictures`: the folder for screenshots. */
  static async open(browser: Browser, address: string, pictures: string): Promise<PlaygroundPage> {
    const page = await browser.newPage({ viewport: { width: 1300, height: 1500 } })
    page.setDefaultTimeout(PATIENCE_MS)
    const opened = new PlaygroundPage(page, pictures)
    const { host } = new URL(address)
    await page.route('**/*', async (route) => {
      const request = route.request()
      // Its fonts come from elsewhere, and are never waited for.
      if (new URL(request.url()).host !== host) return route.abort()
      if (request.method() !== 'POST' || !/\/_conversation\/v1\/(?:invoke|submit)$/.test(request.url())) return route.continue()
      const sent = request.postDataJSON() as { from: object }
      return route.continue({ postData: JSON.stringify({ ...sent, from: { ...sent.from, id: ACCOUNTS[opened.who].id } }) })
    })
    await page.goto(address)
    await page.getByText(CHANNEL_NAME, { exact: true }).click()
    return opened
  }

  /** Who presses from now on. What is typed is always Dana's, who the page takes itself for. */
  sitDown(who: AccountName): void {
    this.who = who
  }

  /** Types a new post that begins with the mention, as its editor makes it. */
  async mention(words: string): Promise<void> {
    const box = this.page.getByRole('textbox').first()
    await box.click()
    await box.pressSequentially(`@${BOT.name.slice(0, 4)}`, { delay: 30 })
    await this.page.getByRole('menuitem', { name: BOT.name }).click()
    await box.pressSequentially(` ${words}`)
    await this.page.getByRole('button', { name: 'Post' }).click()
  }

  /** The newest card in the channel. */
  card(): Locator {
    return this.page.locator('.ac-adaptiveCard').last()
  }

  /** The text or the button that the card then has. */
  async until(words: string | RegExp): Promise<void> {
    await this.card().getByText(words).first().waitFor()
  }

  /** Presses a button of one's own card; `behind`: the one that uncovers it. Whenever the card was drawn anew for everybody meanwhile, one's own is asked for again. */
  async press(name: string | RegExp, behind?: string): Promise<void> {
    const named = (each: string | RegExp): Locator => this.card().getByRole('button', { name: each }).first()
    const ways = [...(behind === undefined ? [] : [behind]), ...(name === YOUR_PART ? [] : [YOUR_PART])]
    const giveUpAt = Date.now() + PATIENCE_MS
    while (!(await clicked(named(name)))) {
      if (Date.now() > giveUpAt) throw new Error(`the card has no button ${String(name)}: ${await this.card().innerText()}`)
      for (const way of ways) if (await clicked(named(way))) break
    }
  }

  /** Writes or chooses each answer, by the question above it. */
  async fill(answers: readonly (readonly [question: string, answer: string])[]): Promise<void> {
    for (const [name, answer] of answers) {
      const list = this.card().getByRole('combobox', { name })
      if ((await list.count()) === 0) {
        await this.card().getByRole('textbox', { name }).fill(answer)
      } else {
        await list.click()
        await this.page.getByRole('option', { name: answer }).first().click()
      }
    }
  }

  /** A screenshot of what the one who sits there sees now. */
  async draw(what: string): Promise<void> {
    this.drawn++
    await this.page.screenshot({ path: join(this.pictures, `${String(this.drawn).padStart(2, '0')}-${what}.png`), fullPage: true })
  }
}

/** False: it was not there, or not there any more. */
async function clicked(button: Locator): Promise<boolean> {
  try {
    await button.click({ timeout: GLANCE_MS })
    return true
  } catch (cause) {
    if (cause instanceof errors.TimeoutError) return false
    throw cause
  }
}
