/** The worker's way to the runs: through whichever of its bots is connected. */
import type { Answer, Page } from '../../connection/frames.ts'
import type { SignedCommand } from '../../run/command.ts'
import { within } from '../within.ts'
import { heartbeatOf, keepConnected, type KeepConnectedOptions } from './keep-connected.ts'
import type { Line } from './line.ts'

export interface Bots {
  /** Sent once, to a bot that is connected or comes back in time. `unanswered`: it may have arrived or not; the run may still take it later. */
  command(signed: SignedCommand): Promise<Answer>
  /** As many entries from `from` on as go into one page; with the last page the proof that the run ended with it when `nonce` was asked. */
  history(run: string, from: number, nonce: string): Promise<Page>
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
      return 'unanswered' in line ? line : line.page(run, from, nonce)
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
