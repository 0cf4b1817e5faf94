/** A browser for tests: the machine's own Chrome, Chromium or Edge, else the one that npm brought (Linux on x64). */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const PLACES = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Undefined where there is none: the tests that need one say so and are skipped. */
export async function launchBrowser(): Promise<Browser | undefined> {
  const found = PLACES.find((place) => existsSync(place))
  if (found) return chromium.launch({ executablePath: found, headless: true, args: ['--no-sandbox'] })
  const brought = await import('@sparticuz/chromium').catch(() => undefined)
  if (!brought || process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const executablePath = await brought.default.executablePath()
  // Not with the arguments that it brings: they put all tabs in one process, where a second one hangs, and turn web security off.
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 })
}
