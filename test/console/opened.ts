/** A console with the stand-in behind it, opened for each test and closed after it. */
import { afterEach, beforeEach } from 'vitest'
import { openConsole, type Console } from '../../src/chat/console/open-console.ts'
import type { WorkersView } from '../../src/run/view/workers-view.ts'
import { enter, pageHeaders } from './http.ts'
import { StandInBackend } from './stand-in-backend.ts'

export const quiet = { error: (): void => undefined, info: (): void => undefined }

/** As `countersign start` gives them. */
export const SECRETS = {
  key: 'a key of the tests',
  addressFile: '/state/console.url',
  workers: (): WorkersView => ({ workers: [], waiting: [] }),
}

export interface Opened {
  backend: StandInBackend
  /** How they are; a test sets it. */
  workers: WorkersView
  console: Console
  address: string
  /** What its own page would send with a POST. */
  headers: Record<string, string>
  /** One more over the same backend: a restart, or another configuration. */
  again(practice?: boolean): Promise<Console>
  /** Ends the console and opens it anew on the same port. */
  restart(): Promise<void>
}

/** Filled before each test of the file. */
export function consoleForEachTest(): Opened {
  const opened = {} as Opened
  const open: Console[] = []
  const start = async (practice = true, port = 0): Promise<Console> => {
    const console = await openConsole({ backend: opened.backend, port, practice, log: quiet, ...SECRETS, workers: () => opened.workers })
    if ('refusal' in console) throw new Error(console.refusal.sentence)
    open.push(console)
    await enter(console.address)
    return console
  }
  beforeEach(async () => {
    opened.backend = new StandInBackend()
    opened.workers = SECRETS.workers()
    opened.console = await start()
    opened.address = new URL('/', opened.console.address).href
    opened.headers = await pageHeaders(opened.console.address)
    opened.again = start
    opened.restart = async () => {
      await opened.console.close()
      open.splice(open.indexOf(opened.console), 1)
      opened.console = await start(true, Number(new URL(opened.address).port))
    }
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()))
  })
  return opened
}

export const typed = (text: string, as = 'dana'): string =>
  JSON.stringify({ as, eventId: crypto.randomUUID(), action: { type: 'typed', text } })

export const sentence = (text: string): unknown => (JSON.parse(text) as { refusal?: { sentence: string } }).refusal?.sentence
