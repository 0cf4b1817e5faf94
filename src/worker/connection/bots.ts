/** The worker's way to the runs: through whichever of its bots is connected. */
import type { Entry } from '../../audit/entry.ts'
import type { Answer } from '../../connection/frames.ts'
import type { SignedCommand } from '../../run/command.ts'
import { within } from '../within.ts'
import { heartbeatOf, keepConnected, type KeepConnectedOptions } from './keep-connected.ts'
import type { Line } from './line.ts'

export type NoAnswer = { unanswered: string } | { gaveUp: string }

/** `newest`: the proof that the run ended with the last of these when `nonce` was asked. */
export interface History {
  entries: Entry[]
  newest?: string
}

export interface Bots {
  /** Sent once, to a bot that is connected or comes back in time. `unanswered`: it may have arrived or not; the run may still take it later. */
  command(signed: SignedCommand): Promise<Answer>
  /** The entries from `from` on. */
  history(run: string, from: number, nonce: string): Promise<History | NoAnswer>
  /** Says at once how the worker is; resolves when each connected bot has heard it, or after a moment. */
  say(): Promise<void>
  close(): Promise<void>
}

/** A question waits so long for a connection. */
const WAIT_MS = 5_000
/** A bot that does not answer is not waited for: then nobody could give the orders to another. */
const FAREWELL_MS = 1_000

/** Dials each bot, and again whenever the connection ends. Never throws: whether a bot is there shows in the log. */
export function openBots(options: KeepConnectedOptions): Bots {
  const stop = new AbortController()
  const lines = new Set<Line>()
  let opened = Promise.withResolvers<void>()
  const keeping = options.options.bots.map((bot) =>
    keepConnected(bot, options, stop.signal, (line) => {
      lines.add(line)
      void line.ended.then(() => lines.delete(line))
      opened.resolve()
      opened = Promise.withResolvers<void>()
    }),
  )
  const anyOpen = () => [...lines].find((line) => line.open)
  const ready = async (): Promise<Line | { unanswered: string }> => {
    const line = anyOpen()
    if (line !== undefined) return line
    await within(opened.promise, { ms: WAIT_MS, signal: stop.signal })
    return anyOpen() ?? { unanswered: `worker ${options.options.name} is connected to no bot` }
  }
  return {
    command: async (signed) => {
      const line = await ready()
      return 'unanswered' in line ? line : line.command(signed)
    },
    history: async (run, from, nonce) => {
      const line = await ready()
      return 'unanswered' in line ? line : readPages(line, run, from, nonce)
    },
    say: async () => {
      const said = [...lines].map((line) => line.heartbeat(heartbeatOf(options.status())))
      await within(Promise.all(said), { ms: FAREWELL_MS })
    },
    close: async () => {
      stop.abort()
      for (const line of lines) line.close()
      await Promise.all(keeping)
    },
  }
}

/** Page by page, until the one with which the history ends. */
async function readPages(line: Line, run: string, from: number, nonce: string): Promise<History | NoAnswer> {
  const entries: Entry[] = []
  for (;;) {
    const page = await line.page(run, from + entries.length, nonce)
    if (!('entries' in page)) return page
    entries.push(...page.entries)
    if (!page.more) return { entries, ...(page.newest !== undefined && { newest: page.newest }) }
    if (page.entries.length === 0) return { unanswered: `the history of ${run} comes in pages without entries` }
  }
}
